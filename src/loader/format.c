/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Which reader a file needs, from its name and first bytes.
 */

#include "format.h"

#include <string.h>

#include "dicom-files.h"
#include "loader.h"
#include "source.h"

typedef struct {
  const char *suffix;
  VcFormat format;
} Suffix;

static const Suffix suffixes[] = {
  {".nrrd", VC_FORMAT_NRRD},     {".nhdr", VC_FORMAT_NRRD},
  {".mha", VC_FORMAT_METAIMAGE}, {".mhd", VC_FORMAT_METAIMAGE},
  {".nii", VC_FORMAT_NIFTI},     {".nii.gz", VC_FORMAT_NIFTI_GZ},
  {".vti", VC_FORMAT_VTI},       {".vtp", VC_FORMAT_VTP},
  {".stl", VC_FORMAT_STL},       {".ply", VC_FORMAT_PLY},
  {".obj", VC_FORMAT_OBJ},       {".vtk", VC_FORMAT_VTK},
  {".dcm", VC_FORMAT_DICOM},     {".dicom", VC_FORMAT_DICOM},
  {".ima", VC_FORMAT_DICOM},
};

static VcFormat
guess_by_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].format;
  return VC_FORMAT_UNKNOWN;
}

static gboolean
holds (const guint8 *head, gsize length, const char *text)
{
  return memmem (head, length, text, strlen (text)) != NULL;
}

static gboolean
begins (const guint8 *head, gsize length, const char *text)
{
  return length >= strlen (text) && memcmp (head, text, strlen (text)) == 0;
}

static gboolean
is_nifti (const guint8 *head, gsize length)
{
  return (length >= 348 && memcmp (head + 344, "n+1", 4) == 0) ||
         (length >= 540 && memcmp (head + 4, "n+2", 4) == 0);
}

/* Of VTK's legacy files the data set's type stands in line 4. */
static VcFormat
guess_legacy (const guint8 *head, gsize length)
{
  if (holds (head, length, "DATASET STRUCTURED_POINTS"))
    return VC_FORMAT_VTK_VOLUME;
  return VC_FORMAT_VTK;
}

static VcFormat
guess_by_content (const guint8 *head, gsize length)
{
  if (begins (head, length, "NRRD000"))
    return VC_FORMAT_NRRD;
  if (length >= 132 && memcmp (head + 128, "DICM", 4) == 0)
    return VC_FORMAT_DICOM;
  if (is_nifti (head, length))
    return VC_FORMAT_NIFTI;
  if (begins (head, length, "# vtk DataFile"))
    return guess_legacy (head, length);
  if (begins (head, length, "ply\n") || begins (head, length, "ply\r"))
    return VC_FORMAT_PLY;
  if (holds (head, length, "<VTKFile")) {
    if (holds (head, length, "\"ImageData\""))
      return VC_FORMAT_VTI;
    if (holds (head, length, "\"PolyData\""))
      return VC_FORMAT_VTP;
  }
  return VC_FORMAT_UNKNOWN;
}

VcFormat
vc_format_of (const char *name, const guint8 *head, gsize length)
{
  VcFormat format = guess_by_content (head, length);

  if (format == VC_FORMAT_UNKNOWN)
    format = guess_by_name (name);
  if (format == VC_FORMAT_NIFTI && length >= 2 && head[0] == 0x1f &&
      head[1] == 0x8b)
    format = VC_FORMAT_NIFTI_GZ;
  if (format == VC_FORMAT_UNKNOWN && vc_dicom_files_is_dicom (head, length))
    format = VC_FORMAT_DICOM;
  return format;
}

VcFormat
vc_format_probe (const char *path, GError **error)
{
  g_autoptr (VcSource) source = NULL;
  guint8 head[VC_FORMAT_HEAD];
  gssize n;
  VcFormat format;

  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    if (vc_dicom_files_probe (path))
      return VC_FORMAT_DICOM_FOLDER;
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "no DICOM file was found in the folder");
    return VC_FORMAT_UNKNOWN;
  }
  source = vc_source_new (path, error);
  if (source == NULL)
    return VC_FORMAT_UNKNOWN;
  n = vc_source_read (source, head, sizeof head, error);
  if (n < 0)
    return VC_FORMAT_UNKNOWN;
  if (n == 0) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it is empty");
    return VC_FORMAT_UNKNOWN;
  }
  format = vc_format_of (path, head, n);
  if (format == VC_FORMAT_UNKNOWN)
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "it is in no format that vtkcast reads");
  return format;
}
