/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parameters: what can be set of a scene by name.
 */

#include "parameters.h"

#include <math.h>
#include <string.h>

#define NAME_MAX_LENGTH 64

typedef enum {
  KIND_NUMBER,
  KIND_INTEGER,
  KIND_BOOLEAN,
  KIND_CHOICE,
  KIND_TEXT,
  KIND_ACTION,
  KIND_NONE,
} Kind;

static const char *const kind_names[] = {"number", "integer", "boolean",
                                         "choice", "text",    "action"};

static const char *
get_string (GVariant *description, const char *key)
{
  const char *value = NULL;

  g_variant_lookup (description, key, "&s", &value);
  return value;
}

static Kind
get_kind (GVariant *description)
{
  const char *name = get_string (description, "kind");

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (name, kind_names[i]) == 0)
      return i;
  return KIND_NONE;
}

static void
get_range (GVariant *description, double *minimum, double *maximum)
{
  *minimum = -INFINITY;
  *maximum = INFINITY;
  g_variant_lookup (description, "minimum", "d", minimum);
  g_variant_lookup (description, "maximum", "d", maximum);
}

static gboolean
is_name (const char *name)
{
  gsize n = strlen (name);

  return n <= NAME_MAX_LENGTH && g_ascii_isalpha (name[0]) &&
         strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_.-") == n;
}

G_GNUC_PRINTF (3, 4)
static gboolean
fail (GError **error, const char *name, const char *format, ...)
{
  g_autofree char *rest = NULL;
  va_list args;

  va_start (args, format);
  rest = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” %s", name,
               rest);
  return FALSE;
}

static char *
format_number (double value)
{
  char *text = g_malloc (G_ASCII_DTOSTR_BUF_SIZE);

  return g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", value);
}

static gboolean
fail_number (GVariant *description, const char *name, GError **error)
{
  double minimum, maximum;
  g_autofree char *low = NULL, *high = NULL, *range = NULL;
  const char *unit = get_string (description, "unit");

  get_range (description, &minimum, &maximum);
  low = format_number (minimum);
  high = format_number (maximum);
  if (isfinite (minimum) && isfinite (maximum))
    range = g_strdup_printf (" from %s to %s", low, high);
  else if (isfinite (minimum))
    range = g_strdup_printf (" of at least %s", low);
  else if (isfinite (maximum))
    range = g_strdup_printf (" of at most %s", high);
  return fail (
    error, name, "must be %s%s%s%s",
    get_kind (description) == KIND_INTEGER ? "an integer" : "a number",
    range ?: "", range && unit && *unit ? " " : "", range && unit ? unit : "");
}

static gboolean
read_number (GVariant *value, double *number)
{
  switch (g_variant_classify (value)) {
  case G_VARIANT_CLASS_DOUBLE:
    *number = g_variant_get_double (value);
    return isfinite (*number);
  case G_VARIANT_CLASS_INT64:
    *number = g_variant_get_int64 (value);
    return TRUE;
  case G_VARIANT_CLASS_UINT64:
    *number = g_variant_get_uint64 (value);
    return TRUE;
  case G_VARIANT_CLASS_INT32:
    *number = g_variant_get_int32 (value);
    return TRUE;
  case G_VARIANT_CLASS_UINT32:
    *number = g_variant_get_uint32 (value);
    return TRUE;
  default:
    return FALSE;
  }
}

static GVariant *
check_number (GVariant *description, const char *name, GVariant *value,
              GError **error)
{
  double number, minimum, maximum;

  get_range (description, &minimum, &maximum);
  if (!read_number (value, &number) || number < minimum || number > maximum ||
      (get_kind (description) == KIND_INTEGER && number != trunc (number))) {
    fail_number (description, name, error);
    return NULL;
  }
  return g_variant_new_double (number);
}

static GVariant *
check_choice (GVariant *description, const char *name, GVariant *value,
              GError **error)
{
  g_autofree const char **choices = NULL;
  g_autofree char *list = NULL;

  g_variant_lookup (description, "choices", "^a&s", &choices);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
      g_strv_contains (choices, g_variant_get_string (value, NULL)))
    return g_variant_ref (value);
  list = g_strjoinv (", ", (char **)choices);
  fail (error, name, "must be one of: %s", list);
  return NULL;
}

static GVariant *
check_text (const char *name, GVariant *value, GError **error)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
      g_variant_get_size (value) <= VC_PARAMETER_TEXT_MAX + 1)
    return g_variant_ref (value);
  fail (error, name, "must be a text of at most %d bytes",
        VC_PARAMETER_TEXT_MAX);
  return NULL;
}

static GVariant *
check_boolean (const char *name, GVariant *value, gboolean is_action,
               GError **error)
{
  gboolean is_boolean = g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN);

  if (is_boolean && (!is_action || g_variant_get_boolean (value)))
    return g_variant_ref (value);
  fail (error, name,
        is_action ? "is an action: it is set to true"
                  : "must be true or false");
  return NULL;
}

/* Floating or owned: to be sunk by g_variant_take_ref(). */
static GVariant *
check_value (GVariant *description, GVariant *value, GError **error)
{
  const char *name = get_string (description, "name");
  Kind kind = get_kind (description);

  switch (kind) {
  case KIND_NUMBER:
  case KIND_INTEGER:
    return check_number (description, name, value, error);
  case KIND_CHOICE:
    return check_choice (description, name, value, error);
  case KIND_TEXT:
    return check_text (name, value, error);
  default:
    return check_boolean (name, value, kind == KIND_ACTION, error);
  }
}

static gboolean
validate_types (GVariant *description, const char *name, GError **error)
{
  static const struct {
    const char *key, *type;
  } optional[] = {{"minimum", "d"}, {"maximum", "d"}, {"step", "d"},
                  {"unit", "s"},    {"group", "s"},   {"choices", "as"}};
  double step = 1;

  for (guint i = 0; i < G_N_ELEMENTS (optional); i++) {
    g_autoptr (GVariant) value =
      g_variant_lookup_value (description, optional[i].key, NULL);

    if (value &&
        !g_variant_is_of_type (value, G_VARIANT_TYPE (optional[i].type)))
      return fail (error, name, "has a “%s” that is no %s", optional[i].key,
                   optional[i].type);
    if (value && g_variant_get_size (value) > VC_PARAMETER_TEXT_MAX)
      return fail (error, name, "has a “%s” that is too long", optional[i].key);
  }
  g_variant_lookup (description, "step", "d", &step);
  return (isfinite (step) && step > 0) ||
         fail (error, name, "has a “step” that is not above 0");
}

static gboolean
validate_limits (GVariant *description, const char *name, GError **error)
{
  double minimum, maximum;
  g_autoptr (GVariant) choices =
    g_variant_lookup_value (description, "choices", NULL);

  get_range (description, &minimum, &maximum);
  if (!(minimum <= maximum))
    return fail (error, name, "has a “minimum” above its “maximum”");
  if (get_kind (description) == KIND_CHOICE &&
      (!choices || g_variant_n_children (choices) == 0))
    return fail (error, name, "has no “choices”");
  return TRUE;
}

static gboolean
validate_value (GVariant *description, const char *name, GError **error)
{
  g_autoptr (GVariant) value =
    g_variant_lookup_value (description, "value", NULL);
  g_autoptr (GVariant) checked = NULL;

  if (get_kind (description) == KIND_ACTION)
    return !value || fail (error, name, "is an action, and has a “value”");
  if (!value)
    return fail (error, name, "has no “value”");
  checked = check_value (description, value, error);
  if (!checked)
    return FALSE;
  g_variant_take_ref (checked);
  return g_variant_is_of_type (value, g_variant_get_type (checked)) ||
         fail_number (description, name, error);
}

static gboolean
validate_one (GVariant *description, GHashTable *names, GError **error)
{
  const char *name = get_string (description, "name");
  const char *title = get_string (description, "title");

  if (!name || !is_name (name))
    return fail (error, name ?: "", "is no name of a parameter");
  if (!g_hash_table_add (names, (gpointer)name))
    return fail (error, name, "is there twice");
  if (!title || strlen (title) > VC_PARAMETER_TEXT_MAX)
    return fail (error, name, "has no “title”, or one that is too long");
  if (get_kind (description) == KIND_NONE)
    return fail (error, name, "has no “kind” that is known");
  return validate_types (description, name, error) &&
         validate_limits (description, name, error) &&
         validate_value (description, name, error);
}

static gsize
measure_text (const char *text)
{
  gsize size = 0;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      size += 2;
    else
      size += (guchar)*p < 0x20 ? 6 : 1;
  return size;
}

static gsize
measure_one (GVariant *description)
{
  static const char *const keys[] = {"name", "title", "unit", "group"};
  g_autofree const char **choices = NULL;
  gsize size = VC_PARAMETER_SIZE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    size += measure_text (get_string (description, keys[i]) ?: "");
  g_variant_lookup (description, "choices", "^a&s", &choices);
  for (const char **p = choices; p != NULL && *p != NULL; p++)
    size += measure_text (*p) + 3;
  return size;
}

GVariant *
vc_parameters_new_empty (void)
{
  return g_variant_new_array (G_VARIANT_TYPE_VARDICT, NULL, 0);
}

gboolean
vc_parameters_validate (GVariant *parameters, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  /* Their names stay while they do. */
  g_autoptr (GPtrArray) kept =
    g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  gsize size = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("aa{sv}")) ||
      g_variant_n_children (parameters) > VC_PARAMETERS_MAX) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "These are no descriptions of at most %d parameters",
                 VC_PARAMETERS_MAX);
    return FALSE;
  }
  for (gsize i = 0; i < g_variant_n_children (parameters); i++) {
    GVariant *description = g_variant_get_child_value (parameters, i);

    g_ptr_array_add (kept, description);
    if (!validate_one (description, names, error))
      return FALSE;
    size += measure_one (description);
  }
  if (size <= VC_PARAMETERS_SIZE_MAX)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "The parameters are too many, or their texts too long: all "
               "together have %" G_GSIZE_FORMAT
               " bytes, and a page can be told "
               "of %d",
               size, VC_PARAMETERS_SIZE_MAX);
  return FALSE;
}

/* (transfer full) (nullable) */
static GVariant *
find (GVariant *parameters, const char *name)
{
  for (gsize i = 0; i < g_variant_n_children (parameters); i++) {
    g_autoptr (GVariant) description =
      g_variant_get_child_value (parameters, i);

    if (g_strcmp0 (get_string (description, "name"), name) == 0)
      return g_steal_pointer (&description);
  }
  return NULL;
}

static GVariant *
check_named (GVariant *parameters, const char *name, GVariant *value,
             GError **error)
{
  g_autoptr (GVariant) description = find (parameters, name);
  g_autofree char *shown = NULL;

  if (description)
    return check_value (description, value, error);
  shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 64));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "There is no parameter “%s”", shown);
  return NULL;
}

GVariant *
vc_parameters_check (GVariant *parameters, GVariant *values, GError **error)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_return_val_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_VARDICT),
                        NULL);

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
    g_autoptr (GVariant) owned = value;
    g_autoptr (GVariant) checked = check_named (parameters, name, value, error);

    if (!checked)
      return NULL;
    g_variant_take_ref (checked);
    g_variant_builder_add (&builder, "{sv}", name, checked);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

GVariant *
vc_parameters_get_values (GVariant *parameters)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  for (gsize i = 0; i < g_variant_n_children (parameters); i++) {
    g_autoptr (GVariant) description =
      g_variant_get_child_value (parameters, i);
    g_autoptr (GVariant) value =
      g_variant_lookup_value (description, "value", NULL);

    if (value)
      g_variant_builder_add (&builder, "{sv}", get_string (description, "name"),
                             value);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
is_alike (GVariant *a, GVariant *b)
{
  GVariantDict one, other;
  g_autoptr (GVariant) rest_of_a = NULL, rest_of_b = NULL;

  g_variant_dict_init (&one, a);
  g_variant_dict_init (&other, b);
  g_variant_dict_remove (&one, "value");
  g_variant_dict_remove (&other, "value");
  rest_of_a = g_variant_ref_sink (g_variant_dict_end (&one));
  rest_of_b = g_variant_ref_sink (g_variant_dict_end (&other));
  return g_variant_equal (rest_of_a, rest_of_b);
}

gboolean
vc_parameters_are_alike (GVariant *a, GVariant *b)
{
  if (g_variant_n_children (a) != g_variant_n_children (b))
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children (a); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (a, i);
    g_autoptr (GVariant) other = g_variant_get_child_value (b, i);

    if (!is_alike (one, other))
      return FALSE;
  }
  return TRUE;
}
