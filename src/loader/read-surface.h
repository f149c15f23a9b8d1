/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads surfaces with VTK's readers.
 */

#pragma once

#include <vtkPolyData.h>

#include "format.h"
#include "report.h"

/* Sends the surface, and for a large one its twin afterwards. */
bool vc_read_surface (VcReport *report, const char *path, VcFormat format,
                      GError **error);

/* The same for what another reader has read. */
bool vc_read_surface_send (VcReport *report, vtkPolyData *surface,
                           GError **error);
