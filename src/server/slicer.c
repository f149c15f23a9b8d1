/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSlicer: what scripts for 3D Slicer's WebServer ask for, under /slicer/.
 */

#include "slicer.h"

#include <string.h>

#include "http.h"
#include "picture-response.h"
#include "problem.h"
#include "slice-desk.h"
#include "slicer-nodes.h"
#include "slicer-query.h"
#include "time-image.h"

#define PREFIX "/slicer"
#define METHODS "GET, OPTIONS"

struct _VcSlicer {
  VcSession *session;
  VcSliceDesk *desk;
  VcSlicerViews views;
  char *token;
  GCancellable *cancellable;
};

static VcView *
get_view (VcSlicer *self)
{
  return vc_session_get_view (self->session);
}

static VcCatalog *
get_catalog (VcSlicer *self)
{
  return vc_view_get_catalog (get_view (self));
}

static void
respond_screenshot (VcSlicer *self, SoupServerMessage *message,
                    GHashTable *query)
{
  vc_snapshot_take_async (
    vc_session_get_snapshot (self->session), self->cancellable,
    vc_picture_wait_end,
    vc_picture_wait_begin (message, vc_snapshot_take_finish));
}

/* What the parameter “look-from” calls it. */
static const char *
get_side (char axis)
{
  switch (axis) {
  case 'R':
    return "right";
  case 'L':
    return "left";
  case 'S':
    return "superior";
  case 'I':
    return "inferior";
  case 'A':
    return "anterior";
  default:
    return "posterior";
  }
}

static gboolean
look_from (VcSlicer *self, char axis, GError **error)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&values, "look-from", "s", get_side (axis));
  if (vc_view_set_parameters (get_view (self), g_variant_dict_end (&values),
                              NULL))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "This scene cannot be looked at from an axis: it has no "
               "parameter “look-from” with the choice “%s”",
               get_side (axis));
  return FALSE;
}

/* The view moves, for everybody, and the picture shows it: a snapshot answers
 * all that was done before. */
static void
respond_three_d (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  g_autoptr (GError) error = NULL;
  char axis;

  if (!vc_slicer_query_parse_axis (query, &axis, &error) ||
      (axis != '\0' && !look_from (self, axis, &error)))
    vc_picture_refuse (message, error);
  else
    respond_screenshot (self, message, query);
}

static void
respond_slice (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  g_autoptr (GError) error = NULL;
  VcSliceRequest request;

  if (!vc_slicer_views_apply (&self->views, query, &request, &error)) {
    vc_picture_refuse (message, error);
    return;
  }
  vc_slice_desk_take_async (
    self->desk, &request, self->cancellable, vc_picture_wait_end,
    vc_picture_wait_begin (message, vc_slice_desk_take_finish));
}

static void
respond_time_image (VcSlicer *self, SoupServerMessage *message,
                    GHashTable *query)
{
  const char *color =
    query != NULL ? g_hash_table_lookup (query, "color") : NULL;
  guint8 rgb[3] = {0x33, 0x33, 0};
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still = NULL;

  if (color != NULL && !vc_time_image_parse_color (color, rgb)) {
    vc_problem_respond (message, SOUP_STATUS_BAD_REQUEST,
                        "“color” must be three or six hexadecimal digits");
    return;
  }
  still = vc_time_image_draw (rgb, g_get_real_time (), &error);
  if (still != NULL)
    vc_picture_respond (message, still);
  else
    vc_picture_refuse (message, error);
}

static void
respond_volumes (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  vc_http_respond_json (message, SOUP_STATUS_OK,
                        vc_slicer_nodes_describe_volumes (get_catalog (self)));
}

static void
respond_nodes (VcSlicer *self, SoupServerMessage *message, GHashTable *query,
               gboolean ids)
{
  VcSlicerFilter filter = {0};

  if (query != NULL) {
    filter.id = g_hash_table_lookup (query, "id");
    filter.class_name = g_hash_table_lookup (query, "class");
    filter.name = g_hash_table_lookup (query, "name");
  }
  vc_http_respond_json (
    message, SOUP_STATUS_OK,
    vc_slicer_nodes_list (get_catalog (self), &filter, ids));
}

static void
respond_names (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  respond_nodes (self, message, query, FALSE);
}

static void
respond_ids (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  respond_nodes (self, message, query, TRUE);
}

static void
respond_version (VcSlicer *self, SoupServerMessage *message, GHashTable *query)
{
  vc_http_respond_json (message, SOUP_STATUS_OK,
                        vc_slicer_nodes_describe_version ());
}

typedef void (*Respond) (VcSlicer *self, SoupServerMessage *message,
                         GHashTable *query);

static const struct {
  const char *path;
  Respond respond;
} routes[] = {
  {PREFIX "/screenshot", respond_screenshot},
  {PREFIX "/threeD", respond_three_d},
  {PREFIX "/slice", respond_slice},
  {PREFIX "/timeimage", respond_time_image},
  {PREFIX "/volumes", respond_volumes},
  {PREFIX "/mrml", respond_names},
  {PREFIX "/mrml/names", respond_names},
  {PREFIX "/mrml/ids", respond_ids},
  {PREFIX "/system/version", respond_version},
};

/* (nullable) */
static Respond
find_route (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    if (strcmp (path, routes[i].path) == 0)
      return routes[i].respond;
  return NULL;
}

static void
refuse_path (SoupServerMessage *message, const char *path)
{
  gboolean is_exec = strcmp (path, PREFIX "/exec") == 0;

  vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                      is_exec
                        ? "vtkcast runs no code that somebody sends"
                        : "vtkcast has only a part of 3D Slicer's WebServer: "
                          "see docs/slicer-api.md");
}

VcSlicer *
vc_slicer_new (VcSession *session, const char *token)
{
  VcSlicer *self = g_new0 (VcSlicer, 1);

  self->session = g_object_ref (session);
  self->desk = vc_slice_desk_new (get_catalog (self));
  vc_slicer_views_init (&self->views);
  self->token = g_strdup (token);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
vc_slicer_free (VcSlicer *self)
{
  g_cancellable_cancel (self->cancellable);
  vc_slice_desk_free (self->desk);
  g_object_unref (self->cancellable);
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self);
}

const char *
vc_slicer_get_methods (const char *path)
{
  return strcmp (path, PREFIX) == 0 || g_str_has_prefix (path, PREFIX "/")
           ? METHODS
           : NULL;
}

void
vc_slicer_respond (VcSlicer *self, SoupServerMessage *message, const char *path,
                   GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  Respond respond = find_route (path);

  vc_http_set_header (message, "Cache-Control", "no-store");
  vc_http_set_header (message, "Allow", METHODS);
  if (strcmp (method, "OPTIONS") == 0) {
    soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  } else if (!vc_http_check_token (message, self->token)) {
    vc_http_ask_for_token (message);
  } else if (respond == NULL) {
    refuse_path (message, path);
  } else if (strcmp (method, "GET") != 0) {
    vc_problem_respond (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  } else {
    respond (self, message, query);
  }
}
