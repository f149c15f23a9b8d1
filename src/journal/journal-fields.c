/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The members of a journal's lines, as tables.
 */

#include "journal-fields.h"

#include <string.h>

#include "journal-line.h"
#include "json-text.h"
#include "json.h"

#define SHA256_LENGTH 64

static gboolean
is_zero (const VcJournalField *field, gconstpointer at)
{
  switch (field->kind) {
  case VC_JOURNAL_FIELD_UINT64:
    return *(const guint64 *)at == 0;
  case VC_JOURNAL_FIELD_NUMBER:
    return *(const double *)at == 0;
  case VC_JOURNAL_FIELD_STRING:
  case VC_JOURNAL_FIELD_SHA256:
    return *(char *const *)at == NULL;
  default:
    return *(const guint *)at == 0;
  }
}

static void
build_value (const VcJournalField *field, gconstpointer at, GString *text)
{
  switch (field->kind) {
  case VC_JOURNAL_FIELD_UINT:
  case VC_JOURNAL_FIELD_PIXELS:
    g_string_append_printf (text, "%u", *(const guint *)at);
    return;
  case VC_JOURNAL_FIELD_UINT64:
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, *(const guint64 *)at);
    return;
  case VC_JOURNAL_FIELD_NUMBER:
    vc_json_add_number (text, *(const double *)at);
    return;
  case VC_JOURNAL_FIELD_BOOLEAN:
    g_string_append (text, *(const gboolean *)at ? "true" : "false");
    return;
  case VC_JOURNAL_FIELD_STRING:
  case VC_JOURNAL_FIELD_SHA256:
    vc_json_add_string (text, *(char *const *)at ? *(char *const *)at : "");
    return;
  case VC_JOURNAL_FIELD_NAME:
    vc_json_add_string (text, field->names[*(const guint *)at]);
    return;
  }
}

void
vc_journal_fields_build (const VcJournalField *fields, gconstpointer base,
                         GString *text)
{
  for (const VcJournalField *field = fields; field->name != NULL; field++) {
    gconstpointer at = (const guint8 *)base + field->offset;

    if (!field->is_required && is_zero (field, at))
      continue;
    vc_json_add_name (text, field->name);
    build_value (field, at, text);
  }
}

static gboolean
parse_integer (const VcJournalField *field, JsonObject *object, gint64 min,
               gint64 max, gint64 *value)
{
  return vc_json_get_integer (object, field->name, value) && *value >= min &&
         *value <= max;
}

static gboolean
parse_name (const VcJournalField *field, JsonObject *object, guint *value)
{
  const char *text = vc_json_get_string (object, field->name);

  for (guint i = 0; text != NULL && field->names[i] != NULL; i++) {
    if (strcmp (field->names[i], text) == 0) {
      *value = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_string (const VcJournalField *field, JsonObject *object, char **value)
{
  const char *text = vc_json_get_string (object, field->name);

  if (text == NULL)
    return FALSE;
  if (field->kind == VC_JOURNAL_FIELD_SHA256 &&
      (strlen (text) != SHA256_LENGTH ||
       strspn (text, "0123456789abcdef") != SHA256_LENGTH))
    return FALSE;
  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

static gboolean
parse_number (const VcJournalField *field, JsonObject *object, double *value)
{
  return vc_json_get_number (object, field->name, value) &&
         *value >= -field->max && *value <= field->max;
}

static gboolean
parse_value (const VcJournalField *field, JsonObject *object, gpointer at)
{
  gint64 integer;

  switch (field->kind) {
  case VC_JOURNAL_FIELD_UINT:
  case VC_JOURNAL_FIELD_PIXELS:
    if (!parse_integer (field, object, field->kind == VC_JOURNAL_FIELD_PIXELS,
                        field->max, &integer))
      return FALSE;
    *(guint *)at = integer;
    return TRUE;
  case VC_JOURNAL_FIELD_UINT64:
    if (!parse_integer (field, object, 0, G_MAXINT64, &integer))
      return FALSE;
    *(guint64 *)at = integer;
    return TRUE;
  case VC_JOURNAL_FIELD_NUMBER:
    return parse_number (field, object, at);
  case VC_JOURNAL_FIELD_BOOLEAN:
    return vc_json_get_boolean (object, field->name, at);
  case VC_JOURNAL_FIELD_STRING:
  case VC_JOURNAL_FIELD_SHA256:
    return parse_string (field, object, at);
  case VC_JOURNAL_FIELD_NAME:
    return parse_name (field, object, at);
  }
  return FALSE;
}

gboolean
vc_journal_fields_parse (const VcJournalField *fields, JsonObject *object,
                         gpointer base, GError **error)
{
  for (const VcJournalField *field = fields; field->name != NULL; field++) {
    gboolean is_there = json_object_has_member (object, field->name);

    if (!is_there && field->is_required) {
      g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID,
                   "“%s” is missing", field->name);
      return FALSE;
    }
    if (is_there &&
        !parse_value (field, object, (guint8 *)base + field->offset)) {
      g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID,
                   "“%s” has a value that it cannot have", field->name);
      return FALSE;
    }
  }
  return TRUE;
}
