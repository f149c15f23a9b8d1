/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordFormat: what a recording is encoded with.
 *
 * Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  VC_RECORD_H264, /* in Matroska */
  VC_RECORD_VP8,  /* in WebM */
  VC_RECORD_VP9,  /* in WebM */
  VC_RECORD_AV1,  /* in Matroska */
} VcRecordFormat;

/* Parses "h264", "vp8", "vp9" or "av1". Fails with a sentence if @name is none
 * of them, or if this machine has no encoder for it. GStreamer must be
 * initialised. */
gboolean vc_record_format_parse (const char *name, VcRecordFormat *format,
                                 GError **error);

/* "mkv" or "webm". */
const char *vc_record_format_get_ending (VcRecordFormat format);

G_END_DECLS
