/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccBusyRate: the rate at which packets leave a queue that is not empty.
 */

#include "busy-rate.h"

#define LEAST_WAIT_US 10000
#define LONGEST_GAP_US 50000
#define LEAST_RUN_US 20000
#define LONGEST_RUN_US 150000
#define LEAST_PACKETS 5

static void
begin_run (GccBusyRate *self, gint64 arrival_us)
{
  self->begin_us = arrival_us;
  self->last_us = arrival_us;
  self->bytes = 0;
  self->packets = 0;
}

void
gcc_busy_rate_init (GccBusyRate *self)
{
  *self = (GccBusyRate){0};
}

void
gcc_busy_rate_add (GccBusyRate *self, gint64 arrival_us, gsize size,
                   gint64 wait_us)
{
  gint64 gap_us = arrival_us - self->last_us;

  if (wait_us < LEAST_WAIT_US || gap_us > LONGEST_GAP_US || gap_us < 0) {
    begin_run (self, arrival_us);
    return;
  }
  self->last_us = arrival_us;
  self->bytes += size;
  self->packets++;

  gint64 run_us = arrival_us - self->begin_us;
  if (run_us < LEAST_RUN_US || self->packets < LEAST_PACKETS)
    return;
  self->rate = self->bytes * 8e6 / run_us;
  self->at_us = arrival_us;
  if (run_us > LONGEST_RUN_US)
    begin_run (self, arrival_us);
}

double
gcc_busy_rate_get (const GccBusyRate *self, gint64 age_us)
{
  return self->last_us - self->at_us <= age_us ? self->rate : 0;
}
