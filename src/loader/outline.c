/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Cheap tests whether a file is complete that VTK's readers leave out.
 */

#include "outline.h"

#include <stdio.h>
#include <string.h>

#include "loader.h"
#include "ply.h"

#define HEAD 4096
#define TAIL 1024

#define STL_HEADER 84
#define STL_TRIANGLE 50

static gboolean
set_cut_off (GError **error)
{
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "it is cut off");
  return FALSE;
}

/* Binary STL has nothing by which to know it. */
static gboolean
set_no_stl (GError **error)
{
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "it is cut off, or no STL file");
  return FALSE;
}

/* The number of triangles, or "endsolid". */
static gboolean
check_stl (const guint8 *head, gsize head_length, const char *tail,
           guint64 size, GError **error)
{
  guint32 n;
  guint64 expected;

  if (head_length < STL_HEADER)
    return strstr (tail, "endsolid") || set_no_stl (error);
  memcpy (&n, head + STL_HEADER - 4, sizeof n);
  expected = STL_HEADER + STL_TRIANGLE * (guint64)GUINT32_FROM_LE (n);
  if (size == expected)
    return TRUE;
  if (memcmp (head, "solid", 5) == 0)
    return strstr (tail, "endsolid") || set_cut_off (error);
  return size > expected || set_no_stl (error);
}

/* VTI, VTP: the last tag. */
static gboolean
check_xml (const char *tail, GError **error)
{
  return strstr (tail, "</VTKFile>") || set_cut_off (error);
}

static guint
get_legacy_size (const char *type)
{
  static const struct {
    const char *name;
    guint size;
  } types[] = {
    {"char", 1}, {"unsigned_char", 1}, {"short", 2}, {"unsigned_short", 2},
    {"int", 4},  {"unsigned_int", 4},  {"float", 4}, {"double", 8},
    {"long", 8}, {"unsigned_long", 8},
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, type))
      return types[i].size;
  return 0;
}

/* Structured points in binary: the voxels after the header. */
static gboolean
check_legacy (const char *head, guint64 size, GError **error)
{
  const char *sizes = strstr (head, "DIMENSIONS");
  const char *scalars = strstr (head, "SCALARS");
  const char *table = scalars ? strstr (scalars, "LOOKUP_TABLE") : NULL;
  const char *data = table ? strchr (table, '\n') : NULL;
  guint dims[3], components = 1;
  char type[32];
  guint64 n;

  if (strstr (head, "BINARY") == NULL || sizes == NULL || data == NULL ||
      sscanf (sizes, "DIMENSIONS %u %u %u", &dims[0], &dims[1], &dims[2]) !=
        3 ||
      sscanf (scalars, "SCALARS %*255s %31s %u", type, &components) < 1)
    return TRUE;
  n = get_legacy_size (type);
  for (guint i = 0; i < 3; i++)
    if (!g_uint64_checked_mul (&n, n, dims[i]))
      return set_cut_off (error);
  return (g_uint64_checked_mul (&n, n, components) &&
          n <= size - (data + 1 - head)) ||
         set_cut_off (error);
}

static gboolean
read_at (VcSource *source, guint64 offset, char *buffer, gsize size,
         gsize *length, GError **error)
{
  gssize n = vc_source_seek (source, offset, VC_ENCODING_RAW, error)
               ? vc_source_read (source, buffer, size - 1, error)
               : -1;

  *length = MAX (n, 0);
  buffer[*length] = '\0';
  return n >= 0;
}

static void
hide_nul (char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      text[i] = ' ';
}

gboolean
vc_outline_check (const char *path, VcFormat format, GError **error)
{
  g_autoptr (VcSource) source = vc_source_new (path, error);
  guint64 size = source ? vc_source_get_size (source) : 0;
  char head[HEAD], tail[TAIL];
  gsize n, n_tail;

  if (source == NULL || !read_at (source, 0, head, HEAD, &n, error) ||
      !read_at (source, size - MIN (size, TAIL - 1), tail, TAIL, &n_tail,
                error))
    return FALSE;
  hide_nul (tail, n_tail);
  switch (format) {
  case VC_FORMAT_STL:
    return check_stl ((guint8 *)head, n, tail, size, error);
  case VC_FORMAT_VTI:
  case VC_FORMAT_VTP:
    return check_xml (tail, error);
  case VC_FORMAT_VTK_VOLUME:
    return check_legacy (head, size, error);
  case VC_FORMAT_PLY:
    return vc_ply_check (source, error);
  default:
    return TRUE;
  }
}
