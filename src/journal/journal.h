/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournal: writes down what happens in a view, line by line
 * (docs/journal.md).
 *
 * A thread of its own writes; nobody else ever waits for the disk. Each line is
 * one write(2), so that whatever kills the process the file is a journal up to
 * its last whole line. Main context only, but for what is said otherwise.
 */

#pragma once

#include <gio/gio.h>

#include "view.h"

G_BEGIN_DECLS

/**
 * VcJournalAbout:
 * @title: (nullable): what is shown, for people
 * @locations: (nullable) (array zero-terminated=1): what was loaded: files,
 *   folders, or one built-in scene
 * @renderer: (nullable): who draws, as GL_RENDERER has it
 */
typedef struct {
  const char *title;
  const char *const *locations;
  const char *renderer;
} VcJournalAbout;

#define VC_TYPE_JOURNAL (vc_journal_get_type ())
G_DECLARE_FINAL_TYPE (VcJournal, vc_journal, VC, JOURNAL, GObject)

/**
 * VcJournal::failed:
 * @error: a #GError, a sentence for people
 *
 * Nothing can be written any more: the disk is full, perhaps. What was written
 * is a good journal. Emitted once.
 */
/**
 * VcJournal::closed:
 *
 * After vc_journal_close(): everything is on the disk, or has failed.
 */

/* Creates the file, which may not exist yet, and begins at once, also in the
 * middle of a drag: becomes the observer of @view. */
VcJournal *vc_journal_new (const char *path, VcView *view,
                           const VcJournalAbout *about, GError **error);

/* The same into a pipe, for example. @fd: (transfer full) */
VcJournal *vc_journal_new_for_fd (int fd, VcView *view,
                                  const VcJournalAbout *about);

/* Ends: the last line is written, and VcJournal::closed emitted when that is
 * done. @reason: (nullable): for people. Idempotent. To dispose of the journal
 * does the same, and waits. */
void vc_journal_close (VcJournal *self, const char *reason);

/* Written so far. */
guint64 vc_journal_get_bytes (VcJournal *self);

/* Any thread. What these say is dropped once the journal was closed. */

/* @what: "joined", "left" or "controls" */
void vc_journal_note_viewer (VcJournal *self, guint viewer, const char *what);

/* Frame @frame went out as video; @pts: nanoseconds, as in #VcFrameReport. */
void vc_journal_note_sent (VcJournal *self, guint64 frame, guint64 pts);

/* The exact picture was made for viewers; @sha256: as in still.h. */
void vc_journal_note_still (VcJournal *self, guint64 frame, const char *sha256);

/* What a browser shows now. @quality: "lossy", "sharpening" or "lossless". For
 * the last one it has proved that the pixels of @frame on screen have @sha256;
 * for the others these are 0 and %NULL. */
void vc_journal_note_shown (VcJournal *self, guint viewer, guint64 frame,
                            const char *sha256, const char *quality);

/* @what: "began", with the @pts of the first frame; "ended"; "dropped", with
 * how many frames in @n. @file: its name, without folders */
void vc_journal_note_video (VcJournal *self, const char *what, const char *file,
                            guint64 pts, guint64 n);

G_END_DECLS
