/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecorded: what is known of one recording in a folder.
 *
 * Its files are ID.mkv or ID-001.mkv …, ID.jsonl and ID.jpg. Main context or
 * one thread at a time.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VcRecordedState:
 * @VC_RECORDED_RUNNING: is being recorded
 * @VC_RECORDED_FINISHING: its files are brought into their last form
 * @VC_RECORDED_REPAIRING: a crash left it; its files are being repaired
 * @VC_RECORDED_FINISHED: can be fetched and deleted
 */
typedef enum {
  VC_RECORDED_RUNNING,
  VC_RECORDED_FINISHING,
  VC_RECORDED_REPAIRING,
  VC_RECORDED_FINISHED,
} VcRecordedState;

/**
 * VcRecordedKind:
 * @VC_RECORDED_VIDEO: Matroska, WebM or MP4
 * @VC_RECORDED_JOURNAL: docs/journal.md
 * @VC_RECORDED_THUMBNAIL: JPEG
 * @VC_RECORDED_OTHER: what a crash left and nobody could repair; for deleting
 */
typedef enum {
  VC_RECORDED_VIDEO,
  VC_RECORDED_JOURNAL,
  VC_RECORDED_THUMBNAIL,
  VC_RECORDED_OTHER,
} VcRecordedKind;

/* @name: without folders. */
typedef struct {
  char *name;
  VcRecordedKind kind;
  guint64 bytes;
} VcRecordedFile;

/**
 * VcRecorded:
 * @id: as vc_recorded_check_id() allows it
 * @title: (nullable): of what was shown
 * @started: (nullable): ISO 8601, UTC
 * @seconds: of the video
 * @bytes: of all files
 * @dropped: frames
 * @problem: (nullable): a sentence that people should read
 * @is_cut_off: its journal has no end: a process died, or still writes it
 * @files: (element-type VcRecordedFile): videos first, in order
 */
typedef struct {
  char *id;
  VcRecordedState state;
  char *title;
  char *started;
  double seconds;
  guint64 bytes;
  guint64 dropped;
  char *problem;
  gboolean is_cut_off;
  GPtrArray *files;
} VcRecorded;

/* Letters, digits, "-" and "_", 64 at most, and no hyphen first: no path. */
gboolean vc_recorded_check_id (const char *id);

VcRecorded *vc_recorded_new (const char *id);
void vc_recorded_free (VcRecorded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRecorded, vc_recorded_free)

void vc_recorded_add_file (VcRecorded *self, const char *name,
                           VcRecordedKind kind, guint64 bytes);

/* (transfer none) (nullable) */
const VcRecordedFile *vc_recorded_find_file (const VcRecorded *self,
                                             const char *name);
const VcRecordedFile *vc_recorded_find_kind (const VcRecorded *self,
                                             VcRecordedKind kind);

/* "recording", "finishing", … and "video", "journal", … for clients. */
const char *vc_recorded_state_to_name (VcRecordedState state);
const char *vc_recorded_kind_to_name (VcRecordedKind kind);

/* A media type (RFC 6838). */
const char *vc_recorded_file_get_type (const VcRecordedFile *file);

G_END_DECLS
