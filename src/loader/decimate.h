/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The twin of a large surface: fewer triangles, for while it moves.
 */

#pragma once

#include <vtkPolyData.h>

#include "report.h"

/* Sends nothing if @triangles is small enough to be drawn as it is. */
bool vc_decimate_send (VcReport *report, vtkPolyData *triangles,
                       GError **error);
