/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses one series among DICOM files.
 */

#pragma once

#include <vtkSmartPointer.h>
#include <vtkStringArray.h>

#include "format.h"

/* @n_series: how many there were
 *
 * Returns: its files, or nullptr */
vtkSmartPointer<vtkStringArray> vc_dicom_series_find (const char *path,
                                                      VcFormat format,
                                                      unsigned *n_series,
                                                      GError **error);

/* Parses each file on its own.
 *
 * Returns: FALSE and a sentence that names the first damaged one */
bool vc_dicom_series_check_files (vtkStringArray *files, GError **error);
