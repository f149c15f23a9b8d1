/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: how far a ray may leap from each block of a volume.
 *
 * Pure. Blocks are cubes of voxels of which some are known to show nothing.
 * There is one map for each octant of directions, since only what is ahead of a
 * ray stops it: it leaps away from a surface, or along it, much farther than
 * the nearest block on all sides would let it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_SKIP_MAP_FARTHEST 255

/* An octant is a sum of these. */
#define VC_SKIP_MAP_X_BACKWARD 1
#define VC_SKIP_MAP_Y_BACKWARD 2
#define VC_SKIP_MAP_Z_BACKWARD 4
#define VC_SKIP_MAP_N_OCTANTS 8

/**
 * vc_skip_map_fill:
 * @cubes: in: 0 for each block that may show something, anything else for one
 *   that shows nothing; out: the edge, in blocks, of the largest cube of blocks
 *   that show nothing, of which this block is the first corner in the
 *   directions of @octant; at most %VC_SKIP_MAP_FARTHEST, outside of the volume
 *   is nothing
 * @dims: blocks along x, y and z; x runs fastest
 *
 * Octants after Šrámek and Kaufman, "Fast ray-tracing of rectilinear volume
 * data using distance transforms" (2000).
 */
void vc_skip_map_fill (guint8 *cubes, const int dims[3], guint octant);

G_END_DECLS
