/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalEntry: one line of a journal.
 */

#include "journal-entry.h"

VcJournalEntry *
vc_journal_entry_new (VcJournalEntryType type, gint64 t_us)
{
  VcJournalEntry *self = g_new0 (VcJournalEntry, 1);

  self->type = type;
  self->t_us = t_us;
  return self;
}

void
vc_journal_entry_free (VcJournalEntry *self)
{
  g_free (self->software);
  g_free (self->title);
  g_strfreev (self->locations);
  g_free (self->identity);
  g_free (self->renderer);
  g_free (self->date);
  g_clear_pointer (&self->state, g_variant_unref);
  g_clear_pointer (&self->values, g_variant_unref);
  g_clear_pointer (&self->held, g_array_unref);
  g_free (self->sha256);
  g_free (self->what);
  g_free (self->file);
  g_free (self);
}
