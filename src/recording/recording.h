/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecording: a session on the record: its video with its journal.
 *
 * Main context only.
 */

#pragma once

#include "recorder.h"

G_BEGIN_DECLS

/**
 * VcRecordingOptions:
 * @folder: exists
 * @id: what its files are called: ID.mkv, ID.jsonl; none is there yet
 * @video: format, limits and the like; folder, name and data set are filled in
 * @ending: of the video files when all is done
 * @locations: (array zero-terminated=1): what is shown
 */
typedef struct {
  const char *folder;
  const char *id;
  VcRecorderOptions video;
  const char *ending;
  const char *const *locations;
} VcRecordingOptions;

typedef struct _VcRecording VcRecording;

/* Everything is on the disk. The recording may be freed in it. */
typedef void (*VcRecordingFunc) (gpointer user_data);

/* Begins at once. Fails if the files cannot be created, or without an encoder.
 * What goes wrong later ends it by itself, and is told by
 * vc_recording_get_problem(). */
VcRecording *vc_recording_new (VcProducer *producer, VcView *view,
                               const VcRecordingOptions *options,
                               VcRecordingFunc stopped, gpointer user_data,
                               GError **error);
void vc_recording_free (VcRecording *self);

/* @stopped is called when that is done, but not from within. Must be called
 * before the producer is stopped. Idempotent. */
void vc_recording_stop (VcRecording *self);

/* Stops it, and says why. */
void vc_recording_fail (VcRecording *self, const char *sentence);

/* Bytes are those of both files. */
void vc_recording_get_stats (VcRecording *self, VcRecorderStats *stats);

/* (nullable): a sentence about what went wrong. */
const char *vc_recording_get_problem (VcRecording *self);

/* For the journal; see journal.h. */
void vc_recording_note_viewer (VcRecording *self, guint viewer,
                               const char *what);
void vc_recording_note_shown (VcRecording *self, guint viewer, guint64 frame,
                              const char *sha256, const char *quality);
void vc_recording_note_still (VcRecording *self, guint64 frame,
                              const char *sha256);

G_END_DECLS
