/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalFile: writes entries into a file, in a thread of its own.
 *
 * Entries wait in a queue that holds so many of them and no more; who adds one
 * never waits.
 */

#pragma once

#include "journal-entry.h"

G_BEGIN_DECLS

typedef struct _VcJournalFile VcJournalFile;

/* Called in the writing thread: first with an error perhaps, last with
 * @is_closed. */
typedef void (*VcJournalFileFunc) (const GError *error, gboolean is_closed,
                                   gpointer user_data);

/* Creates the file, which may not exist yet. */
VcJournalFile *vc_journal_file_new (const char *path, VcJournalFileFunc func,
                                    gpointer user_data, GError **error);

/* @fd: (transfer full): open for writing, a pipe perhaps. */
VcJournalFile *vc_journal_file_new_for_fd (int fd, VcJournalFileFunc func,
                                           gpointer user_data);

/* Closes, if nobody has, and waits until everything is written. */
void vc_journal_file_free (VcJournalFile *self);

/* @entry: (transfer full). Returns FALSE, and drops it, if there is no room. */
gboolean vc_journal_file_add (VcJournalFile *self, VcJournalEntry *entry);

/* Is there room again for as much as comes within some seconds? */
gboolean vc_journal_file_has_room (VcJournalFile *self);

/* What comes after @entry, (transfer full) (nullable), is dropped. A file into
 * which nothing was written is removed. */
void vc_journal_file_close (VcJournalFile *self, VcJournalEntry *entry);

/* Bytes written so far. */
guint64 vc_journal_file_get_size (VcJournalFile *self);

G_END_DECLS
