/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads the voxels that a VcImageHeader describes into memory.
 */

#include "voxels.h"

#include <math.h>
#include <string.h>

#include "loader.h"

/* Values per step: small enough for the cache, large enough for read(). */
#define CHUNK (256 * 1024)

/* deflate cannot do better than 1032:1 (zlib's technical notes). */
#define MAX_RATIO 1032

static void
swap_bytes (void *values, gsize n, gsize size)
{
  if (size == 2)
    for (guint16 *p = values; n > 0; n--, p++)
      *p = GUINT16_SWAP_LE_BE (*p);
  else if (size == 4)
    for (guint32 *p = values; n > 0; n--, p++)
      *p = GUINT32_SWAP_LE_BE (*p);
  else if (size == 8)
    for (guint64 *p = values; n > 0; n--, p++)
      *p = GUINT64_SWAP_LE_BE (*p);
}

static double
get_value (const void *values, gsize i, guint stored)
{
  switch (stored) {
  case VC_STORED_INT64:
    return ((const gint64 *)values)[i];
  case VC_STORED_UINT64:
    return ((const guint64 *)values)[i];
  default:
    g_assert (stored <= VC_SCALAR_FLOAT64);
    return vc_scalar_type_get ((VcScalarType)stored, values, i);
  }
}

/* Returns: FALSE if an integer does not fit. */
static gboolean
set_value (void *values, gsize i, VcScalarType type, double value)
{
#define STORE(ctype, least, most)                                              \
  if (!(value >= (least) && value <= (most)))                                  \
    return FALSE;                                                              \
  ((ctype *)values)[i] = (ctype)value;                                         \
  return TRUE
  switch (type) {
  case VC_SCALAR_INT8:
    STORE (gint8, G_MININT8, G_MAXINT8);
  case VC_SCALAR_UINT8:
    STORE (guint8, 0, G_MAXUINT8);
  case VC_SCALAR_INT16:
    STORE (gint16, G_MININT16, G_MAXINT16);
  case VC_SCALAR_UINT16:
    STORE (guint16, 0, G_MAXUINT16);
  case VC_SCALAR_INT32:
    STORE (gint32, G_MININT32, G_MAXINT32);
  case VC_SCALAR_UINT32:
    STORE (guint32, 0, G_MAXUINT32);
  case VC_SCALAR_FLOAT32:
    ((float *)values)[i] = (float)value;
    return TRUE;
  case VC_SCALAR_FLOAT64:
    ((double *)values)[i] = value;
    return TRUE;
  }
  return FALSE;
#undef STORE
}

static gboolean
is_same (const VcImageHeader *header)
{
  return (guint)vc_image_header_type (header) == header->stored &&
         header->slope == 1 && header->intercept == 0;
}

/* What nearly every CT needs, in a loop that the compiler can vectorise. The
 * type was chosen so that all values fit. */
static gboolean
convert_shorts (const VcImageHeader *header, const void *from, gint16 *to,
                gsize n)
{
  gint32 slope, intercept;

  if (vc_image_header_type (header) != VC_SCALAR_INT16 ||
      fabs (header->slope) > G_MAXINT16 || fabs (header->intercept) > 1e9)
    return FALSE;
  slope = header->slope;
  intercept = header->intercept;
  if (header->stored == VC_SCALAR_INT16)
    for (gsize i = 0; i < n; i++)
      to[i] = ((const gint16 *)from)[i] * slope + intercept;
  else if (header->stored == VC_SCALAR_UINT16)
    for (gsize i = 0; i < n; i++)
      to[i] = ((const guint16 *)from)[i] * slope + intercept;
  else
    return FALSE;
  return TRUE;
}

gboolean
vc_voxels_convert (const VcImageHeader *header, const void *from, void *to,
                   gsize n, GError **error)
{
  VcScalarType type = vc_image_header_type (header);

  if (is_same (header)) {
    memcpy (to, from, n * vc_image_header_value_size (header));
    return TRUE;
  }
  if (convert_shorts (header, from, to, n))
    return TRUE;
  for (gsize i = 0; i < n; i++) {
    double value =
      get_value (from, i, header->stored) * header->slope + header->intercept;

    if (!set_value (to, i, type, value)) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                   "it has values that are too large (%g)", value);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_exactly (VcSource *source, void *buffer, gsize length, GError **error)
{
  gssize n = vc_source_read (source, buffer, length, error);

  if (n < 0)
    return FALSE;
  if ((gsize)n < length) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it has fewer voxels than its header says");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_binary (const VcImageHeader *header, VcSource *source, char *voxels,
             VcVoxelsProgress progress, gpointer data, GError **error)
{
  VcScalarType type = vc_image_header_type (header);
  gsize size = vc_image_header_value_size (header);
  gsize step = vc_scalar_type_size (type);
  gboolean converts = !is_same (header);
  g_autofree char *scratch = converts ? g_malloc (CHUNK * size) : NULL;
  guint64 left = vc_image_header_n_values (header);

  while (left > 0) {
    gsize n = MIN (left, CHUNK);
    char *chunk = converts ? scratch : voxels;

    if (!read_exactly (source, chunk, n * size, error))
      return FALSE;
    if (header->byte_order != G_BYTE_ORDER)
      swap_bytes (chunk, n, size);
    if (converts && !vc_voxels_convert (header, chunk, voxels, n, error))
      return FALSE;
    voxels += n * step;
    left -= n;
    progress (vc_source_get_fraction (source), data);
  }
  return TRUE;
}

typedef struct {
  VcSource *source;
  char block[4096];
  gssize begin, end;
} Words;

/* @word: the next one between blanks or commas; "" at the end. */
static gboolean
read_word (Words *self, char word[64], GError **error)
{
  guint n = 0;

  for (;;) {
    if (self->begin == self->end) {
      self->begin = 0;
      self->end =
        vc_source_read (self->source, self->block, sizeof self->block, error);
      if (self->end < 0)
        return FALSE;
      if (self->end == 0)
        break;
    }
    if (g_ascii_isspace (self->block[self->begin]) ||
        self->block[self->begin] == ',') {
      self->begin++;
      if (n > 0)
        break;
    } else if (n < 63) {
      word[n++] = self->block[self->begin++];
    } else {
      break;
    }
  }
  word[n] = '\0';
  return TRUE;
}

static gboolean
read_text (const VcImageHeader *header, VcSource *source, void *voxels,
           VcVoxelsProgress progress, gpointer data, GError **error)
{
  VcScalarType type = vc_image_header_type (header);
  guint64 n = vc_image_header_n_values (header);
  Words words = {.source = source};
  char word[64], *end;

  for (guint64 i = 0; i < n; i++) {
    double value;

    if (!read_word (&words, word, error))
      return FALSE;
    value = g_ascii_strtod (word, &end) * header->slope + header->intercept;
    if (*word == '\0' || *end != '\0' || !set_value (voxels, i, type, value)) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "voxel %" G_GUINT64_FORMAT " is missing or no number of its "
                   "type",
                   i + 1);
      return FALSE;
    }
    if (i % CHUNK == 0)
      progress (vc_source_get_fraction (source), data);
  }
  return TRUE;
}

/* The checksum of a gzip file follows the last byte: reading on verifies it. */
static gboolean
check_end (const VcImageHeader *header, VcSource *source, GError **error)
{
  char byte;

  if (header->encoding == VC_ENCODING_RAW || header->frames > 1)
    return TRUE;
  return vc_source_read (source, &byte, 1, error) >= 0;
}

static gboolean
is_enough (const VcImageHeader *header, guint64 available)
{
  guint64 n = vc_image_header_n_values (header);

  switch (header->encoding) {
  case VC_ENCODING_RAW:
    return available >= n * vc_image_header_value_size (header);
  case VC_ENCODING_TEXT:
    return available >= 2 * n - 1;
  case VC_ENCODING_GZIP:
  case VC_ENCODING_ZLIB:
    return available >= n * vc_image_header_value_size (header) / MAX_RATIO;
  }
  return FALSE;
}

gboolean
vc_voxels_check_length (const VcImageHeader *header, VcSource *source,
                        GError **error)
{
  guint64 begin = MAX (header->offset, 0);
  guint64 size = vc_source_get_size (source);

  if (header->encoding == VC_ENCODING_RAW &&
      !g_uint64_checked_add (&begin, begin, header->skip_bytes))
    begin = G_MAXUINT64;
  if (begin <= size && is_enough (header, size - begin))
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
               "it is cut off: %u × %u × %u voxels do not fit into %" //
               G_GUINT64_FORMAT " bytes",
               header->dims[0], header->dims[1], header->dims[2],
               begin <= size ? size - begin : 0);
  return FALSE;
}

gboolean
vc_voxels_seek (const VcImageHeader *header, VcSource *source, GError **error)
{
  guint64 offset = header->offset;

  if (header->offset < 0)
    offset =
      vc_source_get_size (source) -
      vc_image_header_n_values (header) * vc_image_header_value_size (header);
  if (header->skip_lines > 0) {
    if (!vc_source_seek (source, offset, VC_ENCODING_RAW, error) ||
        !vc_source_skip_lines (source, header->skip_lines, error))
      return FALSE;
    offset = vc_source_get_position (source);
  }
  return vc_source_seek (source, offset, header->encoding, error) &&
         vc_source_skip (source, header->skip_bytes, error);
}

gboolean
vc_voxels_read (const VcImageHeader *header, VcSource *source, void *voxels,
                VcVoxelsProgress progress, gpointer data, GError **error)
{
  if (header->encoding == VC_ENCODING_TEXT)
    return read_text (header, source, voxels, progress, data, error);
  return read_binary (header, source, voxels, progress, data, error) &&
         check_end (header, source, error);
}
