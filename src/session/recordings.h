/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordings: the recordings of a session: the one that runs, and those that
 * are finished.
 *
 * One runs at a time. Main context only.
 */

#pragma once

#include "farewell.h"
#include "recorded.h"
#include "recording.h"
#include "roster.h"

G_BEGIN_DECLS

/**
 * VcRecordingsError:
 * @VC_RECORDINGS_ERROR_UNKNOWN: there is no recording of that id
 * @VC_RECORDINGS_ERROR_STATE: another one runs, or this one does or does not
 * @VC_RECORDINGS_ERROR_FULL: there is no room on the disk, or below the limit
 * @VC_RECORDINGS_ERROR_FAILED: a reason of the machine's
 *
 * All messages are sentences for people.
 */
#define VC_RECORDINGS_ERROR (vc_recordings_error_quark ())
typedef enum {
  VC_RECORDINGS_ERROR_UNKNOWN,
  VC_RECORDINGS_ERROR_STATE,
  VC_RECORDINGS_ERROR_FULL,
  VC_RECORDINGS_ERROR_FAILED,
} VcRecordingsError;
GQuark vc_recordings_error_quark (void);

/**
 * VcRecordingsOptions:
 * @folder: where all files go; made if need be, for this user alone
 * @format: of the video
 * @to_mp4: finished files become MP4
 * @split_bytes, @split_us: as in recorder.h
 * @limit_bytes: of all recordings in @folder; 0: what the disk has
 * @whole: the whole session is recorded, from the first time that the data are
 *   shown until the session stops, and nobody can stop it before
 * @locations: (array zero-terminated=1): what is shown
 */
typedef struct {
  const char *folder;
  VcRecordFormat format;
  gboolean to_mp4;
  guint64 split_bytes;
  gint64 split_us;
  guint64 limit_bytes;
  gboolean whole;
  const char *const *locations;
} VcRecordingsOptions;

#define VC_TYPE_RECORDINGS (vc_recordings_get_type ())
G_DECLARE_FINAL_TYPE (VcRecordings, vc_recordings, VC, RECORDINGS, GObject)

/**
 * VcRecordings::idle:
 *
 * After vc_recordings_shut_down(): everything is on the disk.
 */

/* @roster: outlives it, or vc_recordings_remove(). Fails if the folder cannot
 * be written into, or without an encoder. */
VcRecordings *vc_recordings_new (VcProducer *producer, VcView *view,
                                 VcRoster *roster,
                                 const VcRecordingsOptions *options,
                                 GError **error);

/* The same for a session: @roster has them from then on, and @farewell is woken
 * when they are idle. @options: (nullable): there will be none. */
gboolean vc_recordings_install (VcRoster *roster, VcProducer *producer,
                                VcView *view,
                                const VcRecordingsOptions *options,
                                VcFarewell *farewell, GError **error);

/* The session is going away: what still runs is not waited for. */
void vc_recordings_remove (VcRoster *roster);

/* Nothing begins any more, and what runs is ended. Must be called before the
 * producer is stopped. Idempotent. @self: (nullable) */
void vc_recordings_shut_down (VcRecordings *self);

/* Is anything still to be written? @self: (nullable) */
gboolean vc_recordings_is_busy (VcRecordings *self);

/* (element-type VcRecorded) (transfer none): the oldest first. */
const GPtrArray *vc_recordings_get_list (VcRecordings *self);

/* (transfer none) (nullable) */
const VcRecorded *vc_recordings_find (VcRecordings *self, const char *id);

/* (transfer none) (nullable): the new one. */
const VcRecorded *vc_recordings_start (VcRecordings *self, GError **error);
gboolean vc_recordings_stop (VcRecordings *self, const char *id,
                             GError **error);
gboolean vc_recordings_delete (VcRecordings *self, const char *id,
                               GError **error);

/* (transfer full) (nullable): where a file of a finished recording lies;
 * @name: of one of its files. */
char *vc_recordings_build_path (VcRecordings *self, const char *id,
                                const char *name, GError **error);

/* Tells @viewer how things stand. @self: (nullable) */
void vc_recordings_welcome (VcRecordings *self, VcViewer *viewer);

/* For the journal; see journal.h. @self: (nullable) */
void vc_recordings_note_viewer (VcRecordings *self, guint viewer,
                                const char *what);
void vc_recordings_note_shown (VcRecordings *self, guint viewer, guint64 frame,
                               const char *sha256, const char *quality);
void vc_recordings_note_still (VcRecordings *self, guint64 frame,
                               const char *sha256);

G_END_DECLS
