/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON text that we write.
 */

#include "json-text.h"

#include <math.h>

/* IEEE 754: of a double the first number of digits always survives, the second
 * always is enough. */
#define DIGITS_MIN 15
#define DIGITS_MAX 17

void
vc_json_add_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    value = 0;
  for (int digits = DIGITS_MIN; digits <= DIGITS_MAX; digits++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (buffer, sizeof buffer, format, value);
    if (g_ascii_strtod (buffer, NULL) == value)
      break;
  }
  g_string_append (text, buffer);
}

static void
add_char (GString *text, const char *p)
{
  gunichar c = g_utf8_get_char (p);

  if (c == '"' || c == '\\')
    g_string_append_c (text, '\\');
  if (c < 0x20)
    g_string_append_printf (text, "\\u%04x", c);
  else
    g_string_append_unichar (text, c);
}

void
vc_json_add_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    add_char (text, p);
  g_string_append_c (text, '"');
}

void
vc_json_add_name (GString *text, const char *name)
{
  if (text->len > 0 && text->str[text->len - 1] != '{')
    g_string_append_c (text, ',');
  vc_json_add_string (text, name);
  g_string_append_c (text, ':');
}

static void
add_numbers (GString *text, GVariant *value)
{
  gsize n;
  const double *numbers =
    g_variant_get_fixed_array (value, &n, sizeof (double));

  g_string_append_c (text, '[');
  for (gsize i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    vc_json_add_number (text, numbers[i]);
  }
  g_string_append_c (text, ']');
}

static void
add_object (GString *text, GVariant *value)
{
  GVariantIter iter;
  const char *name;
  GVariant *member;

  g_string_append_c (text, '{');
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &member)) {
    vc_json_add_name (text, name);
    vc_json_add_variant (text, member);
  }
  g_string_append_c (text, '}');
}

static void
add_objects (GString *text, GVariant *value)
{
  GVariantIter iter;
  GVariant *object;

  g_string_append_c (text, '[');
  g_variant_iter_init (&iter, value);
  while ((object = g_variant_iter_next_value (&iter)) != NULL) {
    if (text->str[text->len - 1] != '[')
      g_string_append_c (text, ',');
    add_object (text, object);
    g_variant_unref (object);
  }
  g_string_append_c (text, ']');
}

void
vc_json_add_variant (GString *text, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    g_string_append (text, g_variant_get_boolean (value) ? "true" : "false");
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    vc_json_add_number (text, g_variant_get_double (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    g_string_append_printf (text, "%" G_GINT64_FORMAT,
                            g_variant_get_int64 (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    vc_json_add_number (text, g_variant_get_uint32 (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    vc_json_add_string (text, g_variant_get_string (value, NULL));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ad")))
    add_numbers (text, value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    add_object (text, value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("aa{sv}")))
    add_objects (text, value);
  else
    g_string_append (text, "null");
}
