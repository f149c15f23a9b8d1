/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The parameters of a scene as JSON.
 */

#include "scene-text.h"

#include <gio/gio.h>
#include <string.h>

#include "json-text.h"
#include "json.h"

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

static void
add_text (GString *text, const char *name, const char *value)
{
  vc_json_add_name (text, name);
  vc_json_add_string (text, value);
}

static void
add_raw (GString *text, const char *name, const char *value)
{
  vc_json_add_name (text, name);
  g_string_append (text, value);
}

static void
add_member (GString *text, const char *name, GVariant *description,
            const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (description, key, NULL);

  if (value == NULL)
    return;
  vc_json_add_name (text, name);
  vc_json_add_variant (text, value);
}

static void
add_choices (GString *text, GVariant *description)
{
  g_autofree const char **choices = NULL;

  g_variant_lookup (description, "choices", "^a&s", &choices);
  vc_json_add_name (text, "enum");
  g_string_append_c (text, '[');
  for (const char **p = choices; p != NULL && *p != NULL; p++) {
    if (p != choices)
      g_string_append_c (text, ',');
    vc_json_add_string (text, *p);
  }
  g_string_append_c (text, ']');
}

/* What JSON Schema has no word for begins with “x-”. */
static void
add_type (GString *text, GVariant *description)
{
  const char *kind = NULL;

  g_variant_lookup (description, "kind", "&s", &kind);
  if (strcmp (kind, "choice") == 0) {
    add_text (text, "type", "string");
    add_choices (text, description);
  } else if (strcmp (kind, "text") == 0) {
    add_text (text, "type", "string");
  } else if (strcmp (kind, "action") == 0) {
    add_text (text, "type", "boolean");
    add_raw (text, "const", "true");
    add_raw (text, "writeOnly", "true");
    add_raw (text, "x-action", "true");
  } else {
    add_text (text, "type", kind);
  }
}

static void
add_property (GString *text, GVariant *description, guint order)
{
  const char *name = NULL;

  g_variant_lookup (description, "name", "&s", &name);
  add_raw (text, name, "{");
  add_member (text, "title", description, "title");
  add_type (text, description);
  add_member (text, "minimum", description, "minimum");
  add_member (text, "maximum", description, "maximum");
  add_member (text, "x-step", description, "step");
  add_member (text, "x-unit", description, "unit");
  add_member (text, "x-group", description, "group");
  vc_json_add_name (text, "x-order");
  g_string_append_printf (text, "%u}", order);
}

void
vc_scene_text_add_schema (GString *text, GVariant *parameters)
{
  g_string_append_c (text, '{');
  add_text (text, "$schema", DIALECT);
  add_text (text, "type", "object");
  add_raw (text, "properties", "{");
  for (gsize i = 0; i < g_variant_n_children (parameters); i++) {
    g_autoptr (GVariant) description =
      g_variant_get_child_value (parameters, i);

    add_property (text, description, i);
  }
  g_string_append_c (text, '}');
  add_raw (text, "additionalProperties", "false}");
}

static void
fail (const char *name, GError **error)
{
  g_autofree char *shown =
    g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 64));

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "“%s” must be a number, true or false, or a text", shown);
}

GVariant *
vc_scene_text_read_values (JsonObject *object, GError **error)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    GVariant *value = vc_json_read_scalar (node);

    if (value == NULL) {
      fail (name, error);
      return NULL;
    }
    g_variant_builder_add (&builder, "{sv}", name, value);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
