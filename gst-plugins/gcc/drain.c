/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccDrain: sending less for a moment, so that the queue we made empties.
 */

#include "drain.h"

#define FACTOR 0.6
#define LONG_US 60000
#define SHORT_US 20000
#define MOST_US 600000

void
gcc_drain_init (GccDrain *self)
{
  *self = (GccDrain){.factor = 1};
}

void
gcc_drain_begin (GccDrain *self, gint64 now_us, gint64 wait_us)
{
  if (wait_us < LONG_US || self->factor < 1)
    return;
  self->factor = FACTOR;
  self->end_us = now_us + MOST_US;
}

void
gcc_drain_update (GccDrain *self, gint64 now_us, gint64 wait_us)
{
  if (wait_us < SHORT_US || now_us >= self->end_us)
    self->factor = 1;
}
