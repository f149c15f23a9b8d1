/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The members of a journal's lines, as tables that say where in a struct each
 * one lies.
 *
 * Pure.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * VcJournalFieldKind:
 * @VC_JOURNAL_FIELD_UINT: guint, or an enum, from 0 to `max`
 * @VC_JOURNAL_FIELD_UINT64: guint64
 * @VC_JOURNAL_FIELD_PIXELS: int, from 1 to `max`
 * @VC_JOURNAL_FIELD_NUMBER: double, from −`max` to `max`
 * @VC_JOURNAL_FIELD_BOOLEAN: gboolean
 * @VC_JOURNAL_FIELD_STRING: char *
 * @VC_JOURNAL_FIELD_SHA256: char *, 64 hexadecimal digits
 * @VC_JOURNAL_FIELD_NAME: guint, or an enum; one of `names`, NULL-terminated
 */
typedef enum {
  VC_JOURNAL_FIELD_UINT,
  VC_JOURNAL_FIELD_UINT64,
  VC_JOURNAL_FIELD_PIXELS,
  VC_JOURNAL_FIELD_NUMBER,
  VC_JOURNAL_FIELD_BOOLEAN,
  VC_JOURNAL_FIELD_STRING,
  VC_JOURNAL_FIELD_SHA256,
  VC_JOURNAL_FIELD_NAME,
} VcJournalFieldKind;

/**
 * VcJournalField:
 * @name: (nullable): NULL ends a table
 * @kind: of its value
 * @offset: in the struct
 * @is_required: else 0 and NULL are left out
 * @max: of numbers
 * @names: of values
 */
typedef struct {
  const char *name;
  VcJournalFieldKind kind;
  gsize offset;
  gboolean is_required;
  double max;
  const char *const *names;
} VcJournalField;

/* Appends the members to @text, which is within an object. */
void vc_journal_fields_build (const VcJournalField *fields, gconstpointer base,
                              GString *text);

/* Fills in what @object has. The errors name the member. */
gboolean vc_journal_fields_parse (const VcJournalField *fields,
                                  JsonObject *object, gpointer base,
                                  GError **error);

G_END_DECLS
