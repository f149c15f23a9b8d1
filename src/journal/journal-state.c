/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The state of a scene in a journal.
 */

#include "journal-state.h"

#include "json.h"

static GVariant *read_object (JsonObject *object);

static GVariant *
read_number (JsonNode *node)
{
  GType type =
    JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : 0;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
           ? g_variant_new_double (json_node_get_double (node))
           : NULL;
}

static GVariant *
read_element (JsonNode *node, gboolean is_object)
{
  if (!is_object)
    return read_number (node);
  return JSON_NODE_HOLDS_OBJECT (node)
           ? read_object (json_node_get_object (node))
           : NULL;
}

/* Of numbers, or of objects; an empty one could be either. */
static GVariant *
read_array (JsonArray *array)
{
  guint n = json_array_get_length (array);
  gboolean is_object =
    n > 0 && JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0));
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (
    is_object ? G_VARIANT_TYPE ("aa{sv}") : G_VARIANT_TYPE ("ad"));

  for (guint i = 0; i < n; i++) {
    GVariant *element =
      read_element (json_array_get_element (array, i), is_object);

    if (element == NULL)
      return NULL;
    g_variant_builder_add_value (&builder, element);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
read_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_object (json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    return read_array (json_node_get_array (node));
  return vc_json_read_scalar (node);
}

static GVariant *
read_object (JsonObject *object)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    GVariant *value = read_value (node);

    if (value == NULL)
      return NULL;
    g_variant_builder_add (&builder, "{sv}", name, value);
  }
  return g_variant_builder_end (&builder);
}

GVariant *
vc_journal_state_read (JsonNode *node)
{
  GVariant *state = JSON_NODE_HOLDS_OBJECT (node)
                      ? read_object (json_node_get_object (node))
                      : NULL;

  return state != NULL ? g_variant_ref_sink (state) : NULL;
}

GVariant *
vc_journal_state_diff (GVariant *before, GVariant *now)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  gboolean is_changed = FALSE;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, now);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    g_autoptr (GVariant) old =
      before != NULL ? g_variant_lookup_value (before, name, NULL) : NULL;

    if (old != NULL && g_variant_equal (old, value))
      continue;
    is_changed = TRUE;
    g_variant_builder_add (&builder, "{sv}", name, value);
  }
  return is_changed ? g_variant_ref_sink (g_variant_builder_end (&builder))
                    : NULL;
}

GVariant *
vc_journal_state_merge (GVariant *before, GVariant *change)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (before);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (change == NULL)
    return before != NULL ? g_variant_ref (before)
                          : g_variant_ref_sink (g_variant_dict_end (&dict));
  g_variant_iter_init (&iter, change);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_dict_insert_value (&dict, name, value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}
