/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSurface: triangles, lines and points with their attributes.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * VcSurface:
 * @name: for people: file name
 * @n_points: 1…2³¹−1
 * @points: float32 x, y, z per point, as in the file
 * @normals: (nullable): float32 x, y, z per point, length 1. Made by the loader
 *   where the file has none (feature angle 30°, points are split there)
 * @colors: (nullable): uint8 r, g, b, a per point, given by the file
 * @scalars: (nullable): float32 per point, given by the file; with @colors it
 *   is NULL
 * @scalar_range: of @scalars
 * @triangles: (nullable): int32 × 3 per triangle; polygons and strips are
 *   triangulated
 * @lines: (nullable): int32 × 2 per segment
 * @vertices: (nullable): int32 per vertex
 *
 * Every index is in 0…n_points−1 (checked). Immutable, reference counted, any
 * thread. The arrays are page aligned and read-only.
 */
typedef struct {
  char *name;
  guint n_points;
  GBytes *points;
  GBytes *normals;
  GBytes *colors;
  GBytes *scalars;
  double scalar_range[2];
  GBytes *triangles;
  GBytes *lines;
  GBytes *vertices;
} VcSurface;

#define VC_TYPE_SURFACE (vc_surface_get_type ())
GType vc_surface_get_type (void);

/* Returns: (transfer full): all zero; the loader fills it in. */
VcSurface *vc_surface_new (void);
VcSurface *vc_surface_ref (VcSurface *self);
void vc_surface_unref (VcSurface *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSurface, vc_surface_unref)

G_END_DECLS
