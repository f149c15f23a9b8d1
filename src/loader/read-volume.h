/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads volumes with VTK's readers.
 */

#pragma once

#include <vtkDataArray.h>

#include "format.h"
#include "report.h"

/* VTI and legacy structured points. Their space is taken for LPS. */
bool vc_read_volume (VcReport *report, const char *path, VcFormat format,
                     GError **error);

/* @header: all but the stored type, which is that of @values; applies slope and
 * intercept */
bool vc_read_volume_send (VcReport *report, VcImageHeader *header,
                          vtkDataArray *values, GError **error);
