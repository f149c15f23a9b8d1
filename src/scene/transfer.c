/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransfer: which colour and opacity a voxel's value has.
 */

#include "transfer.h"

#include <math.h>

/* More structures than any atlas names; a greater range is no label map. */
#define MAX_LABELS 65536

/* Hounsfield units: fat is not shown, muscle is a veil, bone is solid. A veil
 * this dense ends most rays soon: a thinner one costs half as much again. */
static const VcTransferPoint ct_points[] = {
  {-1024, {0.00, 0.00, 0.00}, 0.00}, {20, {0.72, 0.34, 0.25}, 0.00},
  {60, {0.72, 0.34, 0.25}, 0.25},    {130, {0.78, 0.42, 0.30}, 0.30},
  {220, {0.92, 0.73, 0.52}, 0.50},   {350, {0.97, 0.89, 0.75}, 0.85},
  {900, {1.00, 0.96, 0.88}, 0.95},   {3071, {1.00, 1.00, 0.97}, 1.00},
};

static void
set_point (VcTransferPoint *point, double value, double red, double green,
           double blue, double opacity)
{
  *point = (VcTransferPoint){value, {red, green, blue}, opacity};
}

static void
fill_ct (VcTransfer *self)
{
  self->n_points = G_N_ELEMENTS (ct_points);
  self->points = g_memdup2 (ct_points, sizeof (ct_points));
  self->shade = TRUE;
}

/* What lies under the threshold is noise around the body; the brightest
 * hundredth is fat, vessels or artefacts, and not worth a scale of its own. */
static void
fill_grey (VcTransfer *self, const double range[2],
           const VcHistogram *histogram)
{
  double threshold = vc_histogram_get_threshold (histogram);
  double bright = vc_histogram_get_quantile (histogram, 0.995);
  double width;

  if (!(bright > threshold))
    bright = range[1];
  if (!(bright > threshold))
    bright = threshold + 1;
  width = bright - threshold;
  self->n_points = 6;
  self->points = g_new (VcTransferPoint, self->n_points);
  self->shade = TRUE;
  set_point (&self->points[0], MIN (range[0], threshold - width), 0, 0, 0, 0);
  set_point (&self->points[1], threshold - 0.35 * width, 0.30, 0.16, 0.10, 0);
  set_point (&self->points[2], threshold, 0.62, 0.40, 0.30, 0.12);
  set_point (&self->points[3], threshold + 0.4 * width, 0.85, 0.68, 0.56, 0.35);
  set_point (&self->points[4], bright, 1.00, 0.95, 0.88, 0.75);
  set_point (&self->points[5], MAX (range[1], bright + width), 1, 1, 1, 0.85);
}

/* Hues that a golden section apart never meet again (as Martin Ankerl,
 * "How to generate random colors programmatically"). */
static void
pick_label_color (guint label, double color[3])
{
  double hue = fmod (label * 0.618033988749895, 1) * 6;
  double value = label % 3 == 0 ? 0.95 : label % 3 == 1 ? 0.8 : 0.65;
  double low = value * (label % 2 ? 0.35 : 0.5);
  double rising = low + (value - low) * (hue - floor (hue));
  double falling = low + value - rising;
  const double table[6][3] = {
    {value, rising, low},  {falling, value, low}, {low, value, rising},
    {low, falling, value}, {rising, low, value},  {value, low, falling},
  };

  for (int i = 0; i < 3; i++)
    color[i] = table[(int)hue % 6][i];
}

static void
fill_labels (VcTransfer *self, const double range[2])
{
  guint n = (guint)CLAMP (range[1], 1, MAX_LABELS) + 1;

  self->n_points = n;
  self->points = g_new0 (VcTransferPoint, n);
  self->shade = TRUE;
  self->nearest = TRUE;
  for (guint i = 1; i < n; i++) {
    self->points[i].value = i;
    self->points[i].opacity = 0.8;
    pick_label_color (i, self->points[i].color);
  }
}

static void
fill_direct (VcTransfer *self)
{
  self->n_points = 3;
  self->points = g_new (VcTransferPoint, self->n_points);
  self->direct = TRUE;
  set_point (&self->points[0], 0, 0, 0, 0, 0);
  set_point (&self->points[1], 25, 0.1, 0.1, 0.1, 0);
  set_point (&self->points[2], 255, 1, 1, 1, 0.6);
}

VcTransfer *
vc_transfer_new (VcModality modality, const double range[2],
                 const VcHistogram *histogram)
{
  VcTransfer *self = g_new0 (VcTransfer, 1);

  switch (modality) {
  case VC_MODALITY_CT:
    fill_ct (self);
    break;
  case VC_MODALITY_LABEL:
    fill_labels (self, range);
    break;
  case VC_MODALITY_COLOR:
    fill_direct (self);
    break;
  case VC_MODALITY_MR:
  case VC_MODALITY_OTHER:
    fill_grey (self, range, histogram);
    break;
  }
  return self;
}

void
vc_transfer_free (VcTransfer *self)
{
  g_free (self->points);
  g_free (self);
}

double
vc_transfer_get_opacity (const VcTransfer *self, double value)
{
  const VcTransferPoint *points = self->points;
  guint low = 0, high = self->n_points - 1;
  double width;

  if (!(value > points[0].value))
    return points[0].opacity;
  if (value >= points[high].value)
    return points[high].opacity;
  while (high - low > 1) {
    guint middle = (low + high) / 2;

    if (points[middle].value <= value)
      low = middle;
    else
      high = middle;
  }
  width = points[high].value - points[low].value;
  return points[low].opacity + (points[high].opacity - points[low].opacity) *
                                 (value - points[low].value) / width;
}
