/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPace: limits how often something happens, with a credit of one interval.
 */

#include "pace.h"

#define EASE 16

void
vc_pace_set_rate (VcPace *self, double hertz)
{
  gint64 interval_us = G_USEC_PER_SEC / hertz;

  if (interval_us == self->interval_us)
    return;
  /* What was waited for at the old rate is not owed at the new one. */
  self->due_us += MIN (interval_us - self->interval_us, 0);
  self->interval_us = interval_us;
}

gint64
vc_pace_get_earliest (const VcPace *self)
{
  return self->due_us - self->interval_us;
}

void
vc_pace_spend (VcPace *self, gint64 now_us)
{
  self->due_us = MAX (now_us, self->due_us) + self->interval_us;
}

void
vc_pace_ease (VcPace *self, gint64 waited_us)
{
  self->due_us -= CLAMP (waited_us, 0, self->interval_us) / EASE;
}
