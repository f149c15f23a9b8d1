/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAlr: whether the application sends clearly less than it might.
 */

#include "alr.h"

#define USAGE 0.65
#define WINDOW_S 0.5
#define START 0.8
#define STOP 0.5

void
gcc_alr_init (GccAlr *self, gint64 now_us)
{
  *self = (GccAlr){.last_us = now_us};
}

void
gcc_alr_update (GccAlr *self, gint64 now_us, gsize size, double target)
{
  double rate = target * USAGE / 8;
  double most = rate * WINDOW_S;
  double elapsed_s = MAX (now_us - self->last_us, 0) / 1e6;

  self->budget = MIN (self->budget + rate * elapsed_s, most);
  self->budget = MAX (self->budget - size, -most);
  self->last_us = now_us;

  if (self->budget > START * most)
    self->active = TRUE;
  else if (self->budget < STOP * most)
    self->active = FALSE;
}
