/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of an NRRD file, attached or detached.
 */

#include "nrrd.h"

#include <math.h>
#include <string.h>

#include "affine.h"
#include "loader.h"
#include "nrrd-fields.h"

/* Returns: the line at *@p without its end, or NULL; *@p moves behind it. */
static char *
next_line (const char **p, const char *end)
{
  const char *newline = memchr (*p, '\n', end - *p);
  const char *stop = newline ? newline : end;
  char *line;

  if (*p >= end || memchr (*p, '\0', stop - *p))
    return NULL;
  line = g_utf8_make_valid (*p, stop - *p);
  *p = newline ? newline + 1 : end;
  return g_strchomp (line);
}

static gboolean
parse_lines (VcNrrdFields *self, const char *text, gsize length, GError **error)
{
  const char *p = text, *end = text + length;
  g_autofree char *magic = next_line (&p, end);

  if (magic == NULL || !g_str_has_prefix (magic, "NRRD000")) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it does not begin like an NRRD file");
    return FALSE;
  }
  while (p < end) {
    g_autofree char *line = next_line (&p, end);

    if (line == NULL)
      break;
    if (*line == '\0') {
      self->header->offset = p - text;
      return TRUE;
    }
    if (!vc_nrrd_fields_parse (self, line, error))
      return FALSE;
  }
  /* A detached header may end without an empty line. */
  if (p == end && self->header->data_file)
    return TRUE;
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "its header does not end");
  return FALSE;
}

static gboolean
check_counts (const VcNrrdFields *self, GError **error)
{
  const char *missing = NULL;

  if (self->dimension == 0)
    missing = "dimension";
  else if (self->n_sizes == 0)
    missing = "sizes";
  else if (!self->has_type)
    missing = "type";
  else if (!self->has_encoding)
    missing = "encoding";
  if (missing) {
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                 "its header has no “%s”", missing);
    return FALSE;
  }
  if (self->n_sizes != self->dimension ||
      (self->n_directions && self->n_directions != self->dimension) ||
      (self->n_kinds && self->n_kinds != self->dimension)) {
    g_set_error_literal (
      error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
      "the numbers of axes in its header contradict each other");
    return FALSE;
  }
  return TRUE;
}

/* Says which axes are space. Without directions or kinds, a fourth axis that
 * is short and fastest holds components. */
static void
find_spatial_axes (VcNrrdFields *self)
{
  guint n = self->dimension;

  if (self->n_directions)
    return;
  for (guint i = 0; i < n; i++) {
    if (self->n_kinds)
      self->is_spatial[i] = self->is_domain[i];
    else if (n > 3 && self->sizes[0] <= 4)
      self->is_spatial[i] = i > 0 && i <= 3;
    else
      self->is_spatial[i] = i < 3;
  }
}

static void
place_axis (VcNrrdFields *self, guint axis, guint column)
{
  double *m = self->header->ijk_to_lps;
  double v[3] = {0, 0, 0};

  if (self->n_directions) {
    vc_affine_set_column (m, column, self->directions[axis]);
    return;
  }
  v[column] = isnan (self->spacings[axis]) ? 1 : self->spacings[axis];
  vc_affine_set_column (m, column, v);
  /* "axis mins" is the outer edge of the first voxel. */
  if (!self->has_origin && !isnan (self->mins[axis]))
    m[4 * column + 3] = self->mins[axis] + v[column] / 2;
}

static gboolean
assign_axes (VcNrrdFields *self, GError **error)
{
  VcImageHeader *header = self->header;
  guint column = 0;

  for (guint i = 0; i < self->dimension; i++) {
    if (self->is_spatial[i] && column < 3) {
      header->dims[column] = self->sizes[i];
      place_axis (self, i, column++);
    } else if (self->sizes[i] == 1) {
      continue;
    } else if (column == 0) {
      if (!g_uint_checked_mul (&header->components, header->components,
                               self->sizes[i]))
        header->components = G_MAXUINT;
    } else if (column == 3 && !self->is_spatial[i]) {
      header->frames = MAX (header->frames, self->sizes[i]);
    } else {
      g_set_error_literal (
        error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
        "the order of its axes is not supported: the axis of the components "
        "has to be the first or the last");
      return FALSE;
    }
  }
  if (column < 2) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "it has fewer than two axes in space");
    return FALSE;
  }
  for (; column < 3; column++) {
    header->dims[column] = 1;
    vc_affine_complete (header->ijk_to_lps, column, 1);
  }
  return TRUE;
}

static void
place_in_space (VcNrrdFields *self)
{
  double *m = self->header->ijk_to_lps;

  if (self->has_origin)
    vc_affine_set_column (m, 3, self->origin);
  for (guint i = 0; i < 3; i++)
    vc_affine_scale_row (m, i, self->sign[i] * self->unit[i]);
}

static gboolean
place_data (VcNrrdFields *self, GError **error)
{
  VcImageHeader *header = self->header;

  if (header->data_file)
    header->offset = 0;
  header->skip_lines = self->line_skip;
  header->skip_bytes = MAX (self->byte_skip, 0);
  if (self->byte_skip >= 0)
    return TRUE;
  if (header->encoding == VC_ENCODING_RAW && header->frames == 1) {
    header->offset = -1;
    return TRUE;
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "its byte skip of −1 needs raw data");
  return FALSE;
}

VcImageHeader *
vc_nrrd_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcImageHeader) header = vc_image_header_new ();
  VcNrrdFields nrrd = {.sign = {1, 1, 1}, .unit = {1, 1, 1}, .header = header};

  for (guint i = 0; i < VC_NRRD_MAX_AXES; i++)
    nrrd.spacings[i] = nrrd.mins[i] = NAN;
  if (!parse_lines (&nrrd, text, length, error) || !check_counts (&nrrd, error))
    return NULL;
  find_spatial_axes (&nrrd);
  if (!assign_axes (&nrrd, error) || !place_data (&nrrd, error))
    return NULL;
  place_in_space (&nrrd);
  if (!vc_image_header_check (header, error))
    return NULL;
  return g_steal_pointer (&header);
}
