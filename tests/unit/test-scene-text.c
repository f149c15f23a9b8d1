/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The parameters of a scene as JSON: whatever is valid fits into one message.
 */

#include <string.h>

#include "channels.h"
#include "parameters.h"
#include "scene-text.h"

/* Of the message around a schema. */
#define ENVELOPE 100

/**
 * Worst:
 * @kind: of parameters
 * @texts: that each has, of the characters that JSON makes most of
 */
static const struct {
  const char *kind;
  guint n_bytes;
  const char *byte;
} worst[] = {
  {"number", 1, "x"},     {"integer", 1, "x"},   {"integer", 0, "x"},
  {"boolean", 0, "x"},    {"action", 0, "x"},    {"action", 40, "\x01"},
  {"text", 1000, "\x01"}, {"text", 1000, "\""},  {"choice", 1000, "\\"},
  {"choice", 1, "x"},     {"choice", 1000, "é"},
};

static GVariant *
new_value (const char *kind, const char *text)
{
  if (strcmp (kind, "boolean") == 0)
    return g_variant_new_boolean (TRUE);
  if (strcmp (kind, "choice") == 0 || strcmp (kind, "text") == 0)
    return g_variant_new_string (text);
  return g_variant_new_double (0);
}

/* Floating. */
static GVariant *
new_choices (const char *text)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_add (&builder, "s", text);
  /* Short ones cost most. */
  for (int i = 0; strlen (text) < 2 && i < 1000; i++)
    g_variant_builder_add (&builder, "s", "");
  return g_variant_builder_end (&builder);
}

/* Floating: all that it may have. */
static GVariant *
new_description (guint i, const char *kind, const char *text)
{
  g_autofree char *name = g_strdup_printf ("p%u", i);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "name", "s", name);
  g_variant_dict_insert (&dict, "title", "s", text);
  g_variant_dict_insert (&dict, "kind", "s", kind);
  g_variant_dict_insert (&dict, "unit", "s", text);
  g_variant_dict_insert (&dict, "group", "s", text);
  if (strcmp (kind, "action") != 0)
    g_variant_dict_insert_value (&dict, "value", new_value (kind, text));
  if (strcmp (kind, "choice") == 0)
    g_variant_dict_insert_value (&dict, "choices", new_choices (text));
  if (strcmp (kind, "number") == 0 || strcmp (kind, "integer") == 0) {
    g_variant_dict_insert (&dict, "minimum", "d", -1.2345678901234567e-300);
    g_variant_dict_insert (&dict, "maximum", "d", 1.2345678901234567e-300);
    g_variant_dict_insert (&dict, "step", "d", 1.2345678901234567e-300);
  }
  return g_variant_dict_end (&dict);
}

/* (transfer full): the first @n. */
static GVariant *
new_descriptions (guint n, const char *kind, const char *text)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add_value (&builder, new_description (i, kind, text));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* (transfer full): as many as are valid. */
static GVariant *
fill (const char *kind, const char *text)
{
  guint valid = 0, too_many = VC_PARAMETERS_MAX + 1;

  while (too_many - valid > 1) {
    guint n = (valid + too_many) / 2;
    g_autoptr (GVariant) parameters = new_descriptions (n, kind, text);

    if (vc_parameters_validate (parameters, NULL))
      valid = n;
    else
      too_many = n;
  }
  return new_descriptions (valid, kind, text);
}

static void
test_fits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (worst); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GString) schema = g_string_new (NULL);
    g_autoptr (GVariant) parameters = NULL;

    while (text->len + strlen (worst[i].byte) <= worst[i].n_bytes)
      g_string_append (text, worst[i].byte);
    parameters = fill (worst[i].kind, text->str);
    vc_scene_text_add_schema (schema, parameters);
    g_test_message ("%u %s: %u bytes", (guint)g_variant_n_children (parameters),
                    worst[i].kind, (guint)schema->len);
    g_assert_cmpuint (g_variant_n_children (parameters), >, 0);
    g_assert_cmpuint (schema->len + ENVELOPE, <=, VC_CHANNEL_MESSAGE_MAX);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene-text/fits", test_fits);
  return g_test_run ();
}
