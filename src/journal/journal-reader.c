/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalRecord: a journal that was read.
 */

#include "journal-reader.h"

#include <string.h>

static void
free_entry (gpointer data)
{
  vc_journal_entry_free (data);
}

static gboolean
fail (GError **error, guint line, const char *sentence)
{
  g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID, "Line %u: %s",
               line, sentence);
  return FALSE;
}

/* Lines that are good by themselves must also follow each other. */
static gboolean
check_order (const VcJournalRecord *self, const VcJournalEntry *entry,
             GError **error)
{
  guint line = self->entries->len + 1;
  const VcJournalEntry *last =
    line > 1 ? vc_journal_record_get (self, line - 2) : NULL;

  if (last == NULL)
    return entry->type == VC_JOURNAL_HEADER ||
           fail (error, line, "A journal begins with a header");
  if (entry->type == VC_JOURNAL_HEADER)
    return fail (error, line, "There is a second header");
  if (last->type == VC_JOURNAL_END)
    return fail (error, line, "Something follows the end");
  if (entry->t_us < last->t_us)
    return fail (error, line, "Time goes back");
  return TRUE;
}

static gboolean
add_line (VcJournalRecord *self, const char *text, gsize length, GError **error)
{
  guint line = self->entries->len + 1;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (VcJournalEntry) entry =
    vc_journal_line_parse (text, length, &local_error);

  if (entry == NULL) {
    g_propagate_prefixed_error (error, g_steal_pointer (&local_error),
                                "Line %u: ", line);
    return FALSE;
  }
  if (!check_order (self, entry, error))
    return FALSE;
  if (entry->identity != NULL)
    self->identity = entry->identity;
  g_ptr_array_add (self->entries, g_steal_pointer (&entry));
  return TRUE;
}

VcJournalRecord *
vc_journal_record_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcJournalRecord) self = g_new0 (VcJournalRecord, 1);
  const char *end = text + length;

  self->entries = g_ptr_array_new_with_free_func (free_entry);
  for (const char *p = text; p < end;) {
    const char *newline = memchr (p, '\n', end - p);

    if (newline == NULL) {
      self->is_cut = !add_line (self, p, end - p, NULL);
      break;
    }
    if (!add_line (self, p, newline - p, error))
      return NULL;
    p = newline + 1;
  }
  if (self->entries->len > 0)
    return g_steal_pointer (&self);
  fail (error, 1, "There is no header");
  return NULL;
}

/* A video beside its journal, for example. */
static gboolean
check_beginning (GMappedFile *file, const char *path, GError **error)
{
  gsize length = g_mapped_file_get_length (file);

  if (length > 0 && *g_mapped_file_get_contents (file) == '{')
    return TRUE;
  g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID,
               "“%s” is no journal: a journal's name ends in .jsonl", path);
  return FALSE;
}

VcJournalRecord *
vc_journal_record_load (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &local_error);
  VcJournalRecord *self = NULL;

  if (file == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to open the journal: %s", local_error->message);
    return NULL;
  }
  if (!check_beginning (file, path, error))
    return NULL;
  self =
    vc_journal_record_parse (g_mapped_file_get_contents (file),
                             g_mapped_file_get_length (file), &local_error);
  if (self == NULL)
    g_set_error (error, VC_JOURNAL_ERROR, local_error->code,
                 "Failed to read the journal “%s”: %s", path,
                 local_error->message);
  return self;
}

void
vc_journal_record_free (VcJournalRecord *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

const VcJournalEntry *
vc_journal_record_get (const VcJournalRecord *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_ptr_array_index (self->entries, index);
}

const VcJournalEntry *
vc_journal_record_get_header (const VcJournalRecord *self)
{
  return vc_journal_record_get (self, 0);
}

gint64
vc_journal_record_get_duration (const VcJournalRecord *self)
{
  return vc_journal_record_get (self, self->entries->len - 1)->t_us;
}
