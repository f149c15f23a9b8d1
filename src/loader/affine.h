/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Row-major 4×4 matrices that place voxels in space.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void vc_affine_identity (double m[16]);

/* @column: 0…3 */
void vc_affine_set_column (double m[16], guint column, const double v[3]);

/* Lengths of the first three columns. */
void vc_affine_spacing (const double m[16], double spacing[3]);

/* Scales row @row, translation included. */
void vc_affine_scale_row (double m[16], guint row, double factor);

/* Makes column @column, which a 2-D image lacks, perpendicular to the other
 * two and @length long. */
void vc_affine_complete (double m[16], guint column, double length);

/* @inverse: row-major 3×3, of the first three columns, which are not singular.
 */
void vc_affine_invert (const double m[16], double inverse[9]);

/* Finite, not singular, no spacing beyond 1e-6…1e6. The error's message is a
 * clause: "its …". */
gboolean vc_affine_check (const double m[16], GError **error);

G_END_DECLS
