/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Walks through a PLY file before vtkPLYReader does.
 */

#include "ply.h"

#include <string.h>

#include "loader.h"

#define MAX_ELEMENTS 16
#define MAX_PROPERTIES 64
/* What vtkPLYReader has room for. */
#define MAX_LINE 4000
#define MAX_CORNERS 255

typedef struct {
  guint count_size; /* 0: a single value */
  guint size;
} Property;

typedef struct {
  guint64 n;
  guint n_properties;
  Property properties[MAX_PROPERTIES];
  gboolean has_list;
} Element;

typedef struct {
  VcSource *source;
  char buffer[65536];
  gsize begin, end;
  gboolean is_text, is_big;
  guint n_elements;
  Element elements[MAX_ELEMENTS];
} Ply;

static gboolean
set_broken (GError **error, const char *clause)
{
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN, clause);
  return FALSE;
}

/* At least @n bytes at @begin, unless the file ends before. */
static gboolean
fill (Ply *self, gsize n, GError **error)
{
  gssize got;

  if (self->end - self->begin >= n)
    return TRUE;
  memmove (self->buffer, self->buffer + self->begin, self->end - self->begin);
  self->end -= self->begin;
  self->begin = 0;
  got = vc_source_read (self->source, self->buffer + self->end,
                        sizeof self->buffer - self->end, error);
  if (got < 0)
    return FALSE;
  self->end += got;
  return self->end >= n || set_broken (error, "it is cut off");
}

static gboolean
skip (Ply *self, guint64 n, GError **error)
{
  gsize buffered = MIN (n, self->end - self->begin);

  self->begin += buffered;
  n -= buffered;
  if (n == 0)
    return TRUE;
  if (n > vc_source_get_size (self->source))
    return set_broken (error, "it is cut off");
  return vc_source_skip (self->source, n, error);
}

/* Returns: (transfer none) (nullable): the next line, without its end */
static const char *
next_line (Ply *self, GError **error)
{
  for (;;) {
    char *line = self->buffer + self->begin;
    char *newline = memchr (line, '\n', self->end - self->begin);

    if (newline) {
      *newline = '\0';
      self->begin = newline + 1 - self->buffer;
      if (newline - line < MAX_LINE && strlen (line) == (gsize)(newline - line))
        return g_strchomp (line);
      set_broken (error, "it has a line that is too long or no text");
      return NULL;
    }
    if (self->end - self->begin > MAX_LINE) {
      set_broken (error, "it has a line that is too long or no text");
      return NULL;
    }
    /* The last line may lack its end. */
    if (!fill (self, self->end - self->begin + 1, NULL)) {
      if (self->end == self->begin || self->end == sizeof self->buffer) {
        set_broken (error, "it is cut off");
        return NULL;
      }
      self->buffer[self->end++] = '\n';
    }
  }
}

static guint
get_type_size (const char *name)
{
  static const struct {
    const char *names;
    guint size;
  } types[] = {
    {"|char|uchar|int8|uint8|", 1},
    {"|short|ushort|int16|uint16|", 2},
    {"|int|uint|int32|uint32|float|float32|", 4},
    {"|double|float64|", 8},
  };
  g_autofree char *wanted = g_strdup_printf ("|%s|", name);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strstr (types[i].names, wanted))
      return types[i].size;
  return 0;
}

static gboolean
add_element (Ply *self, char **words)
{
  Element *element = &self->elements[self->n_elements];

  if (g_strv_length (words) != 3 || self->n_elements == MAX_ELEMENTS ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXINT, &element->n,
                                   NULL))
    return FALSE;
  self->n_elements++;
  return TRUE;
}

static gboolean
add_property (Ply *self, char **words)
{
  Element *element = &self->elements[self->n_elements - 1];
  guint n = g_strv_length (words);
  Property property = {0};

  if (self->n_elements == 0 || element->n_properties == MAX_PROPERTIES)
    return FALSE;
  if (n == 5 && g_str_equal (words[1], "list")) {
    property.count_size = get_type_size (words[2]);
    property.size = get_type_size (words[3]);
    element->has_list = TRUE;
    if (property.count_size == 0 || property.count_size == 8)
      return FALSE;
  } else if (n == 3) {
    property.size = get_type_size (words[1]);
  }
  element->properties[element->n_properties++] = property;
  return property.size > 0;
}

static gboolean
set_format (Ply *self, char **words)
{
  if (g_strv_length (words) != 3)
    return FALSE;
  self->is_text = g_str_equal (words[1], "ascii");
  self->is_big = g_str_equal (words[1], "binary_big_endian");
  return self->is_text || self->is_big ||
         g_str_equal (words[1], "binary_little_endian");
}

static gboolean
parse_header (Ply *self, GError **error)
{
  const char *line = next_line (self, error);
  gboolean has_format = FALSE;

  if (line && !g_str_equal (line, "ply"))
    return set_broken (error, "it does not begin like a PLY file");
  while (line && (line = next_line (self, error))) {
    g_auto (GStrv) words = g_strsplit (line, " ", -1);
    const char *key = words[0] ? words[0] : "";

    if (g_str_equal (key, "end_header"))
      return has_format || set_broken (error, "its header has no format");
    if (g_str_equal (key, "comment") || g_str_equal (key, "obj_info"))
      continue;
    if (g_str_equal (key, "format") && set_format (self, words)) {
      has_format = TRUE;
      continue;
    }
    if ((g_str_equal (key, "element") && add_element (self, words)) ||
        (g_str_equal (key, "property") && add_property (self, words)))
      continue;
    return set_broken (error, "its header is damaged");
  }
  return FALSE;
}

static gint64
get_count (const Ply *self, const char *bytes, guint size)
{
  guint32 value = 0;

  for (guint i = 0; i < size; i++)
    value |= (guint32)(guint8)bytes[i]
             << (8 * (self->is_big ? size - 1 - i : i));
  return value;
}

static gboolean
walk_binary (Ply *self, const Element *element, GError **error)
{
  guint64 fixed = 0;

  for (guint p = 0; p < element->n_properties; p++)
    fixed += element->properties[p].size;
  if (!element->has_list)
    return skip (self, fixed * element->n, error);
  for (guint64 i = 0; i < element->n; i++) {
    for (guint p = 0; p < element->n_properties; p++) {
      const Property *property = &element->properties[p];
      gint64 count = 1;

      if (property->count_size) {
        if (!fill (self, property->count_size, error))
          return FALSE;
        count =
          get_count (self, self->buffer + self->begin, property->count_size);
        self->begin += property->count_size;
        if (count > MAX_CORNERS)
          return set_broken (error, "it has polygons with more than 255 "
                                    "corners");
      }
      if (!fill (self, count * property->size, error))
        return FALSE;
      self->begin += count * property->size;
    }
  }
  return TRUE;
}

/* Counts the words that @element needs along @words. */
static gboolean
is_complete (const Element *element, char **words)
{
  guint n = g_strv_length (words), used = 0;

  for (guint p = 0; p < element->n_properties; p++) {
    guint64 count = 0;

    if (used >= n)
      return FALSE;
    if (element->properties[p].count_size &&
        !g_ascii_string_to_unsigned (words[used], 10, 0, MAX_CORNERS, &count,
                                     NULL))
      return FALSE;
    used += 1 + count;
  }
  return used <= n;
}

static gboolean
walk_text (Ply *self, const Element *element, GError **error)
{
  for (guint64 i = 0; i < element->n; i++) {
    const char *line = next_line (self, error);
    g_auto (GStrv) words = NULL;
    guint n = 0;

    if (line == NULL)
      return FALSE;
    words = g_strsplit_set (line, " \t", -1);
    for (guint w = 0; words[w]; w++) { /* no empty words */
      if (*words[w])
        words[n++] = words[w];
      else
        g_free (words[w]);
    }
    words[n] = NULL;
    if (!is_complete (element, words))
      return set_broken (error, "it is cut off or damaged");
  }
  return TRUE;
}

gboolean
vc_ply_check (VcSource *source, GError **error)
{
  g_autofree Ply *self = g_new0 (Ply, 1);

  self->source = source;
  if (!vc_source_seek (source, 0, VC_ENCODING_RAW, error) ||
      !parse_header (self, error))
    return FALSE;
  for (guint i = 0; i < self->n_elements; i++) {
    const Element *element = &self->elements[i];

    if (!(self->is_text ? walk_text (self, element, error)
                        : walk_binary (self, element, error)))
      return FALSE;
  }
  return TRUE;
}
