/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Notices what VTK's readers complain about.
 *
 * Most of them report success on damaged files, so every error and every
 * warning counts. The texts are for developers and go to standard error.
 */

#pragma once

#include <glib.h>
#include <vtkAlgorithm.h>

#include "report.h"

/* Once per process: takes the place of VTK's output window. */
void vc_vtk_trouble_install ();

/* Updates @algorithm; its progress becomes @begin…@end of the whole.
 *
 * Returns: FALSE if VTK complained */
bool vc_vtk_trouble_update (vtkAlgorithm *algorithm, VcReport *report,
                            double begin, double end, GError **error);

/* Errors, not warnings, since the process began. */
unsigned vc_vtk_trouble_count_errors ();
