/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of a MetaImage file (.mha, .mhd).
 */

#include "metaimage.h"

#include <string.h>

#include "affine.h"
#include "fields.h"
#include "loader.h"

#define MAX_AXES 4

typedef struct {
  guint n_axes;
  guint n_sizes;
  guint sizes[MAX_AXES];
  gboolean has_type;
  gboolean is_compressed;
  gboolean has_spacing;
  double spacing[MAX_AXES];
  double offset[MAX_AXES];
  double axes[MAX_AXES * MAX_AXES]; /* row i: direction of axis i */
  gint64 header_size;
  gboolean ends; /* "ElementDataFile" was there */
  VcImageHeader *header;
} MetaImage;

typedef struct {
  const char *name;
  gboolean (*parse) (MetaImage *self, const char *value);
} Field;

static gboolean
parse_bool (const char *value, gboolean *result)
{
  *result = *value == 't' || *value == 'T' || *value == '1';
  return *result || *value == 'f' || *value == 'F' || *value == '0';
}

static gboolean
parse_object_type (MetaImage *self, const char *value)
{
  return g_ascii_strcasecmp (value, "Image") == 0;
}

static gboolean
parse_n_axes (MetaImage *self, const char *value)
{
  return vc_fields_uint (value, &self->n_axes) && self->n_axes >= 2 &&
         self->n_axes <= MAX_AXES;
}

static gboolean
parse_sizes (MetaImage *self, const char *value)
{
  return vc_fields_uints (value, self->sizes, MAX_AXES, &self->n_sizes);
}

static gboolean
parse_type (MetaImage *self, const char *value)
{
  static const struct {
    const char *name;
    guint type;
  } types[] = {
    {"MET_CHAR", VC_SCALAR_INT8},
    {"MET_UCHAR", VC_SCALAR_UINT8},
    {"MET_SHORT", VC_SCALAR_INT16},
    {"MET_USHORT", VC_SCALAR_UINT16},
    {"MET_INT", VC_SCALAR_INT32},
    {"MET_UINT", VC_SCALAR_UINT32},
    /* MetaIO writes 4 bytes for these on any machine. */
    {"MET_LONG", VC_SCALAR_INT32},
    {"MET_ULONG", VC_SCALAR_UINT32},
    {"MET_LONG_LONG", VC_STORED_INT64},
    {"MET_ULONG_LONG", VC_STORED_UINT64},
    {"MET_FLOAT", VC_SCALAR_FLOAT32},
    {"MET_DOUBLE", VC_SCALAR_FLOAT64},
  };
  g_autofree char *plain = g_strdup (value);

  if (g_str_has_suffix (plain, "_ARRAY"))
    plain[strlen (plain) - strlen ("_ARRAY")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_ascii_strcasecmp (plain, types[i].name) != 0)
      continue;
    self->header->stored = types[i].type;
    self->has_type = TRUE;
    return TRUE;
  }
  return FALSE;
}

static gboolean
parse_channels (MetaImage *self, const char *value)
{
  return vc_fields_uint (value, &self->header->components);
}

static gboolean
parse_spacing (MetaImage *self, const char *value)
{
  self->has_spacing = TRUE;
  return vc_fields_doubles (value, self->spacing, self->n_axes);
}

/* Voxels of this size, without a gap unless the spacing tells otherwise. */
static gboolean
parse_size (MetaImage *self, const char *value)
{
  double size[MAX_AXES];

  if (!vc_fields_doubles (value, size, self->n_axes))
    return FALSE;
  if (!self->has_spacing)
    memcpy (self->spacing, size, sizeof size);
  return TRUE;
}

static gboolean
parse_offset (MetaImage *self, const char *value)
{
  return vc_fields_doubles (value, self->offset, self->n_axes);
}

static gboolean
parse_axes (MetaImage *self, const char *value)
{
  double axes[MAX_AXES * MAX_AXES];
  guint n = self->n_axes;

  if (!vc_fields_doubles (value, axes, n * n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      self->axes[MAX_AXES * i + j] = axes[n * i + j];
  return TRUE;
}

static gboolean
parse_byte_order (MetaImage *self, const char *value)
{
  gboolean is_big;

  if (!parse_bool (value, &is_big))
    return FALSE;
  self->header->byte_order = is_big ? G_BIG_ENDIAN : G_LITTLE_ENDIAN;
  return TRUE;
}

static gboolean
parse_binary (MetaImage *self, const char *value)
{
  gboolean is_binary;

  if (!parse_bool (value, &is_binary))
    return FALSE;
  if (!is_binary)
    self->header->encoding = VC_ENCODING_TEXT;
  return TRUE;
}

static gboolean
parse_compressed (MetaImage *self, const char *value)
{
  return parse_bool (value, &self->is_compressed);
}

static gboolean
parse_header_size (MetaImage *self, const char *value)
{
  return vc_fields_int64 (value, &self->header_size) && self->header_size >= -1;
}

static gboolean
parse_modality (MetaImage *self, const char *value)
{
  if (g_str_equal (value, "MET_MOD_CT"))
    self->header->modality = VC_MODALITY_CT;
  else if (g_str_equal (value, "MET_MOD_MR"))
    self->header->modality = VC_MODALITY_MR;
  return TRUE;
}

static gboolean
parse_data_file (MetaImage *self, const char *value)
{
  self->ends = TRUE;
  return g_ascii_strcasecmp (value, "LOCAL") == 0 ||
         vc_image_header_set_data_file (self->header, value);
}

/* What depends on the number of axes comes after it, as MetaIO demands. */
static const Field fields[] = {
  {"ObjectType", parse_object_type},
  {"NDims", parse_n_axes},
  {"DimSize", parse_sizes},
  {"ElementType", parse_type},
  {"ElementNumberOfChannels", parse_channels},
  {"ElementSpacing", parse_spacing},
  {"ElementSize", parse_size},
  {"Offset", parse_offset},
  {"Origin", parse_offset},
  {"Position", parse_offset},
  {"TransformMatrix", parse_axes},
  {"Rotation", parse_axes},
  {"Orientation", parse_axes},
  {"BinaryData", parse_binary},
  {"BinaryDataByteOrderMSB", parse_byte_order},
  {"ElementByteOrderMSB", parse_byte_order},
  {"CompressedData", parse_compressed},
  {"HeaderSize", parse_header_size},
  {"Modality", parse_modality},
  {"ElementDataFile", parse_data_file},
};

static gboolean
parse_line (MetaImage *self, char *line, GError **error)
{
  char *equals = strchr (line, '=');

  if (equals == NULL) {
    if (*g_strstrip (line) == '\0')
      return TRUE;
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its header has a line that is no MetaImage field");
    return FALSE;
  }
  *equals = '\0';
  g_strstrip (line);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_ascii_strcasecmp (line, fields[i].name) != 0)
      continue;
    if (fields[i].parse (self, g_strstrip (equals + 1)))
      return TRUE;
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                 "the “%s” in its header is wrong or not supported",
                 fields[i].name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_lines (MetaImage *self, const char *text, gsize length, GError **error)
{
  const char *p = text, *end = text + length;

  while (p < end && !self->ends) {
    const char *newline = memchr (p, '\n', end - p);
    const char *stop = newline ? newline : end;
    g_autofree char *line = NULL;

    if (memchr (p, '\0', stop - p))
      break;
    line = g_utf8_make_valid (p, stop - p);
    p = newline ? newline + 1 : end;
    if (!parse_line (self, line, error))
      return FALSE;
  }
  if (self->ends) {
    self->header->offset = p - text;
    return TRUE;
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "its header does not end with “ElementDataFile”");
  return FALSE;
}

static gboolean
check_fields (const MetaImage *self, GError **error)
{
  const char *missing = NULL;

  if (self->n_axes == 0)
    missing = "NDims";
  else if (self->n_sizes == 0)
    missing = "DimSize";
  else if (!self->has_type)
    missing = "ElementType";
  if (missing) {
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                 "its header has no “%s”", missing);
    return FALSE;
  }
  if (self->n_sizes == self->n_axes)
    return TRUE;
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "the numbers of axes in its header contradict each "
                       "other");
  return FALSE;
}

static void
place (MetaImage *self)
{
  VcImageHeader *header = self->header;
  double *m = header->ijk_to_lps;

  for (guint i = 0; i < 3; i++) {
    double v[3];

    for (guint j = 0; j < 3; j++)
      v[j] = self->axes[MAX_AXES * i + j] * self->spacing[i];
    vc_affine_set_column (m, i, v);
    header->dims[i] = i < self->n_axes ? self->sizes[i] : 1;
  }
  vc_affine_set_column (m, 3, self->offset);
  if (self->n_axes == 2)
    vc_affine_complete (m, 2, 1);
  if (self->n_axes == 4)
    header->frames = MAX (1, self->sizes[3]);
}

static gboolean
place_data (MetaImage *self, GError **error)
{
  VcImageHeader *header = self->header;

  if (self->is_compressed && header->encoding != VC_ENCODING_TEXT)
    header->encoding = VC_ENCODING_ZLIB;
  if (header->data_file)
    header->offset = MAX (self->header_size, 0);
  if (self->header_size >= 0)
    return TRUE;
  if (header->encoding == VC_ENCODING_RAW && header->frames == 1) {
    header->offset = -1;
    return TRUE;
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "its header size of −1 needs raw data");
  return FALSE;
}

VcImageHeader *
vc_metaimage_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcImageHeader) header = vc_image_header_new ();
  MetaImage self = {.header = header};

  for (guint i = 0; i < MAX_AXES; i++)
    self.spacing[i] = self.axes[MAX_AXES * i + i] = 1;
  if (!parse_lines (&self, text, length, error) ||
      !check_fields (&self, error) || !place_data (&self, error))
    return NULL;
  place (&self);
  if (!vc_image_header_check (header, error))
    return NULL;
  return g_steal_pointer (&header);
}
