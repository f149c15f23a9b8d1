/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the lines of an NRRD header say, each taken for itself.
 */

#include "nrrd-fields.h"

#include <math.h>
#include <string.h>

#include "fields.h"
#include "loader.h"

typedef struct {
  const char *name;
  gboolean (*parse) (VcNrrdFields *self, const char *value);
} Field;

static gboolean
parse_dimension (VcNrrdFields *self, const char *value)
{
  guint n;

  if (!vc_fields_uint (value, &n) || n < 1 || n > VC_NRRD_MAX_AXES)
    return FALSE;
  self->dimension = n;
  return TRUE;
}

static gboolean
parse_sizes (VcNrrdFields *self, const char *value)
{
  return vc_fields_uints (value, self->sizes, VC_NRRD_MAX_AXES, &self->n_sizes);
}

static gboolean
parse_type (VcNrrdFields *self, const char *value)
{
  static const struct {
    const char *names;
    guint type;
  } types[] = {
    {"|signed char|int8|int8_t|", VC_SCALAR_INT8},
    {"|uchar|unsigned char|uint8|uint8_t|", VC_SCALAR_UINT8},
    {"|short|short int|signed short|signed short int|int16|int16_t|",
     VC_SCALAR_INT16},
    {"|ushort|unsigned short|unsigned short int|uint16|uint16_t|",
     VC_SCALAR_UINT16},
    {"|int|signed int|int32|int32_t|", VC_SCALAR_INT32},
    {"|uint|unsigned int|uint32|uint32_t|", VC_SCALAR_UINT32},
    {"|longlong|long long|long long int|signed long long|"
     "signed long long int|int64|int64_t|",
     VC_STORED_INT64},
    {"|ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t|",
     VC_STORED_UINT64},
    {"|float|", VC_SCALAR_FLOAT32},
    {"|double|", VC_SCALAR_FLOAT64},
  };
  g_autofree char *wanted = g_strdup_printf ("|%s|", value);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (strstr (types[i].names, wanted) == NULL)
      continue;
    self->header->stored = types[i].type;
    self->has_type = TRUE;
    return TRUE;
  }
  return FALSE;
}

static gboolean
parse_encoding (VcNrrdFields *self, const char *value)
{
  VcEncoding *encoding = &self->header->encoding;

  self->has_encoding = TRUE;
  if (g_ascii_strcasecmp (value, "raw") == 0)
    *encoding = VC_ENCODING_RAW;
  else if (g_ascii_strcasecmp (value, "gzip") == 0 ||
           g_ascii_strcasecmp (value, "gz") == 0)
    *encoding = VC_ENCODING_GZIP;
  else if (g_ascii_strcasecmp (value, "txt") == 0 ||
           g_ascii_strcasecmp (value, "text") == 0 ||
           g_ascii_strcasecmp (value, "ascii") == 0)
    *encoding = VC_ENCODING_TEXT;
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_endian (VcNrrdFields *self, const char *value)
{
  if (g_ascii_strcasecmp (value, "little") == 0)
    self->header->byte_order = G_LITTLE_ENDIAN;
  else if (g_ascii_strcasecmp (value, "big") == 0)
    self->header->byte_order = G_BIG_ENDIAN;
  else
    return FALSE;
  return TRUE;
}

/* Each anatomical name says the direction of +x, +y, +z. Spaces without
 * anatomy ("scanner-xyz", "3D-right-handed") are taken as they are. */
static gboolean
parse_space (VcNrrdFields *self, const char *value)
{
  static const char *const plain[] = {"scanner-xyz", "3D-right-handed",
                                      "3D-left-handed", NULL};
  static const char *const positive[] = {"left", "posterior", "superior"};
  static const char *const negative[] = {"right", "anterior", "inferior"};
  g_autofree char *name = g_strdup (value);
  g_auto (GStrv) words = NULL;

  if (g_str_has_suffix (name, "-time"))
    name[strlen (name) - strlen ("-time")] = '\0';
  for (guint i = 0; plain[i]; i++)
    if (g_ascii_strcasecmp (name, plain[i]) == 0)
      return TRUE;
  if (strlen (name) == 3) {
    for (guint i = 0; i < 3; i++) {
      char c = g_ascii_tolower (name[i]);

      if (c != *positive[i] && c != *negative[i])
        return FALSE;
      self->sign[i] = c == *positive[i] ? 1 : -1;
    }
    return TRUE;
  }
  words = g_strsplit (name, "-", 4);
  if (g_strv_length (words) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++) {
    if (g_ascii_strcasecmp (words[i], positive[i]) == 0)
      self->sign[i] = 1;
    else if (g_ascii_strcasecmp (words[i], negative[i]) == 0)
      self->sign[i] = -1;
    else
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_space_dimension (VcNrrdFields *self, const char *value)
{
  guint n;

  return vc_fields_uint (value, &n) && n == 3;
}

/* "(x,y,z)" at *@p, which moves on behind it. */
static gboolean
parse_vector (const char **p, double v[3])
{
  const char *s = *p;

  if (*s++ != '(')
    return FALSE;
  for (guint i = 0; i < 3; i++) {
    char *end;

    v[i] = g_ascii_strtod (s, &end);
    if (end == s || !isfinite (v[i]))
      return FALSE;
    s = end + strspn (end, " \t");
    if (*s++ != (i < 2 ? ',' : ')'))
      return FALSE;
  }
  *p = s;
  return TRUE;
}

static gboolean
parse_directions (VcNrrdFields *self, const char *value)
{
  guint n = 0;

  for (const char *p = value; *p; p += strspn (p, " \t")) {
    if (n == VC_NRRD_MAX_AXES)
      return FALSE;
    self->is_spatial[n] = *p == '(';
    if (g_str_has_prefix (p, "none"))
      p += strlen ("none");
    else if (!parse_vector (&p, self->directions[n]))
      return FALSE;
    n++;
  }
  self->n_directions = n;
  return n > 0;
}

static gboolean
parse_origin (VcNrrdFields *self, const char *value)
{
  self->has_origin = TRUE;
  return parse_vector (&value, self->origin);
}

static gboolean
parse_spacings (VcNrrdFields *self, const char *value)
{
  return vc_fields_loose_doubles (value, self->spacings, VC_NRRD_MAX_AXES) > 0;
}

static gboolean
parse_mins (VcNrrdFields *self, const char *value)
{
  return vc_fields_loose_doubles (value, self->mins, VC_NRRD_MAX_AXES) > 0;
}

static gboolean
parse_units (VcNrrdFields *self, const char *value)
{
  static const struct {
    const char *name;
    double millimetres;
  } units[] = {{"mm", 1},     {"cm", 10},        {"m", 1000},
               {"um", 0.001}, {"μm", 0.001},     {"micron", 0.001},
               {"", 1},       {"microns", 0.001}};
  g_auto (GStrv) parts = g_strsplit (value, "\"", 8);

  for (guint i = 1, axis = 0; i < g_strv_length (parts) && axis < 3; i += 2)
    for (guint u = 0; u < G_N_ELEMENTS (units); u++)
      if (g_str_equal (parts[i], units[u].name)) {
        self->unit[axis++] = units[u].millimetres;
        break;
      }
  return TRUE;
}

static gboolean
parse_kinds (VcNrrdFields *self, const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " \t", -1);

  for (guint i = 0; words[i] && self->n_kinds < VC_NRRD_MAX_AXES; i++)
    if (*words[i])
      self->is_domain[self->n_kinds++] =
        g_ascii_strcasecmp (words[i], "domain") == 0 ||
        g_ascii_strcasecmp (words[i], "space") == 0 ||
        g_ascii_strcasecmp (words[i], "???") == 0;
  return TRUE;
}

static gboolean
parse_data_file (VcNrrdFields *self, const char *value)
{
  return vc_image_header_set_data_file (self->header, value);
}

static gboolean
parse_line_skip (VcNrrdFields *self, const char *value)
{
  return vc_fields_int64 (value, &self->line_skip) && self->line_skip >= 0 &&
         self->line_skip <= 1000000;
}

static gboolean
parse_byte_skip (VcNrrdFields *self, const char *value)
{
  return vc_fields_int64 (value, &self->byte_skip) && self->byte_skip >= -1;
}

static const Field fields[] = {
  {"dimension", parse_dimension},
  {"sizes", parse_sizes},
  {"type", parse_type},
  {"encoding", parse_encoding},
  {"endian", parse_endian},
  {"space", parse_space},
  {"space dimension", parse_space_dimension},
  {"space directions", parse_directions},
  {"space origin", parse_origin},
  {"space units", parse_units},
  {"spacings", parse_spacings},
  {"axis mins", parse_mins},
  {"axismins", parse_mins},
  {"kinds", parse_kinds},
  {"data file", parse_data_file},
  {"datafile", parse_data_file},
  {"line skip", parse_line_skip},
  {"lineskip", parse_line_skip},
  {"byte skip", parse_byte_skip},
  {"byteskip", parse_byte_skip},
};

static void
parse_key (VcNrrdFields *self, const char *line)
{
  if (g_str_has_prefix (line, "Segment0_ID:=") ||
      g_str_has_prefix (line, "Segmentation_"))
    self->header->modality = VC_MODALITY_LABEL;
  else if (g_ascii_strcasecmp (line, "modality:=CT") == 0)
    self->header->modality = VC_MODALITY_CT;
  else if (g_ascii_strcasecmp (line, "modality:=MR") == 0)
    self->header->modality = VC_MODALITY_MR;
}

gboolean
vc_nrrd_fields_parse (VcNrrdFields *self, char *line, GError **error)
{
  char *colon = strchr (line, ':');

  if (*line == '#')
    return TRUE;
  if (colon && colon[1] == '=') {
    parse_key (self, line);
    return TRUE;
  }
  if (colon == NULL || colon[1] != ' ') {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its header has a line that is no NRRD field");
    return FALSE;
  }
  *colon = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_ascii_strcasecmp (line, fields[i].name) != 0)
      continue;
    if (fields[i].parse (self, g_strstrip (colon + 1)))
      return TRUE;
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                 "the “%s” in its header is wrong or not supported",
                 fields[i].name);
    return FALSE;
  }
  return TRUE;
}
