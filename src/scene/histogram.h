/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHistogram: how often values occur in a volume.
 */

#pragma once

#include "volume.h"

G_BEGIN_DECLS

#define VC_HISTOGRAM_BINS 1024

/**
 * VcHistogram:
 * @range: the lower edge of the first bin and the upper edge of the last
 * @counts: of finite values
 * @total: sum of @counts
 */
typedef struct {
  double range[2];
  guint64 counts[VC_HISTOGRAM_BINS];
  guint64 total;
} VcHistogram;

/* Counts component 0 of at most about a million voxels, evenly spread. */
void vc_histogram_init (VcHistogram *self, const VcVolume *volume);

/* The value below which that fraction (0…1) of all values lies. */
double vc_histogram_get_quantile (const VcHistogram *self, double fraction);

/* The middle between the means of the two classes into which the values are
 * best parted (Otsu 1979, "A threshold selection method from gray-level
 * histograms"). The parting value itself is anywhere in the gap between them.
 */
double vc_histogram_get_threshold (const VcHistogram *self);

/* Value @index of all voxels' components as a double. */
double vc_volume_get_value (const VcVolume *volume, gsize index);

G_END_DECLS
