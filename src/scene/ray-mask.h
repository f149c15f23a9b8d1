/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRayMask: the parts of a picture in which a volume may show something, and
 * how deep.
 *
 * Most rays through the box around a volume meet nothing: these need not be
 * cast, and the others begin and end where something may be. Pure, but for its
 * memory.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A part of the picture: so many pixels. */
#define VC_RAY_MASK_WIDTH 16
#define VC_RAY_MASK_HEIGHT 8

/* Voxels along each edge of a block of the skip map. */
#define VC_RAY_MASK_BLOCK 4

typedef struct _VcRayMask VcRayMask;

VcRayMask *vc_ray_mask_new (void);
void vc_ray_mask_free (VcRayMask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRayMask, vc_ray_mask_free)

/* @skips: a #VcSkipMap, not kept; @dims: blocks along x, y and z. */
void vc_ray_mask_set_blocks (VcRayMask *self, const guint8 *skips,
                             const int dims[3]);

/**
 * VcRayView:
 * @to_pixels: row by row, from a place in voxels (x, y, z, 1) to pixels:
 *   (w · x, w · y, not used, w), pixel centres at whole numbers; w > 0 before
 *   the camera
 * @depth: from the same place to a depth that grows away from the camera, as
 *   a sum of products
 * @width: of the picture, pixels
 * @height: the same
 */
typedef struct {
  double to_pixels[16];
  double depth[4];
  int width;
  int height;
} VcRayView;

/* Finds the parts of the picture that have blocks in them. */
void vc_ray_mask_project (VcRayMask *self, const VcRayView *view);

/**
 * VcRayRange:
 * @near: depth of the nearest block that may show something
 * @far: depth behind the farthest; less than @near if there is none
 */
typedef struct {
  float near;
  float far;
} VcRayRange;

/* What a ray through that pixel may meet; for the picture that was projected
 * last. */
const VcRayRange *vc_ray_mask_get (const VcRayMask *self, int x, int y);

G_END_DECLS
