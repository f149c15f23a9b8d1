/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordFormat: what a recording is encoded with.
 */

#include "record-format.h"

#include "record-encoder.h"

static const char *const names[] = {
  [VC_RECORD_H264] = "h264",
  [VC_RECORD_VP8] = "vp8",
  [VC_RECORD_VP9] = "vp9",
  [VC_RECORD_AV1] = "av1",
};

gboolean
vc_record_format_parse (const char *name, VcRecordFormat *format,
                        GError **error)
{
  g_return_val_if_fail (name != NULL && format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (name, names[i]) != 0)
      continue;
    *format = i;
    return vc_record_encoder_check (i, error);
  }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "“%s” is no format of recordings: h264, vp8, vp9 and av1 are",
               name);
  return FALSE;
}

const char *
vc_record_format_get_ending (VcRecordFormat format)
{
  return format == VC_RECORD_VP8 || format == VC_RECORD_VP9 ? "webm" : "mkv";
}
