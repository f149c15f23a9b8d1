/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A line of a journal as text.
 */

#include "journal-line.h"

#include <math.h>
#include <string.h>

#include "journal-fields.h"
#include "journal-state.h"
#include "json-text.h"
#include "json.h"

#define DEPTH_MAX 16
#define T_MAX 1e8 /* seconds; three years */
#define SIZE_MAX_PIXELS 16384
#define POSITION_MAX 100
#define AMOUNT_MAX 1e6
#define HELD_MAX 4096

#define ENTRY(name, kind, member, ...)                                         \
  {                                                                            \
    name, kind, G_STRUCT_OFFSET (VcJournalEntry, member), __VA_ARGS__          \
  }
#define EVENT(name, kind, member, ...)                                         \
  {                                                                            \
    name, kind, G_STRUCT_OFFSET (VcEvent, member), __VA_ARGS__                 \
  }
#define END                                                                    \
  {                                                                            \
    NULL                                                                       \
  }

G_DEFINE_QUARK (vc_journal_error, vc_journal_error)

static const char *const type_names[] = {
  "header", "event",  "parameters", "size",     "frame", "sent", "still",
  "shown",  "viewer", "video",      "identity", "gap",   "end",  NULL,
};

static const char *const event_names[] = {
  "move",          "press",      "release",     "wheel",    "key-press",
  "key-release",   "touch-down", "touch-move",  "touch-up", "cancel",
  "gesture-begin", "gesture",    "gesture-end", NULL,
};

static const char *const tier_names[] = {"interactive", "full", NULL};

/* The key lies in the struct itself: it is not in the table. */
static const VcJournalField event_fields[] = {
  EVENT ("type", VC_JOURNAL_FIELD_NAME, type, TRUE, 0, event_names),
  EVENT ("viewer", VC_JOURNAL_FIELD_UINT, viewer, FALSE, G_MAXINT32),
  EVENT ("seq", VC_JOURNAL_FIELD_UINT, seq, FALSE, G_MAXINT32),
  EVENT ("x", VC_JOURNAL_FIELD_NUMBER, x, TRUE, POSITION_MAX),
  EVENT ("y", VC_JOURNAL_FIELD_NUMBER, y, TRUE, POSITION_MAX),
  EVENT ("buttons", VC_JOURNAL_FIELD_UINT, buttons, FALSE, 7),
  EVENT ("button", VC_JOURNAL_FIELD_UINT, button, FALSE, 3),
  EVENT ("clicks", VC_JOURNAL_FIELD_UINT, click_count, FALSE, 3),
  EVENT ("modifiers", VC_JOURNAL_FIELD_UINT, modifiers, FALSE, 15),
  EVENT ("dx", VC_JOURNAL_FIELD_NUMBER, delta_x, FALSE, AMOUNT_MAX),
  EVENT ("dy", VC_JOURNAL_FIELD_NUMBER, delta_y, FALSE, AMOUNT_MAX),
  EVENT ("scale", VC_JOURNAL_FIELD_NUMBER, scale, FALSE, AMOUNT_MAX),
  EVENT ("rotation", VC_JOURNAL_FIELD_NUMBER, rotation, FALSE, AMOUNT_MAX),
  EVENT ("touch", VC_JOURNAL_FIELD_UINT, touch_id, FALSE, G_MAXINT32),
  END,
};

static const VcJournalField data_fields[] = {
  ENTRY ("title", VC_JOURNAL_FIELD_STRING, title),
  ENTRY ("sha256", VC_JOURNAL_FIELD_SHA256, identity),
  END,
};

static const VcJournalField header_fields[] = {
  ENTRY ("version", VC_JOURNAL_FIELD_UINT, version, TRUE, G_MAXINT32),
  ENTRY ("software", VC_JOURNAL_FIELD_STRING, software),
  ENTRY ("date", VC_JOURNAL_FIELD_STRING, date),
  ENTRY ("renderer", VC_JOURNAL_FIELD_STRING, renderer),
  ENTRY ("width", VC_JOURNAL_FIELD_PIXELS, width, TRUE, SIZE_MAX_PIXELS),
  ENTRY ("height", VC_JOURNAL_FIELD_PIXELS, height, TRUE, SIZE_MAX_PIXELS),
  END,
};

static const VcJournalField size_fields[] = {
  ENTRY ("width", VC_JOURNAL_FIELD_PIXELS, width, TRUE, SIZE_MAX_PIXELS),
  ENTRY ("height", VC_JOURNAL_FIELD_PIXELS, height, TRUE, SIZE_MAX_PIXELS),
  END,
};

static const VcJournalField frame_fields[] = {
  ENTRY ("frame", VC_JOURNAL_FIELD_UINT64, frame, TRUE),
  ENTRY ("tier", VC_JOURNAL_FIELD_NAME, tier, TRUE, 0, tier_names),
  ENTRY ("width", VC_JOURNAL_FIELD_PIXELS, width, TRUE, SIZE_MAX_PIXELS),
  ENTRY ("height", VC_JOURNAL_FIELD_PIXELS, height, TRUE, SIZE_MAX_PIXELS),
  ENTRY ("ready", VC_JOURNAL_FIELD_BOOLEAN, is_ready, TRUE),
  ENTRY ("viewer", VC_JOURNAL_FIELD_UINT, viewer, FALSE, G_MAXINT32),
  ENTRY ("seq", VC_JOURNAL_FIELD_UINT, seq, FALSE, G_MAXINT32),
  END,
};

static const VcJournalField sent_fields[] = {
  ENTRY ("frame", VC_JOURNAL_FIELD_UINT64, frame, TRUE),
  ENTRY ("pts", VC_JOURNAL_FIELD_UINT64, pts, TRUE),
  END,
};

static const VcJournalField still_fields[] = {
  ENTRY ("frame", VC_JOURNAL_FIELD_UINT64, frame, TRUE),
  ENTRY ("sha256", VC_JOURNAL_FIELD_SHA256, sha256, TRUE),
  END,
};

static const VcJournalField shown_fields[] = {
  ENTRY ("viewer", VC_JOURNAL_FIELD_UINT, viewer, TRUE, G_MAXINT32),
  ENTRY ("frame", VC_JOURNAL_FIELD_UINT64, frame),
  ENTRY ("sha256", VC_JOURNAL_FIELD_SHA256, sha256),
  ENTRY ("quality", VC_JOURNAL_FIELD_STRING, what, TRUE),
  END,
};

static const VcJournalField viewer_fields[] = {
  ENTRY ("viewer", VC_JOURNAL_FIELD_UINT, viewer, TRUE, G_MAXINT32),
  ENTRY ("what", VC_JOURNAL_FIELD_STRING, what, TRUE),
  END,
};

static const VcJournalField video_fields[] = {
  ENTRY ("what", VC_JOURNAL_FIELD_STRING, what, TRUE),
  ENTRY ("file", VC_JOURNAL_FIELD_STRING, file),
  ENTRY ("pts", VC_JOURNAL_FIELD_UINT64, pts),
  ENTRY ("frames", VC_JOURNAL_FIELD_UINT64, n),
  END,
};

static const VcJournalField identity_fields[] = {
  ENTRY ("sha256", VC_JOURNAL_FIELD_SHA256, identity, TRUE),
  END,
};

static const VcJournalField gap_fields[] = {
  ENTRY ("lost", VC_JOURNAL_FIELD_UINT64, n, TRUE),
  ENTRY ("width", VC_JOURNAL_FIELD_PIXELS, width, TRUE, SIZE_MAX_PIXELS),
  ENTRY ("height", VC_JOURNAL_FIELD_PIXELS, height, TRUE, SIZE_MAX_PIXELS),
  END,
};

static const VcJournalField end_fields[] = {
  ENTRY ("reason", VC_JOURNAL_FIELD_STRING, what),
  END,
};

static const VcJournalField no_fields[] = {END};

/* In the order of the types. */
static const VcJournalField *const type_fields[] = {
  header_fields,   no_fields,    no_fields,    size_fields,   frame_fields,
  sent_fields,     still_fields, shown_fields, viewer_fields, video_fields,
  identity_fields, gap_fields,   end_fields,
};

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID,
                       sentence);
  return FALSE;
}

static void
build_event (const VcEvent *event, GString *text)
{
  g_string_append_c (text, '{');
  vc_journal_fields_build (event_fields, event, text);
  if (event->key[0] != '\0') {
    vc_json_add_name (text, "key");
    vc_json_add_string (text, event->key);
  }
  g_string_append_c (text, '}');
}

static void
build_held (const GArray *held, GString *text)
{
  vc_json_add_name (text, "held");
  g_string_append_c (text, '[');
  for (guint i = 0; i < held->len; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    build_event (&g_array_index (held, VcEvent, i), text);
  }
  g_string_append_c (text, ']');
}

static void
build_data (const VcJournalEntry *entry, GString *text)
{
  vc_json_add_name (text, "data");
  g_string_append_c (text, '{');
  vc_journal_fields_build (data_fields, entry, text);
  vc_json_add_name (text, "locations");
  g_string_append_c (text, '[');
  for (char **p = entry->locations; p != NULL && *p != NULL; p++) {
    if (p != entry->locations)
      g_string_append_c (text, ',');
    vc_json_add_string (text, *p);
  }
  g_string_append (text, "]}");
}

char *
vc_journal_line_build (const VcJournalEntry *entry)
{
  GString *text = g_string_new ("{");

  vc_json_add_name (text, "type");
  vc_json_add_string (text, type_names[entry->type]);
  vc_json_add_name (text, "t");
  g_string_append_printf (text, "%" G_GINT64_FORMAT ".%06d",
                          entry->t_us / G_USEC_PER_SEC,
                          (int)(entry->t_us % G_USEC_PER_SEC));
  vc_journal_fields_build (type_fields[entry->type], entry, text);
  if (entry->type == VC_JOURNAL_HEADER)
    build_data (entry, text);
  if (entry->type == VC_JOURNAL_EVENT) {
    vc_json_add_name (text, "event");
    build_event (&entry->event, text);
  }
  if (entry->values != NULL) {
    vc_json_add_name (text, "values");
    vc_json_add_variant (text, entry->values);
  }
  if (entry->state != NULL) {
    vc_json_add_name (text, "state");
    vc_json_add_variant (text, entry->state);
  }
  if (entry->held != NULL)
    build_held (entry->held, text);
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}

static gboolean
parse_event (JsonNode *node, VcEvent *event, GError **error)
{
  JsonObject *object;
  const char *key;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "“event” is missing or no object");
  object = json_node_get_object (node);
  if (!vc_journal_fields_parse (event_fields, object, event, error))
    return FALSE;
  if (!json_object_has_member (object, "key"))
    return TRUE;
  key = vc_json_get_string (object, "key");
  if (key == NULL || strlen (key) >= sizeof event->key)
    return fail (error, "“key” has a value that it cannot have");
  g_strlcpy (event->key, key, sizeof event->key);
  return TRUE;
}

static gboolean
parse_held (JsonNode *node, VcJournalEntry *entry, GError **error)
{
  JsonArray *array =
    JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > HELD_MAX)
    return fail (error, "“held” is no array of events");
  entry->held = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  for (guint i = 0; i < json_array_get_length (array); i++) {
    VcEvent event = {0};

    if (!parse_event (json_array_get_element (array, i), &event, error))
      return FALSE;
    g_array_append_val (entry->held, event);
  }
  return TRUE;
}

static gboolean
parse_locations (JsonNode *node, VcJournalEntry *entry, GError **error)
{
  JsonArray *array =
    JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return fail (error, "“locations” is no array of strings");
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (element) ||
        json_node_get_value_type (element) != G_TYPE_STRING)
      return fail (error, "“locations” is no array of strings");
    g_strv_builder_add (builder, json_node_get_string (element));
  }
  entry->locations = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
parse_data (JsonNode *node, VcJournalEntry *entry, GError **error)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "“data” is no object");
  object = json_node_get_object (node);
  return vc_journal_fields_parse (data_fields, object, entry, error) &&
         (!json_object_has_member (object, "locations") ||
          parse_locations (json_object_get_member (object, "locations"), entry,
                           error));
}

static gboolean
parse_state (JsonNode *node, VcJournalEntry *entry, GError **error)
{
  entry->state = vc_journal_state_read (node);
  return entry->state != NULL ||
         fail (error, "“state” has a value that it cannot have");
}

static gboolean
is_parameter_value (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE) ||
         g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) ||
         g_variant_is_of_type (value, G_VARIANT_TYPE_STRING);
}

static gboolean
parse_values (JsonNode *node, VcJournalEntry *entry, GError **error)
{
  GVariantIter iter;
  GVariant *value;
  gboolean is_good;

  entry->values = node != NULL ? vc_journal_state_read (node) : NULL;
  is_good = entry->values != NULL;
  if (is_good)
    g_variant_iter_init (&iter, entry->values);
  while (is_good && g_variant_iter_next (&iter, "{&sv}", NULL, &value)) {
    is_good = is_parameter_value (value);
    g_variant_unref (value);
  }
  return is_good ||
         fail (error, "“values” is missing, or has one that it cannot have");
}

/* What is not in a table. */
static gboolean
parse_parts (JsonObject *object, VcJournalEntry *entry, GError **error)
{
  JsonNode *data = json_object_get_member (object, "data");
  JsonNode *state = json_object_get_member (object, "state");
  JsonNode *held = json_object_get_member (object, "held");

  if (entry->type == VC_JOURNAL_EVENT)
    return parse_event (json_object_get_member (object, "event"), &entry->event,
                        error);
  if (entry->type == VC_JOURNAL_PARAMETERS)
    return parse_values (json_object_get_member (object, "values"), entry,
                         error);
  if (entry->type == VC_JOURNAL_HEADER && data != NULL &&
      !parse_data (data, entry, error))
    return FALSE;
  return (state == NULL || parse_state (state, entry, error)) &&
         (held == NULL || parse_held (held, entry, error));
}

/* Of another version nothing else is known. */
static gboolean
check_version (JsonObject *object, GError **error)
{
  gint64 version;

  if (!vc_json_get_integer (object, "version", &version))
    return fail (error, "“version” is missing or no integer");
  if (version == VC_JOURNAL_VERSION)
    return TRUE;
  g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_VERSION,
               "The journal has version %" G_GINT64_FORMAT
               ", and this program knows version %d only",
               version, VC_JOURNAL_VERSION);
  return FALSE;
}

static gboolean
parse_object (JsonObject *object, VcJournalEntry *entry, GError **error)
{
  const VcJournalField type_field[] = {
    ENTRY ("type", VC_JOURNAL_FIELD_NAME, type, TRUE, 0, type_names), END};
  double t;

  if (!vc_journal_fields_parse (type_field, object, entry, error) ||
      (entry->type == VC_JOURNAL_HEADER && !check_version (object, error)))
    return FALSE;
  if (!vc_json_get_number (object, "t", &t) || t < 0 || t > T_MAX)
    return fail (error, "“t” is missing or no time");
  entry->t_us = llround (t * G_USEC_PER_SEC);
  return vc_journal_fields_parse (type_fields[entry->type], object, entry,
                                  error) &&
         parse_parts (object, entry, error);
}

VcJournalEntry *
vc_journal_line_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcJournalEntry) entry =
    vc_journal_entry_new (VC_JOURNAL_HEADER, 0);
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  node =
    vc_json_parse_long (text, length, VC_JOURNAL_LINE_MAX, DEPTH_MAX, error);
  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    fail (error, "It is no JSON object");
    return NULL;
  }
  return parse_object (json_node_get_object (node), entry, error)
           ? g_steal_pointer (&entry)
           : NULL;
}
