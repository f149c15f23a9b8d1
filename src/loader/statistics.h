/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the values of a volume tell about it.
 */

#pragma once

#include "volume.h"

G_BEGIN_DECLS

/* Least and greatest finite value of component 0 of @n voxels.
 *
 * Returns: FALSE if no value is finite */
gboolean vc_statistics_range (const void *values, VcScalarType type,
                              gsize n_voxels, guint components,
                              double range[2]);

/* CT, if they look like Hounsfield units; LABEL, if neighbours are mostly
 * equal; COLOR, for 3 or 4 bytes per voxel; otherwise @guess, unless values are
 * negative.
 *
 * Looks at a sample of about 200,000 voxels. */
VcModality vc_statistics_modality (const void *values, VcScalarType type,
                                   gsize n_voxels, guint components,
                                   const double range[2], VcModality guess);

G_END_DECLS
