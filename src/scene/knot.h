/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A closed surface of any number of triangles: a rippled torus knot.
 */

#pragma once

#include "surface.h"

G_BEGIN_DECLS

/* 2 × @along × @around triangles; both ≥ 3. Returns: (transfer full) */
VcSurface *vc_knot_new (guint along, guint around);

G_END_DECLS
