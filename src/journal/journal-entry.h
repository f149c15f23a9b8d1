/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalEntry: one line of a journal (docs/journal.md).
 *
 * Pure.
 */

#pragma once

#include <gio/gio.h>

#include "event.h"
#include "frame.h"

G_BEGIN_DECLS

#define VC_JOURNAL_VERSION 1

/**
 * VcJournalEntryType:
 * @VC_JOURNAL_HEADER: the first line
 * @VC_JOURNAL_EVENT: the scene got `event`
 * @VC_JOURNAL_PARAMETERS: the scene got `values`
 * @VC_JOURNAL_SIZE: the view has `width` × `height` now
 * @VC_JOURNAL_FRAME: the picture `frame` was rendered
 * @VC_JOURNAL_SENT: it went out as video
 * @VC_JOURNAL_STILL: it is exact, and these are its pixels
 * @VC_JOURNAL_SHOWN: what a browser shows now; exact pixels it has proved
 * @VC_JOURNAL_VIEWER: one came, went or took control
 * @VC_JOURNAL_VIDEO: a file began or ended, or frames were left out of it
 * @VC_JOURNAL_IDENTITY: which data they are; where the header does not know yet
 * @VC_JOURNAL_GAP: lines are missing: the disk was too slow
 * @VC_JOURNAL_END: the last line, of a journal that was closed
 */
typedef enum {
  VC_JOURNAL_HEADER,
  VC_JOURNAL_EVENT,
  VC_JOURNAL_PARAMETERS,
  VC_JOURNAL_SIZE,
  VC_JOURNAL_FRAME,
  VC_JOURNAL_SENT,
  VC_JOURNAL_STILL,
  VC_JOURNAL_SHOWN,
  VC_JOURNAL_VIEWER,
  VC_JOURNAL_VIDEO,
  VC_JOURNAL_IDENTITY,
  VC_JOURNAL_GAP,
  VC_JOURNAL_END,
} VcJournalEntryType;

/**
 * VcJournalEntry:
 * @type: which of the fields below are valid
 * @t_us: since the header, microseconds; grows
 * @version: header
 * @software: header: name and version of the program
 * @title: (nullable): header: what is shown
 * @locations: (nullable): header: where it came from, absolute paths
 * @identity: (nullable): header, identity: as in scene.h
 * @renderer: (nullable): header: who draws
 * @date: (nullable): header: when the journal began, ISO 8601
 * @width, @height: header, gap, size: of the view; frame: of its pixels
 * @state: (nullable): header, gap: of the scene, whole; frame: what of it has
 *   changed since the last line that had it
 * @held: (nullable) (element-type VcEvent): header, gap: as in view.h
 * @event: event: without its `time_us`
 * @values: parameters: an a{sv}
 * @frame: frame, sent, still, shown: id
 * @tier: frame
 * @is_ready: frame: all data are in the picture
 * @viewer: frame, shown, viewer: number
 * @seq: frame: the last event of that viewer that it answers
 * @pts: sent: in the video, nanoseconds; video: the same, of its first frame
 * @sha256: still, shown: as in still.h
 * @what: (nullable): viewer: "joined", "left" or "controls"; shown: the
 *   quality, "lossy", "sharpening" or "lossless"; video: "began", "ended" or
 * "dropped"; end: why
 * @file: (nullable): video: its name, without folders
 * @n: video: frames left out; gap: lines left out
 *
 * Strings are owned.
 */
typedef struct {
  VcJournalEntryType type;
  gint64 t_us;
  int version;
  char *software;
  char *title;
  GStrv locations;
  char *identity;
  char *renderer;
  char *date;
  int width;
  int height;
  GVariant *state;
  GArray *held;
  VcEvent event;
  GVariant *values;
  guint64 frame;
  VcTier tier;
  gboolean is_ready;
  guint viewer;
  guint seq;
  guint64 pts;
  char *sha256;
  char *what;
  char *file;
  guint64 n;
} VcJournalEntry;

VcJournalEntry *vc_journal_entry_new (VcJournalEntryType type, gint64 t_us);
void vc_journal_entry_free (VcJournalEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcJournalEntry, vc_journal_entry_free)

G_END_DECLS
