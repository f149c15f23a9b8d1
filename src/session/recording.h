/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecording: a session on the record: its video with its journal.
 *
 * Begins when the data are shown for the first time, and goes on until it is
 * stopped. Main context only.
 */

#pragma once

#include "recorder.h"

G_BEGIN_DECLS

/**
 * VcRecordingOptions:
 * @folder: where both files go, NAME.mkv and NAME.jsonl; made if need be, for
 *   this user alone
 * @format: of the video
 * @locations: (array zero-terminated=1): what is shown
 */
typedef struct {
  const char *folder;
  VcRecordFormat format;
  const char *const *locations;
} VcRecordingOptions;

typedef struct _VcRecording VcRecording;

/* Everything is on the disk. */
typedef void (*VcRecordingFunc) (gpointer user_data);

/* Fails if the folder cannot be written into, or without an encoder. What goes
 * wrong later is told by vc_recording_build_state(). */
VcRecording *vc_recording_new (VcProducer *producer, VcView *view,
                               const VcRecordingOptions *options,
                               VcRecordingFunc stopped, gpointer user_data,
                               GError **error);
void vc_recording_free (VcRecording *self);

/* @stopped is called when that is done. Must be called before the producer is
 * stopped. Idempotent. @self: (nullable) */
void vc_recording_stop (VcRecording *self);

/* Is anything still to be written? @self: (nullable) */
gboolean vc_recording_is_busy (const VcRecording *self);

/* (transfer full) (nullable): the notification "recording" of docs/protocol.md;
 * NULL if there is nothing to tell. @self: (nullable) */
char *vc_recording_build_state (VcRecording *self);

/* For the journal; see journal.h. @self: (nullable) */
void vc_recording_note_viewer (VcRecording *self, guint viewer,
                               const char *what);
void vc_recording_note_still (VcRecording *self, guint64 frame,
                              const char *sha256);

G_END_DECLS
