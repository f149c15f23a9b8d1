/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSceneApi: the parameters of the scene over HTTP.
 */

#include "scene-api.h"

#include <string.h>

#include "http.h"
#include "json.h"
#include "pause.h"
#include "problem.h"
#include "scene-text.h"

#define SCENE_PATH "/api/v1/scene"
#define METHODS "GET, PATCH, OPTIONS"
/* RFC 7396; and what people send by hand. */
#define PATCH_TYPE "application/merge-patch+json"
#define JSON_TYPE "application/json"
#define DEPTH_MAX 8

struct _VcSceneApi {
  VcSession *session;
  char *token;
};

/**
 * Wait:
 * A request that waits for the scene.
 */
typedef struct {
  VcSession *session;
  VcPause *pause;
} Wait;

static Wait *
wait_new (VcSceneApi *self, SoupServerMessage *message)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->session = g_object_ref (self->session);
  wait->pause = vc_pause_new (message, NULL);
  return wait;
}

static void
wait_end (Wait *self)
{
  vc_pause_end (self->pause);
  g_object_unref (self->session);
  g_free (self);
}

static guint
choose_status (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return SOUP_STATUS_BAD_REQUEST;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return SOUP_STATUS_SERVICE_UNAVAILABLE;
  return SOUP_STATUS_CONFLICT;
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_set = vc_view_set_parameters_finish (result, &error);
  SoupServerMessage *message = vc_pause_get_message (wait->pause);

  if (message != NULL && is_set)
    vc_http_respond_json (
      message, SOUP_STATUS_OK,
      vc_scene_desk_describe_values (vc_session_get_scene (wait->session)));
  else if (message != NULL)
    vc_problem_respond (message, choose_status (error), error->message);
  wait_end (wait);
}

static gboolean
is_patch_type (SoupServerMessage *message)
{
  const char *type = soup_message_headers_get_content_type (
    soup_server_message_get_request_headers (message), NULL);

  return type != NULL && (g_ascii_strcasecmp (type, PATCH_TYPE) == 0 ||
                          g_ascii_strcasecmp (type, JSON_TYPE) == 0);
}

/* Either all of what GET tells, of which only the values can be patched, or
 * values alone. Returns: (transfer full) (nullable) */
static GVariant *
read_values (SoupServerMessage *message, GError **error)
{
  g_autoptr (GBytes) bytes =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (JsonNode) node =
    vc_json_parse (g_bytes_get_data (bytes, NULL) ?: "",
                   g_bytes_get_size (bytes), DEPTH_MAX, error);
  JsonObject *object;
  JsonNode *values;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "The body must be a JSON object");
    return NULL;
  }
  object = json_node_get_object (node);
  values = json_object_get_member (object, "values");
  if (values != NULL && JSON_NODE_HOLDS_OBJECT (values) &&
      json_object_get_size (object) == 1)
    object = json_node_get_object (values);
  return vc_scene_text_read_values (object, error);
}

static void
respond_patch (VcSceneApi *self, SoupServerMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) values = NULL;

  if (!is_patch_type (message)) {
    vc_http_set_header (message, "Accept-Patch", PATCH_TYPE);
    vc_problem_respond (message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                        "The content type must be " PATCH_TYPE);
    return;
  }
  values = read_values (message, &error);
  if (values == NULL) {
    vc_problem_respond (message, SOUP_STATUS_BAD_REQUEST, error->message);
    return;
  }
  vc_view_set_parameters_async (vc_session_get_view (self->session), values,
                                on_set, wait_new (self, message));
}

VcSceneApi *
vc_scene_api_new (VcSession *session, const char *token)
{
  VcSceneApi *self = g_new0 (VcSceneApi, 1);

  self->session = g_object_ref (session);
  self->token = g_strdup (token);
  return self;
}

void
vc_scene_api_free (VcSceneApi *self)
{
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self);
}

const char *
vc_scene_api_get_methods (const char *path)
{
  return strcmp (path, SCENE_PATH) == 0 ? METHODS : NULL;
}

void
vc_scene_api_respond (VcSceneApi *self, SoupServerMessage *message,
                      const char *path)
{
  const char *method = soup_server_message_get_method (message);

  vc_http_set_header (message, "Cache-Control", "no-store");
  if (strcmp (method, "OPTIONS") == 0)
    vc_http_set_header (message, "Accept-Patch", PATCH_TYPE);
  if (!vc_http_check_method (message, METHODS))
    return;
  if (!vc_http_check_token (message, self->token)) {
    vc_http_ask_for_token (message);
  } else if (strcmp (method, "GET") == 0) {
    vc_http_respond_json (
      message, SOUP_STATUS_OK,
      vc_scene_desk_describe (vc_session_get_scene (self->session)));
  } else {
    respond_patch (self, message);
  }
}
