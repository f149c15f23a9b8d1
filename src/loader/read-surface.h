/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads surfaces with VTK's readers.
 */

#pragma once

#include "format.h"
#include "report.h"

/* Sends the surface, and for a large one its twin afterwards. */
bool vc_read_surface (VcReport *report, const char *path, VcFormat format,
                      GError **error);
