/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSection: the picture of a volume in an anatomical plane.
 */

#include "section.h"

#include <math.h>
#include <string.h>

#include "affine.h"

/* What a CT is looked at with first: soft tissue. */
#define CT_WINDOW 350
#define CT_LEVEL 40

/**
 * Axes:
 * @right, @down, @offset: of LPS axes, the picture's and the plane's
 * @signs: +1 or −1 for each: which way it goes
 */
typedef struct {
  int right, down, offset;
  double signs[3];
} Axes;

static const Axes axes_of[] = {
  [VC_PLANE_AXIAL] = {0, 1, 2, {1, 1, 1}},
  [VC_PLANE_SAGITTAL] = {1, 2, 0, {1, -1, -1}},
  [VC_PLANE_CORONAL] = {0, 2, 1, {1, -1, -1}},
};

/**
 * Section:
 * @origin: indices i, j, k of the first pixel's centre
 * @right, @down: and from one pixel to the next
 */
typedef struct {
  const VcVolume *volume;
  const VcTransfer *transfer;
  double origin[3];
  double right[3];
  double down[3];
  double black;
  double per_unit;
} Section;

/* Of the outermost voxels' centres along an LPS axis. */
static void
get_extent (const VcVolume *volume, int axis, double extent[2])
{
  const double *row = volume->ijk_to_lps + 4 * axis;

  extent[0] = extent[1] = row[3];
  for (int c = 0; c < 3; c++) {
    double way = row[c] * (volume->dims[c] - 1);

    extent[way > 0] += way;
  }
}

void
vc_section_get_range (const VcVolume *volume, VcPlane plane, double range[2])
{
  const Axes *axes = &axes_of[plane];
  double extent[2];

  get_extent (volume, axes->offset, extent);
  range[0] = axes->signs[2] * extent[axes->signs[2] < 0];
  range[1] = axes->signs[2] * extent[axes->signs[2] > 0];
}

static double
choose_offset (const VcVolume *volume, const VcSliceRequest *request)
{
  double range[2];

  if (isfinite (request->offset))
    return request->offset;
  vc_section_get_range (volume, request->plane, range);
  return range[0] + CLAMP (request->fraction, 0, 1) * (range[1] - range[0]);
}

static void
choose_window (Section *self, const VcSliceRequest *request)
{
  const double *range = self->volume->range;
  double window = request->window, level = request->level;

  if (!(window > 0)) {
    gboolean is_ct = self->volume->modality == VC_MODALITY_CT;

    window = is_ct ? CT_WINDOW : range[1] - range[0];
    level = is_ct ? CT_LEVEL : (range[0] + range[1]) / 2;
  }
  self->black = level - window / 2;
  self->per_unit = window > 0 ? 255 / window : 0;
}

/* @vector: rotated and scaled into steps of voxels. */
static void
apply (const double inverse[9], const double vector[3], double result[3])
{
  for (int i = 0; i < 3; i++)
    result[i] = inverse[3 * i] * vector[0] + inverse[3 * i + 1] * vector[1] +
                inverse[3 * i + 2] * vector[2];
}

/* @corner: LPS, millimetres; @step: millimetres for each pixel. */
static void
place (Section *self, const Axes *axes, const double corner[3], double step)
{
  double inverse[9];
  double from_first[3], right[3] = {0}, down[3] = {0};

  vc_affine_invert (self->volume->ijk_to_lps, inverse);
  for (int i = 0; i < 3; i++)
    from_first[i] = corner[i] - self->volume->ijk_to_lps[4 * i + 3];
  right[axes->right] = axes->signs[0] * step;
  down[axes->down] = axes->signs[1] * step;
  apply (inverse, from_first, self->origin);
  apply (inverse, right, self->right);
  apply (inverse, down, self->down);
}

/* @x: index along one axis. Half a voxel beyond the outermost centres still
 * belongs to the volume. Returns: FALSE: outside. */
static gboolean
split (double x, guint n, gsize *low, gsize *high, double *weight)
{
  double floor_x;

  if (!(x >= -0.5 && x <= n - 0.5))
    return FALSE;
  x = CLAMP (x, 0, n - 1.0);
  floor_x = floor (x);
  *low = floor_x;
  *high = MIN (*low + 1, n - 1);
  *weight = x - floor_x;
  return TRUE;
}

/* The eight voxels around a point, and where it lies between them. */
typedef struct {
  gsize low[3];
  gsize high[3];
  double weights[3];
} Cell;

static gboolean
find_cell (const VcVolume *volume, const double ijk[3], Cell *cell)
{
  for (int c = 0; c < 3; c++)
    if (!split (ijk[c], volume->dims[c], &cell->low[c], &cell->high[c],
                &cell->weights[c]))
      return FALSE;
  return TRUE;
}

static double
get_voxel (const VcVolume *volume, gsize i, gsize j, gsize k, guint component)
{
  gsize index = (k * volume->dims[1] + j) * volume->dims[0] + i;

  return vc_volume_get_value (volume, index * volume->components + component);
}

static double
interpolate (const VcVolume *volume, const Cell *cell, guint component)
{
  double sum = 0;

  for (int corner = 0; corner < 8; corner++) {
    double weight = 1;
    gsize ijk[3];

    for (int c = 0; c < 3; c++) {
      gboolean is_high = corner >> c & 1;

      ijk[c] = is_high ? cell->high[c] : cell->low[c];
      weight *= is_high ? cell->weights[c] : 1 - cell->weights[c];
    }
    if (weight > 0)
      sum += weight * get_voxel (volume, ijk[0], ijk[1], ijk[2], component);
  }
  return sum;
}

static double
pick_nearest (const VcVolume *volume, const Cell *cell)
{
  gsize ijk[3];

  for (int c = 0; c < 3; c++)
    ijk[c] = cell->weights[c] < 0.5 ? cell->low[c] : cell->high[c];
  return get_voxel (volume, ijk[0], ijk[1], ijk[2], 0);
}

static guint8
to_byte (double value)
{
  return value > 0 ? MIN (value + 0.5, 255) : 0;
}

static void
draw_label (const Section *self, const Cell *cell, guint8 *pixel)
{
  double label = pick_nearest (self->volume, cell);
  const VcTransfer *transfer = self->transfer;

  if (label >= 0 && label < transfer->n_points)
    for (int c = 0; c < 3; c++)
      pixel[c] = to_byte (255 * transfer->points[(gsize)label].color[c]);
}

static void
draw_color (const Section *self, const Cell *cell, guint8 *pixel)
{
  const double *range = self->volume->range;
  gboolean is_byte = self->volume->type == VC_SCALAR_UINT8;
  double black = is_byte ? 0 : range[0];
  double scale = is_byte               ? 1
                 : range[1] > range[0] ? 255 / (range[1] - range[0])
                                       : 0;

  for (guint c = 0; c < 3; c++) {
    guint component = MIN (c, self->volume->components - 1);

    pixel[c] =
      to_byte (scale * (interpolate (self->volume, cell, component) - black));
  }
}

static void
draw_pixel (const Section *self, const double ijk[3], guint8 *pixel)
{
  Cell cell;

  if (!find_cell (self->volume, ijk, &cell))
    return;
  if (self->transfer->direct)
    draw_color (self, &cell, pixel);
  else if (self->transfer->nearest)
    draw_label (self, &cell, pixel);
  else
    memset (pixel,
            to_byte (self->per_unit *
                     (interpolate (self->volume, &cell, 0) - self->black)),
            3);
}

static void
draw (const Section *self, VcSlice *slice)
{
  for (int y = 0; y < slice->height; y++)
    for (int x = 0; x < slice->width; x++) {
      double ijk[3];

      for (int c = 0; c < 3; c++)
        ijk[c] = self->origin[c] + x * self->right[c] + y * self->down[c];
      draw_pixel (self, ijk, slice->pixels + 4 * ((gsize)y * slice->width + x));
    }
}

/* The whole volume fits; pixels are square. */
static VcSlice *
prepare (Section *self, const VcSliceRequest *request)
{
  const Axes *axes = &axes_of[request->plane];
  double across[2], along[2], corner[3];
  double width, height, step;
  VcSlice *slice = g_new0 (VcSlice, 1);

  get_extent (self->volume, axes->right, across);
  get_extent (self->volume, axes->down, along);
  width = across[1] - across[0];
  height = along[1] - along[0];
  step = MAX (MAX (width, height), 1e-6) / (request->size - 1);
  slice->width = CLAMP (round (width / step) + 1, 1, request->size);
  slice->height = CLAMP (round (height / step) + 1, 1, request->size);
  slice->offset = choose_offset (self->volume, request);
  corner[axes->right] = across[0];
  corner[axes->down] = along[axes->signs[1] < 0];
  corner[axes->offset] = axes->signs[2] * slice->offset;
  place (self, axes, corner, step);
  return slice;
}

VcSlice *
vc_section_draw (const VcVolume *volume, const VcTransfer *transfer,
                 const VcSliceRequest *request, GError **error)
{
  Section section = {.volume = volume, .transfer = transfer};
  g_autoptr (VcSlice) slice = prepare (&section, request);

  slice->pixels = g_try_malloc0 ((gsize)4 * slice->width * slice->height);
  if (slice->pixels == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         "There is too little memory for a slice");
    return NULL;
  }
  choose_window (&section, request);
  draw (&section, slice);
  return g_steal_pointer (&slice);
}
