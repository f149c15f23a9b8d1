/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHistogram: how often values occur in a volume.
 */

#include "histogram.h"

#include <math.h>
#include <string.h>

#define MAX_SAMPLES 1000000
/* A few very bright voxels are a class of their own, but not a body. */
#define OUTLIERS 0.005

double
vc_volume_get_value (const VcVolume *volume, gsize index)
{
  return vc_scalar_type_get (volume->type,
                             g_bytes_get_data (volume->voxels, NULL), index);
}

void
vc_histogram_init (VcHistogram *self, const VcVolume *volume)
{
  gsize n = (gsize)volume->dims[0] * volume->dims[1] * volume->dims[2];
  /* Odd, so that it does not always meet the same columns. */
  gsize step = (n / MAX_SAMPLES) | 1;
  double least = volume->range[0];
  double width = volume->range[1] - least;

  memset (self, 0, sizeof (*self));
  self->range[0] = least;
  self->range[1] = volume->range[1];
  for (gsize i = 0; i < n; i += step) {
    double value = vc_volume_get_value (volume, i * volume->components);
    double bin;

    if (!isfinite (value))
      continue;
    bin = width > 0 ? (value - least) / width * VC_HISTOGRAM_BINS : 0;
    self->counts[(int)CLAMP (bin, 0, VC_HISTOGRAM_BINS - 1)]++;
    self->total++;
  }
}

static double
get_bin_value (const VcHistogram *self, double bin)
{
  return self->range[0] +
         (self->range[1] - self->range[0]) * bin / VC_HISTOGRAM_BINS;
}

static int
find_quantile_bin (const VcHistogram *self, double fraction)
{
  double wanted = fraction * self->total;
  double sum = 0;

  for (int i = 0; i < VC_HISTOGRAM_BINS; i++) {
    sum += self->counts[i];
    if (sum >= wanted && sum > 0)
      return i;
  }
  return VC_HISTOGRAM_BINS - 1;
}

double
vc_histogram_get_quantile (const VcHistogram *self, double fraction)
{
  return get_bin_value (self, find_quantile_bin (self, fraction) + 1);
}

double
vc_histogram_get_threshold (const VcHistogram *self)
{
  int last = find_quantile_bin (self, 1 - OUTLIERS);
  double n = 0, total = 0, below = 0, n_below = 0, best = -1, middle = 0;

  for (int i = 0; i <= last; i++) {
    n += self->counts[i];
    total += (double)i * self->counts[i];
  }
  for (int i = 0; i <= last; i++) {
    double n_above, mean_below, mean_above, between;

    n_below += self->counts[i];
    below += (double)i * self->counts[i];
    n_above = n - n_below;
    if (n_below == 0 || n_above == 0)
      continue;
    mean_below = below / n_below;
    mean_above = (total - below) / n_above;
    between =
      n_below * n_above * (mean_above - mean_below) * (mean_above - mean_below);
    if (between <= best)
      continue;
    best = between;
    middle = (mean_below + mean_above + 1) / 2;
  }
  return get_bin_value (self, middle);
}
