/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccStandingQueue: whether a queue that does not grow is ours to drain.
 */

#include "standing-queue.h"

#define LONG_US 50000
#define SHORT_US 25000
#define PATIENCE_US 300000
#define MOST_VAIN 5

void
gcc_standing_queue_init (GccStandingQueue *self)
{
  *self = (GccStandingQueue){.since_us = -1};
}

gboolean
gcc_standing_queue_update (GccStandingQueue *self, gint64 now_us,
                           gint64 wait_us, gint64 rtt_us)
{
  if (wait_us < SHORT_US)
    self->vain = 0;
  if (wait_us < LONG_US) {
    self->since_us = -1;
    return FALSE;
  }
  if (self->since_us < 0)
    self->since_us = now_us;
  if (now_us - self->since_us < PATIENCE_US || self->vain >= MOST_VAIN ||
      (self->vain > 0 && now_us - self->decrease_us < PATIENCE_US + rtt_us))
    return FALSE;

  self->vain++;
  self->decrease_us = now_us;
  return TRUE;
}
