/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordSettings: the options of the command line about recordings, checked.
 */

#pragma once

#include <glib.h>

#include "record-format.h"

G_BEGIN_DECLS

/**
 * VcRecordRaw:
 * What GOption understands by itself.
 */
typedef struct {
  char *record;
  char *folder;
  char *container;
  char *codec;
  char *split;
  char *limit;
} VcRecordRaw;

void vc_record_raw_clear (VcRecordRaw *self);

/* @self: outlives @context */
void vc_record_raw_add_entries (VcRecordRaw *self, GOptionContext *context);

/**
 * VcRecordSettings:
 * @folder: (nullable): for all recordings; NULL: there are none
 * @whole: the whole session is recorded
 * @format: of the video
 * @to_mp4: finished files become MP4
 * @split_bytes, @split_us: of a file at the most; 0: no limit
 * @limit_bytes: of all recordings in the folder; 0: no limit
 */
typedef struct {
  char *folder;
  gboolean whole;
  VcRecordFormat format;
  gboolean to_mp4;
  guint64 split_bytes;
  gint64 split_us;
  guint64 limit_bytes;
} VcRecordSettings;

/* The errors are whole sentences of VC_SETTINGS_ERROR. Whether there is an
 * encoder is not checked here. */
gboolean vc_record_settings_read (VcRecordSettings *self, VcRecordRaw *raw,
                                  GError **error);
void vc_record_settings_clear (VcRecordSettings *self);

G_END_DECLS
