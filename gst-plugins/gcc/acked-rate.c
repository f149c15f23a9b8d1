/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAckedRate: the rate at which packets reach the receiver.
 */

#include "acked-rate.h"

#include <math.h>

#define FIRST_WINDOW_US 500000
#define WINDOW_US 150000
#define FIRST_VARIANCE 50.0
#define PROCESS_VARIANCE 5.0
#define UNCERTAINTY 10.0
#define UNCERTAINTY_LIMITED 20.0

/* The rate of a window that is complete, in bits per second, or −1. */
static double
finish_window (GccAckedRate *self, gint64 now_us)
{
  gint64 length = self->rate > 0 ? WINDOW_US : FIRST_WINDOW_US;
  double sample = -1;

  if (self->last_us != 0) {
    self->window_us += now_us - self->last_us;
    /* Nothing arrived for longer than a window: what was counted before the
     * pause would be spread over the pause. */
    if (now_us - self->last_us > length) {
      self->bytes = 0;
      self->window_us %= length;
    }
  }
  if (self->window_us >= length) {
    sample = self->bytes * 8e6 / length;
    self->window_us -= length;
    self->bytes = 0;
  }
  self->last_us = now_us;
  return sample;
}

void
gcc_acked_rate_init (GccAckedRate *self)
{
  *self = (GccAckedRate){.variance = FIRST_VARIANCE};
}

void
gcc_acked_rate_set (GccAckedRate *self, double rate)
{
  self->rate = rate;
  self->variance = FIRST_VARIANCE;
}

void
gcc_acked_rate_add (GccAckedRate *self, gint64 arrival_us, gsize size,
                    gboolean limited)
{
  /* Reordered packets count for the window in which we learn of them. */
  double sample = finish_window (self, MAX (arrival_us, self->last_us));

  self->bytes += size;
  if (sample < 0)
    return;
  if (self->rate <= 0) {
    self->rate = sample;
    return;
  }

  /* In kb/s, as the constants are. */
  double old = self->rate / 1000, new = sample / 1000;
  double scale = limited && new < old ? UNCERTAINTY_LIMITED : UNCERTAINTY;
  double deviation = scale * fabs (old - new) / MAX (old, 1e-3);
  double sample_variance = MAX (deviation * deviation, 1e-6);
  double predicted = self->variance + PROCESS_VARIANCE;
  self->rate = 1000 * (sample_variance * old + predicted * new) /
               (sample_variance + predicted);
  self->variance = sample_variance * predicted / (sample_variance + predicted);
}
