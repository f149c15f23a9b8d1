/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRay: casts one ray through a lit volume.
 *
 * Does what vtkFixedPointVolumeRayCastMapper does for one component,
 * trilinear interpolation and white light, with the same numbers, but leaps
 * over what shows nothing instead of walking through it, and looks one
 * brightness up where VTK looks up three colours.
 *
 * Positions are fixed point with VTKKW_FP_SHIFT bits of fraction, in voxels.
 */

#pragma once

#include <glib.h>

/* 15 bits of fraction in all that is fixed point here. */
#define VC_RAY_SHIFT 15
#define VC_RAY_MASK 0x7fff
/* Blocks of 4 × 4 × 4 voxels. */
#define VC_RAY_BLOCK_SHIFT 17
/* Entries in the tables of colours and opacities. */
#define VC_RAY_TABLE_SIZE 32768
#define VC_RAY_NO_OFFSET G_MININT32

/**
 * VcRayField:
 * @scalars: of a VTK type that the caster was chosen for; x runs fastest
 * @row: voxels from one row to the next
 * @slice: and from one slice to the next
 * @shift: added to a scalar,
 * @scale: which is then multiplied to make an index into the tables
 * @offset: instead of both, where adding is enough and scalars have 8 or 16
 *   bits; else %VC_RAY_NO_OFFSET
 * @normals: one array for each slice, indices into @light
 * @colors: red, green, blue of each index
 * @opacities: of each index
 * @lowest: an index below which, rounding included, all is transparent
 * @light: for each normal the diffuse brightness in the lower and the specular
 *   in the upper 16 bits
 * @skips: the #VcSkipMap of each octant, one behind another
 * @blocks: the size of each
 */
struct VcRayField {
  const void *scalars;
  gsize row;
  gsize slice;
  float shift;
  float scale;
  gint32 offset;
  const guint16 *const *normals;
  const guint16 *colors;
  const guint16 *opacities;
  guint32 lowest;
  const guint32 *light;
  const guint8 *skips;
  int blocks[3];
};

/* From @position, in @n_steps steps of @step, into @rgba. */
typedef void (*VcRayCaster) (const VcRayField *field, const guint32 position[3],
                             const gint32 step[3], guint n_steps,
                             guint16 rgba[4]);

/* The caster for a VTK scalar type; NULL if there is none. */
VcRayCaster vc_ray_get_caster (int vtk_type);
