/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRayMask: the parts of a picture in which a volume may show something, and
 * how deep.
 *
 * Blocks are put together to cells, so that their corners, each projected once
 * for all cells that share it, cost little beside the rays.
 */

#include "ray-mask.h"

#include <math.h>

#define MOST_CORNERS 20000
/* Rounding, and rays that are not quite where pixels are. */
#define MARGIN 1.0f

typedef struct {
  float x;
  float y;
  float depth;
  gboolean is_behind;
} Corner;

/* What the corners of a cell span. */
typedef struct {
  float left;
  float top;
  float right;
  float bottom;
  VcRayRange range;
} Box;

/**
 * _VcRayMask:
 * @edge: blocks along the edge of a cell
 * @cells: along x, y, z
 * @filled: for each cell, whether any of its blocks shows something
 * @corners: of the cells, projected
 * @parts: along x and y
 * @ranges: for each part
 */
struct _VcRayMask {
  int edge;
  int cells[3];
  guint8 *filled;
  Corner *corners;
  int parts[2];
  VcRayRange *ranges;
};

static const VcRayRange nothing = {G_MAXFLOAT, -G_MAXFLOAT};

static int
divide_up (int a, int b)
{
  return (a + b - 1) / b;
}

static gsize
count_corners (const VcRayMask *self)
{
  return (gsize)(self->cells[0] + 1) * (self->cells[1] + 1) *
         (self->cells[2] + 1);
}

static void
choose_cells (VcRayMask *self, const int dims[3])
{
  self->edge = 1;
  do {
    self->edge *= 2;
    for (int i = 0; i < 3; i++)
      self->cells[i] = divide_up (dims[i], self->edge);
  } while (count_corners (self) > MOST_CORNERS);
}

static gsize
get_cell (const VcRayMask *self, int x, int y, int z)
{
  return ((gsize)z * self->cells[1] + y) * self->cells[0] + x;
}

static const Corner *
get_corner (const VcRayMask *self, int x, int y, int z)
{
  return &self->corners[((gsize)z * (self->cells[1] + 1) + y) *
                          (self->cells[0] + 1) +
                        x];
}

static void
project_corner (const VcRayMask *self, const VcRayView *view, const int cell[3],
                Corner *corner)
{
  const double *m = view->to_pixels, *d = view->depth;
  double scale = VC_RAY_MASK_BLOCK * self->edge;
  double x = scale * cell[0], y = scale * cell[1], z = scale * cell[2];
  double w = m[12] * x + m[13] * y + m[14] * z + m[15];

  corner->is_behind = !(w > 0);
  corner->x = (m[0] * x + m[1] * y + m[2] * z + m[3]) / w;
  corner->y = (m[4] * x + m[5] * y + m[6] * z + m[7]) / w;
  corner->depth = d[0] * x + d[1] * y + d[2] * z + d[3];
}

static void
project_corners (VcRayMask *self, const VcRayView *view)
{
  Corner *corner = self->corners;
  int at[3];

  for (at[2] = 0; at[2] <= self->cells[2]; at[2]++)
    for (at[1] = 0; at[1] <= self->cells[1]; at[1]++)
      for (at[0] = 0; at[0] <= self->cells[0]; at[0]++)
        project_corner (self, view, at, corner++);
}

static void
widen (VcRayRange *range, const VcRayRange *by)
{
  range->near = MIN (range->near, by->near);
  range->far = MAX (range->far, by->far);
}

static void
mark_parts (VcRayMask *self, const Box *box)
{
  int x0 = floorf (MAX (box->left - MARGIN, 0) / VC_RAY_MASK_WIDTH);
  int y0 = floorf (MAX (box->top - MARGIN, 0) / VC_RAY_MASK_HEIGHT);
  float x1 = floorf ((box->right + MARGIN) / VC_RAY_MASK_WIDTH);
  float y1 = floorf ((box->bottom + MARGIN) / VC_RAY_MASK_HEIGHT);

  for (int y = y0; y <= MIN (y1, self->parts[1] - 1); y++)
    for (int x = x0; x <= MIN (x1, self->parts[0] - 1); x++)
      widen (&self->ranges[y * self->parts[0] + x], &box->range);
}

/* What reaches behind the camera may be anywhere. */
static void
mark_cell (VcRayMask *self, int x, int y, int z)
{
  Box box = {G_MAXFLOAT, G_MAXFLOAT, -G_MAXFLOAT, -G_MAXFLOAT, nothing};
  gboolean is_behind = FALSE;

  for (int i = 0; i < 8; i++) {
    const Corner *corner =
      get_corner (self, x + (i & 1), y + (i >> 1 & 1), z + (i >> 2));
    VcRayRange range = {corner->depth, corner->depth};

    is_behind |= corner->is_behind;
    box.left = MIN (box.left, corner->x);
    box.right = MAX (box.right, corner->x);
    box.top = MIN (box.top, corner->y);
    box.bottom = MAX (box.bottom, corner->y);
    widen (&box.range, &range);
  }
  if (is_behind) {
    box.left = box.top = 0;
    box.right = box.bottom = G_MAXFLOAT;
  }
  mark_parts (self, &box);
}

VcRayMask *
vc_ray_mask_new (void)
{
  return g_new0 (VcRayMask, 1);
}

void
vc_ray_mask_free (VcRayMask *self)
{
  g_free (self->filled);
  g_free (self->corners);
  g_free (self->ranges);
  g_free (self);
}

void
vc_ray_mask_set_blocks (VcRayMask *self, const guint8 *skips, const int dims[3])
{
  choose_cells (self, dims);
  g_free (self->filled);
  g_free (self->corners);
  self->filled =
    g_new0 (guint8, (gsize)self->cells[0] * self->cells[1] * self->cells[2]);
  self->corners = g_new0 (Corner, count_corners (self));
  for (int z = 0; z < dims[2]; z++)
    for (int y = 0; y < dims[1]; y++)
      for (int x = 0; x < dims[0]; x++, skips++)
        if (*skips == 0)
          self->filled[get_cell (self, x / self->edge, y / self->edge,
                                 z / self->edge)] = TRUE;
}

void
vc_ray_mask_project (VcRayMask *self, const VcRayView *view)
{
  gsize n_parts;

  self->parts[0] = divide_up (view->width, VC_RAY_MASK_WIDTH);
  self->parts[1] = divide_up (view->height, VC_RAY_MASK_HEIGHT);
  n_parts = (gsize)self->parts[0] * self->parts[1];
  self->ranges = g_renew (VcRayRange, self->ranges, n_parts);
  for (gsize i = 0; i < n_parts; i++)
    self->ranges[i] = nothing;
  project_corners (self, view);
  for (int z = 0; z < self->cells[2]; z++)
    for (int y = 0; y < self->cells[1]; y++)
      for (int x = 0; x < self->cells[0]; x++)
        if (self->filled[get_cell (self, x, y, z)])
          mark_cell (self, x, y, z);
}

const VcRayRange *
vc_ray_mask_get (const VcRayMask *self, int x, int y)
{
  return &self->ranges[y / VC_RAY_MASK_HEIGHT * self->parts[0] +
                       x / VC_RAY_MASK_WIDTH];
}
