/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A line of a journal as text (docs/journal.md).
 *
 * Pure.
 */

#pragma once

#include "journal-entry.h"

G_BEGIN_DECLS

/* Longer lines are not read. */
#define VC_JOURNAL_LINE_MAX (1 << 20)

/**
 * VcJournalError:
 * @VC_JOURNAL_ERROR_INVALID: it is no journal, or a broken one
 * @VC_JOURNAL_ERROR_VERSION: of another version
 */
#define VC_JOURNAL_ERROR (vc_journal_error_quark ())
typedef enum {
  VC_JOURNAL_ERROR_INVALID,
  VC_JOURNAL_ERROR_VERSION,
} VcJournalError;
GQuark vc_journal_error_quark (void);

/* (transfer full): with the newline. */
char *vc_journal_line_build (const VcJournalEntry *entry);

/* @length: bytes of @text, without the newline. Members that are unknown are
 * passed over, types are not. Returns: (transfer full) (nullable) */
VcJournalEntry *vc_journal_line_parse (const char *text, gsize length,
                                       GError **error);

G_END_DECLS
