/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON text that came from somebody else: checked before json-glib sees it.
 *
 * json-glib's parser calls itself for each level, so that 64 kB of "[" would
 * use up the stack; and its scanner knows comments, single quotes and
 * assignments, which JSON (RFC 8259) does not.
 */

#include "json.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (vc_json_error, vc_json_error)

/* What may stand outside of a string, brackets and quotes aside. Without '/',
 * '#' and single quote no scanner can take for a comment or a string what the
 * scan below takes for brackets, or the other way round. */
#define PLAIN                                                                  \
  " \t\r\n,:+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *
skip_string (const char *p, const char *end)
{
  while (p < end && *p != '"')
    p += *p == '\\' ? 2 : 1;
  return p < end ? p + 1 : NULL;
}

static gboolean
check_shape (const char *text, gsize length, guint max_depth, GError **error)
{
  const char *end = text + length;
  guint depth = 0, n_commas = 0;

  for (const char *p = text; p != NULL && p < end;) {
    char c = *p++;

    if (c == '"') {
      p = skip_string (p, end);
      if (p == NULL)
        break;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) {
        g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_LIMIT,
                     "JSON is nested deeper than %u levels", max_depth);
        return FALSE;
      }
    } else if (c == ']' || c == '}') {
      if (depth-- == 0)
        break;
    } else if (c == '\0' || strchr (PLAIN, c) == NULL) {
      g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
                   "Failed to parse JSON: byte 0x%02x at %" G_GSIZE_FORMAT,
                   (guchar)c, (gsize)(p - 1 - text));
      return FALSE;
    } else if (c == ',' && ++n_commas == VC_JSON_VALUES_MAX) {
      g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_LIMIT,
                   "JSON has more than %d values", VC_JSON_VALUES_MAX);
      return FALSE;
    }
    if (p == end && depth == 0)
      return TRUE;
  }
  g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
               "Failed to parse JSON: unbalanced brackets or quotes");
  return FALSE;
}

/* Of "\\u" and four digits at @p; −1: something else. */
static int
read_unit (const char *p, const char *end)
{
  int unit = 0;

  if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
    return -1;
  for (int i = 2; i < 6; i++) {
    if (!g_ascii_isxdigit (p[i]))
      return -1;
    unit = 16 * unit + g_ascii_xdigit_value (p[i]);
  }
  return unit;
}

static gboolean
is_half (int unit, int first)
{
  return unit >= first && unit < first + 0x400;
}

/* Of what begins with a backslash at @p; 0: half a surrogate pair. */
static gsize
get_escape_length (const char *p, const char *end)
{
  int unit = read_unit (p, end);

  if (is_half (unit, 0xd800))
    return is_half (read_unit (p + 6, end), 0xdc00) ? 12 : 0;
  return is_half (unit, 0xdc00) ? 0 : 2;
}

/* json-glib would make of half a surrogate pair what is no UTF-8; browsers send
 * it when somebody's text has it. It becomes U+FFFD, as in all decoders of the
 * Web. Returns: (transfer full) */
static char *
replace_halves (const char *text, gsize length)
{
  char *copy = g_strndup (text, length);
  char *end = copy + length;
  char *p = copy;

  while ((p = memchr (p, '\\', (gsize)(end - p))) != NULL) {
    gsize n = get_escape_length (p, end);

    if (n == 0)
      memcpy (p + 2, "fffd", 4);
    p += MIN (n == 0 ? 6 : n, (gsize)(end - p));
  }
  return copy;
}

JsonNode *
vc_json_parse_long (const char *text, gsize length, gsize max_length,
                    guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *whole = NULL;
  JsonNode *root;

  g_return_val_if_fail (text != NULL, NULL);

  if (length > max_length) {
    g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_LIMIT,
                 "JSON is longer than %" G_GSIZE_FORMAT " bytes", max_length);
    return NULL;
  }
  if (!g_utf8_validate_len (text, length, NULL)) {
    g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
                 "Failed to parse JSON: not UTF-8");
    return NULL;
  }
  if (!check_shape (text, length, max_depth, error))
    return NULL;
  whole = replace_halves (text, length);
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, whole, length, &local_error)) {
    g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
                 "Failed to parse JSON: %s", local_error->message);
    return NULL;
  }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
                 "Failed to parse JSON: there is none");
  return root;
}

JsonNode *
vc_json_parse (const char *text, gsize length, guint max_depth, GError **error)
{
  return vc_json_parse_long (text, length, VC_JSON_LENGTH_MAX, max_depth,
                             error);
}

static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

gboolean
vc_json_get_integer (JsonObject *object, const char *name, gint64 *value)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
vc_json_get_number (JsonObject *object, const char *name, double *value)
{
  JsonNode *node = get_value (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

gboolean
vc_json_get_boolean (JsonObject *object, const char *name, gboolean *value)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

const char *
vc_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

GVariant *
vc_json_read_scalar (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  switch (json_node_get_value_type (node)) {
  case G_TYPE_STRING:
    return g_variant_new_string (json_node_get_string (node));
  case G_TYPE_BOOLEAN:
    return g_variant_new_boolean (json_node_get_boolean (node));
  default:
    return g_variant_new_double (json_node_get_double (node));
  }
}
