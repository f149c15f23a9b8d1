/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program says of its parameters, from JSON.
 */

#include "description.h"

#include "parameters.h"

static GVariant *
read_strings (JsonArray *array)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *text =
      JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

    g_variant_builder_add (&builder, "s", text != NULL ? text : "");
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
read_member (JsonNode *node)
{
  return JSON_NODE_HOLDS_ARRAY (node)
           ? read_strings (json_node_get_array (node))
           : vc_json_read_scalar (node);
}

static gboolean
is_known (const char *name)
{
  static const char *const names[] = {
    "name", "title", "kind",    "value", "minimum", "maximum",
    "step", "unit",  "choices", "group", NULL,
  };

  return g_strv_contains (names, name);
}

static GVariant *
read_object (JsonObject *object)
{
  GVariantBuilder builder;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    GVariant *value = is_known (name) ? read_member (node) : NULL;

    if (value != NULL)
      g_variant_builder_add (&builder, "{sv}", name, value);
  }
  return g_variant_builder_end (&builder);
}

GVariant *
vc_description_read (JsonArray *array, GError **error)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GVariant) parameters = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  /* One too many is left for who counts them. */
  for (guint i = 0; i < MIN (n, VC_PARAMETERS_MAX + 1); i++) {
    JsonNode *node = json_array_get_element (array, i);

    g_variant_builder_add_value (&builder,
                                 JSON_NODE_HOLDS_OBJECT (node)
                                   ? read_object (json_node_get_object (node))
                                   : g_variant_new ("a{sv}", NULL));
  }
  parameters = g_variant_ref_sink (g_variant_builder_end (&builder));
  return vc_parameters_validate (parameters, error)
           ? g_steal_pointer (&parameters)
           : NULL;
}

GVariant *
vc_description_read_values (JsonObject *object)
{
  GVariantBuilder builder;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (object != NULL) {
    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, &node)) {
      GVariant *value = vc_json_read_scalar (node);

      if (value != NULL)
        g_variant_builder_add (&builder, "{sv}", name, value);
    }
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
update_one (GVariant *parameter, GVariant *values)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (parameter);
  g_autoptr (GVariant) newer = NULL;
  const char *name;

  if (g_variant_lookup (parameter, "name", "&s", &name))
    newer = g_variant_lookup_value (values, name, NULL);
  /* An action has none. */
  if (newer != NULL && g_variant_dict_contains (&dict, "value"))
    g_variant_dict_insert_value (&dict, "value", newer);
  return g_variant_dict_end (&dict);
}

GVariant *
vc_description_update (GVariant *parameters, GVariant *values)
{
  GVariantBuilder builder;
  GVariantIter iter;
  GVariant *parameter;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_iter_init (&iter, parameters);
  while ((parameter = g_variant_iter_next_value (&iter)) != NULL) {
    g_variant_builder_add_value (&builder, update_one (parameter, values));
    g_variant_unref (parameter);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
