/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLocation: the scene of what lies at a location.
 *
 * The library that draws it, and VTK with it, is loaded with the first one: who
 * renders a view of their own may have another VTK in the process, and two of
 * them share symbols.
 */

#pragma once

#include "scene.h"

G_BEGIN_DECLS

/* (transfer full). Errors are GST_RESOURCE_ERROR. @location: (nullable). @gpu:
 * as for vc_data_scene_new() */
VcScene *vc_location_open (const char *location, int gpu, GError **error);

G_END_DECLS
