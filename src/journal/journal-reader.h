/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalRecord: a journal that was read.
 */

#pragma once

#include "journal-entry.h"
#include "journal-line.h"

G_BEGIN_DECLS

/**
 * VcJournalRecord:
 * @entries: (element-type VcJournalEntry): in the order of the file; the first
 *   is the header
 * @identity: (nullable): of the data, from wherever it is told
 * @is_cut: the last line was not written to its end, and is not in @entries
 */
typedef struct {
  GPtrArray *entries;
  const char *identity;
  gboolean is_cut;
} VcJournalRecord;

/* Pure. Whatever kills the writer cuts off the last line at the most: anything
 * else that is wrong is an error, whose message begins with the line's
 * number. */
VcJournalRecord *vc_journal_record_parse (const char *text, gsize length,
                                          GError **error);

/* Of the file @path; the errors are sentences that name it. */
VcJournalRecord *vc_journal_record_load (const char *path, GError **error);

void vc_journal_record_free (VcJournalRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcJournalRecord, vc_journal_record_free)

const VcJournalEntry *vc_journal_record_get (const VcJournalRecord *self,
                                             guint index);
const VcJournalEntry *
vc_journal_record_get_header (const VcJournalRecord *self);

/* Of its last line, microseconds. */
gint64 vc_journal_record_get_duration (const VcJournalRecord *self);

G_END_DECLS
