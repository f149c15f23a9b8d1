/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Which reader a file needs, from its name and first bytes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  VC_FORMAT_UNKNOWN,
  VC_FORMAT_DICOM_FOLDER,
  VC_FORMAT_DICOM,
  VC_FORMAT_NRRD,
  VC_FORMAT_METAIMAGE,
  VC_FORMAT_NIFTI,
  VC_FORMAT_NIFTI_GZ,
  VC_FORMAT_VTI,
  VC_FORMAT_VTP,
  VC_FORMAT_STL,
  VC_FORMAT_PLY,
  VC_FORMAT_OBJ,
  VC_FORMAT_VTK,
  VC_FORMAT_VTK_VOLUME,
} VcFormat;

/* As many first bytes as vc_format_of() looks at. */
#define VC_FORMAT_HEAD 1024

/* The content decides; the name where a format has no magic number, or where
 * the file is empty or damaged (so that the reader says what is wrong). */
VcFormat vc_format_of (const char *name, const guint8 *head, gsize length);

/* Opens @path; for a folder looks for a DICOM file in it. */
VcFormat vc_format_probe (const char *path, GError **error);

G_END_DECLS
