/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccTrendline: whether the queue on the way grows, from inter-group deltas.
 */

#include "trendline.h"

#include <math.h>

#define SMOOTHING 0.9
#define GAIN 4.0
#define MOST_DELTAS 60
#define LEAST_POINTS 10
#define FIRST_THRESHOLD_MS 12.5
#define LEAST_THRESHOLD_MS 6.0
#define MOST_THRESHOLD_MS 600.0
#define MOST_ADAPT_MS 15.0
#define K_UP 0.0087
#define K_DOWN 0.039
#define OVER_USE_MS 10.0
#define LONGEST_STEP_MS 100.0

/* Least squares over the window; the points need no order. */
static gboolean
fit_slope (const GccTrendline *self, double *slope)
{
  double mean_x = 0, mean_y = 0, covariance = 0, variance = 0;

  for (guint i = 0; i < self->n_points; i++) {
    mean_x += self->points[i].at_ms / self->n_points;
    mean_y += self->points[i].delay_ms / self->n_points;
  }
  for (guint i = 0; i < self->n_points; i++) {
    double x = self->points[i].at_ms - mean_x;
    covariance += x * (self->points[i].delay_ms - mean_y);
    variance += x * x;
  }
  if (variance <= 0)
    return FALSE;
  *slope = covariance / variance;
  return TRUE;
}

static void
adapt_threshold (GccTrendline *self, gint64 at_us)
{
  double size = fabs (self->modified);
  double step_ms = (at_us - self->threshold_us) / 1000.0;

  /* A spike, for instance a change of route, says nothing about the usual. */
  if (size <= self->threshold + MOST_ADAPT_MS) {
    double k = size < self->threshold ? K_DOWN : K_UP;
    self->threshold +=
      k * (size - self->threshold) * CLAMP (step_ms, 0, LONGEST_STEP_MS);
    self->threshold =
      CLAMP (self->threshold, LEAST_THRESHOLD_MS, MOST_THRESHOLD_MS);
  }
  self->threshold_us = at_us;
}

static void
detect (GccTrendline *self, double trend, double send_ms)
{
  self->modified = MIN (self->n_deltas, MOST_DELTAS) * trend * GAIN;

  if (self->modified > self->threshold) {
    self->over_ms += self->over_count == 0 ? send_ms / 2 : send_ms;
    self->over_count++;
    if (self->over_ms > OVER_USE_MS && self->over_count > 1 &&
        trend >= self->trend) {
      self->over_ms = 0;
      self->over_count = 0;
      self->usage = GCC_USAGE_OVER;
    }
  } else {
    self->over_ms = 0;
    self->over_count = 0;
    self->usage =
      self->modified < -self->threshold ? GCC_USAGE_UNDER : GCC_USAGE_NORMAL;
  }
}

void
gcc_trendline_init (GccTrendline *self)
{
  *self = (GccTrendline){.threshold = FIRST_THRESHOLD_MS};
}

void
gcc_trendline_restart (GccTrendline *self)
{
  double threshold = self->threshold;

  gcc_trendline_init (self);
  self->threshold = threshold;
}

GccUsage
gcc_trendline_add (GccTrendline *self, const GccGroupDelta *delta)
{
  double send_ms = delta->send_us / 1000.0;

  if (self->n_deltas == 0) {
    self->first_us = delta->at_us;
    self->threshold_us = delta->at_us;
  }
  self->n_deltas++;
  self->accumulated_ms += (delta->arrival_us - delta->send_us) / 1000.0;
  self->smoothed_ms =
    SMOOTHING * self->smoothed_ms + (1 - SMOOTHING) * self->accumulated_ms;

  self->points[self->next_point].at_ms =
    (delta->at_us - self->first_us) / 1000.0;
  self->points[self->next_point].delay_ms = self->smoothed_ms;
  self->next_point = (self->next_point + 1) % GCC_TRENDLINE_WINDOW;
  self->n_points = MIN (self->n_points + 1, GCC_TRENDLINE_WINDOW);

  double trend = self->trend;
  if (self->n_points >= LEAST_POINTS)
    fit_slope (self, &trend);
  if (self->n_deltas >= 2)
    detect (self, trend, send_ms);
  self->trend = trend;
  adapt_threshold (self, delta->at_us);
  return self->usage;
}
