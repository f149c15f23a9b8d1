/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a query of 3D Slicer's WebServer asks of a view.
 */

#include "slicer-query.h"

#include <math.h>
#include <string.h>

#define DEFAULT_SIZE 512
/* Nobody is that tall. */
#define OFFSET_MAX 1e6
#define VALUE_MAX 1e9

static const char *const view_names[] = {"red", "yellow", "green", NULL};
static const char *const plane_names[] = {"axial", "sagittal", "coronal", NULL};

/* (nullable) */
static const char *
get (GHashTable *query, const char *name)
{
  return query != NULL ? g_hash_table_lookup (query, name) : NULL;
}

/* Its place in @names, in any case of letters. @value: stays if it is not
 * there. */
static gboolean
parse_name (GHashTable *query, const char *key, const char *const *names,
            guint *value, GError **error)
{
  const char *text = get (query, key);
  g_autofree char *choices = NULL;

  if (text == NULL)
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++) {
    if (g_ascii_strcasecmp (text, names[i]) == 0) {
      *value = i;
      return TRUE;
    }
  }
  choices = g_strjoinv (", ", (char **)names);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "“%s” must be one of %s", key, choices);
  return FALSE;
}

static gboolean
parse_number (GHashTable *query, const char *key, double least, double most,
              double *value, GError **error)
{
  const char *text = get (query, key);
  char *end = NULL;
  double number;

  if (text == NULL)
    return TRUE;
  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && number >= least && number <= most) {
    *value = number;
    return TRUE;
  }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "“%s” must be a number from %g to %g", key, least, most);
  return FALSE;
}

/* Not in Slicer. One without the other says nothing. */
static gboolean
parse_window (GHashTable *query, VcSliceRequest *request, GError **error)
{
  if (!parse_number (query, "window", 1e-6, VALUE_MAX, &request->window,
                     error) ||
      !parse_number (query, "level", -VALUE_MAX, VALUE_MAX, &request->level,
                     error))
    return FALSE;
  if ((get (query, "window") != NULL) == (get (query, "level") != NULL))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "“window” and “level” must be given together");
  return FALSE;
}

static gboolean
parse_place (GHashTable *query, VcSlicerSlice *view, GError **error)
{
  double offset = NAN, fraction = NAN;

  if (!parse_number (query, "scrollTo", 0, 1, &fraction, error) ||
      !parse_number (query, "offset", -OFFSET_MAX, OFFSET_MAX, &offset, error))
    return FALSE;
  if (!isnan (fraction)) {
    view->fraction = fraction;
    view->offset = NAN;
  }
  if (!isnan (offset))
    view->offset = offset;
  return TRUE;
}

/* The other way round, a millimetre of one plane would become one of another.
 */
static gboolean
parse_plane (GHashTable *query, VcSlicerSlice *view, GError **error)
{
  guint plane = view->plane;

  if (!parse_name (query, "orientation", plane_names, &plane, error))
    return FALSE;
  if (plane == view->plane)
    return TRUE;
  view->plane = plane;
  view->offset = NAN;
  view->fraction = 0.5;
  return TRUE;
}

void
vc_slicer_views_init (VcSlicerViews *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->views); i++)
    self->views[i] = (VcSlicerSlice){
      .plane = VC_PLANE_AXIAL + i, .offset = NAN, .fraction = 0.5};
}

gboolean
vc_slicer_views_apply (VcSlicerViews *self, GHashTable *query,
                       VcSliceRequest *request, GError **error)
{
  guint name = 0, other;
  double size = DEFAULT_SIZE;
  VcSliceRequest wanted = {0};
  VcSlicerSlice view;

  if (!parse_name (query, "view", view_names, &name, error))
    return FALSE;
  other = name;
  if (!parse_name (query, "copySliceGeometryFrom", view_names, &other, error))
    return FALSE;
  view = self->views[other];
  if (!parse_plane (query, &view, error) ||
      !parse_place (query, &view, error) ||
      !parse_window (query, &wanted, error) ||
      !parse_number (query, "size", VC_SLICE_SIZE_MIN, VC_SLICE_SIZE_MAX, &size,
                     error))
    return FALSE;
  self->views[name] = view;
  wanted.plane = view.plane;
  wanted.offset = view.offset;
  wanted.fraction = view.fraction;
  wanted.size = size;
  *request = wanted;
  return TRUE;
}

gboolean
vc_slicer_query_parse_axis (GHashTable *query, char *axis, GError **error)
{
  const char *text = get (query, "lookFromAxis");
  char letter;

  *axis = '\0';
  if (text == NULL)
    return TRUE;
  letter = g_ascii_toupper (text[0]);
  if (letter != '\0' && strchr ("RLSIAP", letter) != NULL) {
    *axis = letter;
    return TRUE;
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "“lookFromAxis” must begin with one of the letters R, "
                       "L, S, I, A and P");
  return FALSE;
}
