/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Turns a vtkPolyData into the arrays of a VcSurface.
 */

#pragma once

#include <vtkPolyData.h>

#include "report.h"

/* @surface: points, triangles, lines, vertices; point normals, point scalars
 * @type: VC_MESSAGE_SURFACE or VC_MESSAGE_TWIN */
bool vc_surface_arrays_send (VcReport *report, VcMessageType type,
                             vtkPolyData *surface, GError **error);

/* Are all indices within the points? Readers do not look. */
bool vc_surface_arrays_check (vtkPolyData *surface, GError **error);
