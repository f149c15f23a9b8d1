/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What can be said about a surface from how its triangles meet.
 */

#pragma once

#include "surface.h"

G_BEGIN_DECLS

/* Does every triangle have a neighbour at each side, and do all of them look
 * outwards? Points at the same place count as one. */
gboolean vc_topology_is_closed (const VcSurface *surface);

G_END_DECLS
