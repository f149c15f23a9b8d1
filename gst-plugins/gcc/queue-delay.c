/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccQueueDelay: how much longer than at best packets are under way.
 */

#include "queue-delay.h"

#define WAIT_US 7000
#define BUCKET_US (10 * G_USEC_PER_SEC)

static void
turn_buckets (GccQueueDelay *self, gint64 send_us, gint64 delay_us)
{
  gint64 age_us = send_us - self->bucket_us;

  if (self->started && age_us < BUCKET_US)
    return;
  if (!self->started || age_us >= 2 * BUCKET_US)
    self->minimum_us[1] = delay_us;
  else
    self->minimum_us[1] = self->minimum_us[0];
  self->minimum_us[0] = delay_us;
  self->bucket_us = send_us;
  self->started = TRUE;
}

void
gcc_queue_delay_init (GccQueueDelay *self)
{
  *self = (GccQueueDelay){0};
}

gint64
gcc_queue_delay_add (GccQueueDelay *self, gint64 send_us, gint64 arrival_us)
{
  gint64 delay_us = arrival_us - send_us;

  if (!self->started)
    self->waited_us = send_us;
  turn_buckets (self, send_us, delay_us);
  self->minimum_us[0] = MIN (self->minimum_us[0], delay_us);
  self->current_us = delay_us - MIN (self->minimum_us[0], self->minimum_us[1]);
  if (self->current_us > WAIT_US)
    self->waited_us = MAX (self->waited_us, send_us);
  return self->current_us;
}
