/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordFile: one file of a recording, written by a pipeline of its own.
 *
 *     ┌────────┐   ┌─────────────┐   ┌────────┐
 *     │ appsrc │──▶│ matroskamux │──▶│ fdsink │  NAME.mkv.part
 *     └────────┘   └─────────────┘   └────────┘
 *
 * Each frame is handed to the kernel by itself. The file is locked (flock), so
 * that another process sees that it is no leftover.
 */

#pragma once

#include <gst/gst.h>

#include "record-format.h"
#include "record-tags.h"

G_BEGIN_DECLS

/**
 * VcRecordFileOptions:
 * @name: the base name when it will be finished
 * @caps: of the frames
 * @pts: of its time 0
 * @context: where signals are emitted
 */
typedef struct {
  const char *folder;
  const char *name;
  VcRecordFormat format;
  GstCaps *caps;
  GstClockTime pts;
  VcRecordTags tags;
  GMainContext *context;
} VcRecordFileOptions;

#define VC_TYPE_RECORD_FILE (vc_record_file_get_type ())
G_DECLARE_FINAL_TYPE (VcRecordFile, vc_record_file, VC, RECORD_FILE, GObject)

/**
 * VcRecordFile::failed:
 * @error: a #GError
 *
 * It cannot be written any more; what was written will be finished.
 */
/**
 * VcRecordFile::ended:
 * @is_kept: %FALSE if there was no frame in it and it is gone
 *
 * It has its name. Once, after vc_record_file_finish() or a failure.
 */

/* Any thread; creates the file and may take as long as the disk does. */
VcRecordFile *vc_record_file_new (const VcRecordFileOptions *options,
                                  GError **error);

/* @time: from the file's beginning. May block as long as the disk cannot
 * follow. One thread. */
void vc_record_file_write (VcRecordFile *self, GstBuffer *frame,
                           GstClockTime time);

/* No more frames come. @dropped: frames that are missing. @end: until when the
 * last frame is shown, from the file's beginning. Any thread; does not block.
 * Idempotent. */
void vc_record_file_finish (VcRecordFile *self, guint64 dropped,
                            GstClockTime end);

const char *vc_record_file_get_name (VcRecordFile *self);
GstClockTime vc_record_file_get_pts (VcRecordFile *self);
guint64 vc_record_file_get_dropped (VcRecordFile *self);

/* As handed to the kernel. Any thread. */
guint64 vc_record_file_get_bytes (VcRecordFile *self);

G_END_DECLS
