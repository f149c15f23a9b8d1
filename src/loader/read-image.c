/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads NRRD, MetaImage and NIfTI volumes.
 */

#include "read-image.h"

#include "loader.h"
#include "metaimage.h"
#include "nifti.h"
#include "nrrd.h"
#include "voxels.h"

/* Longer headers than this (a segmentation with thousands of segments) do not
 * occur. */
#define MAX_HEADER (1024 * 1024)
/* Of NIfTI-2, the longer one. */
#define NIFTI_HEADER 540

static VcImageHeader *
parse (VcFormat format, const char *text, gsize length, GError **error)
{
  switch (format) {
  case VC_FORMAT_NRRD:
    return vc_nrrd_parse (text, length, error);
  case VC_FORMAT_METAIMAGE:
    return vc_metaimage_parse (text, length, error);
  case VC_FORMAT_NIFTI:
  case VC_FORMAT_NIFTI_GZ:
    return vc_nifti_parse ((const guint8 *)text, length, error);
  default:
    g_assert_not_reached ();
  }
}

static VcImageHeader *
read_header (VcSource *source, VcFormat format, GError **error)
{
  gboolean is_gzip = format == VC_FORMAT_NIFTI_GZ;
  gboolean is_nifti = is_gzip || format == VC_FORMAT_NIFTI;
  VcEncoding encoding = is_gzip ? VC_ENCODING_GZIP : VC_ENCODING_RAW;
  gsize most = is_nifti ? NIFTI_HEADER : MAX_HEADER;
  g_autofree char *text = g_malloc (most);
  VcImageHeader *header;
  gssize n;

  if (!vc_source_seek (source, 0, encoding, error))
    return NULL;
  n = vc_source_read (source, text, most, error);
  header = n < 0 ? NULL : parse (format, text, n, error);
  if (header && is_nifti)
    header->encoding = encoding;
  return header;
}

static VcSource *
open_data_file (const char *path, const char *name, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *data_path = g_build_filename (folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (name);
  VcSource *source = vc_source_new (data_path, error);

  if (source == NULL)
    g_prefix_error (error, "its data file “%s”: ", shown);
  return source;
}

static void
on_progress (double fraction, gpointer data)
{
  vc_report_progress (data, fraction);
}

gboolean
vc_read_image_send (VcReport *report, const VcImageHeader *header,
                    VcMemfd *voxels, GError **error)
{
  VcMessage message;

  vc_message_init (&message, VC_MESSAGE_VOLUME);
  message.arrays = VC_ARRAY_VOXELS;
  message.components = header->components;
  message.scalar_type = vc_image_header_type (header);
  message.modality = header->modality;
  message.guess = header->guess;
  for (guint i = 0; i < 3; i++)
    message.dims[i] = header->dims[i];
  for (guint i = 0; i < 16; i++)
    message.ijk_to_lps[i] = header->ijk_to_lps[i];
  return vc_report_arrays (report, &message, &voxels, 1, error);
}

static void
name_frame (VcReport *report, guint frames)
{
  char *name;

  if (frames == 1)
    return;
  name = g_strdup_printf ("%s (1 of %u)", report->name, frames);
  g_free (report->name);
  report->name = name;
}

gboolean
vc_read_image (VcReport *report, const char *path, VcFormat format,
               GError **error)
{
  g_autoptr (VcSource) source = vc_source_new (path, error);
  g_autoptr (VcImageHeader) header =
    source ? read_header (source, format, error) : NULL;
  g_autoptr (VcMemfd) voxels = NULL;
  guint64 n;
  gsize size;

  if (header == NULL)
    return FALSE;
  if (header->data_file) {
    g_clear_pointer (&source, vc_source_free);
    source = open_data_file (path, header->data_file, error);
    if (source == NULL)
      return FALSE;
  }
  n = vc_image_header_n_values (header);
  size = vc_scalar_type_size (vc_image_header_type (header));
  if (!vc_report_check_size (report, n, size, error) ||
      !vc_voxels_check_length (header, source, error))
    return FALSE;
  voxels = vc_report_allocate (report, n, size, error);
  if (voxels == NULL || !vc_voxels_seek (header, source, error) ||
      !vc_voxels_read (header, source, voxels->data, on_progress, report,
                       error))
    return FALSE;
  name_frame (report, header->frames);
  return vc_read_image_send (report, header, voxels, error);
}
