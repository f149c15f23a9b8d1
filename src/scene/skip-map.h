/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: how far a ray may leap from each block of a volume.
 *
 * Pure. Blocks are cubes of voxels of which some are known to show nothing.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_SKIP_MAP_FARTHEST 255

/**
 * vc_skip_map_fill:
 * @distances: in: 0 for each block that may show something, anything else for
 *   one that shows nothing; out: the distance to the nearest block that may,
 *   in blocks, as a king walks on a chess board (all blocks that are nearer
 *   show nothing), at most %VC_SKIP_MAP_FARTHEST
 * @dims: blocks along x, y and z; x runs fastest
 *
 * The two passes of Rosenfeld and Pfaltz, "Sequential operations in digital
 * picture processing" (1966), which are exact for this distance.
 */
void vc_skip_map_fill (guint8 *distances, const int dims[3]);

G_END_DECLS
