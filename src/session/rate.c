/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRate: how much of something a viewer may send, as a token bucket.
 */

#include "rate.h"

void
vc_rate_init (VcRate *self, double per_second, double burst, gint64 now_us)
{
  *self = (VcRate){
    .per_second = per_second, .burst = burst, .left = burst, .time_us = now_us};
}

gboolean
vc_rate_spend (VcRate *self, double amount, gint64 now_us)
{
  double seconds = MAX (now_us - self->time_us, 0) / (double)G_USEC_PER_SEC;

  self->left = MIN (self->left + seconds * self->per_second, self->burst);
  self->time_us = MAX (now_us, self->time_us);
  if (amount > self->left)
    return FALSE;
  self->left -= amount;
  return TRUE;
}

void
vc_rate_return (VcRate *self, double amount)
{
  self->left = MIN (self->left + amount, self->burst);
}
