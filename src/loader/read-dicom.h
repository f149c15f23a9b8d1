/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads a DICOM series.
 */

#pragma once

#include "format.h"
#include "report.h"

/* @path: a folder, of which the series with the most slices is read, or one
 * file of a series */
bool vc_read_dicom (VcReport *report, const char *path, VcFormat format,
                    GError **error);
