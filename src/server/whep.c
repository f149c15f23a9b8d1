/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWhep: viewers as HTTP resources (draft-ietf-wish-whep).
 */

#include "whep.h"

#include <string.h>

#include "http.h"
#include "ice-links.h"
#include "pause.h"
#include "problem.h"
#include "secret.h"

#define OFFER_TYPE "application/sdp"
#define FRAGMENT_TYPE "application/trickle-ice-sdpfrag"
#define RETRY_SECONDS "5"
/* Of the name that a credential is minted for, before there is a viewer. */
#define NAME_BYTES 8

struct _VcWhep {
  VcSession *session;
  char *token;
  const VcIce *ice;
  GCancellable *cancellable;
};

/**
 * Post:
 * A POST that waits for its answer.
 * @cancellable: the client, or the server, is gone
 */
typedef struct {
  const VcIce *ice;
  VcPause *pause;
  GCancellable *cancellable;
  GCancellable *parent;
  gulong chain;
} Post;

/* (transfer full) (nullable): the body, if it is text of that type. */
static char *
read_text (SoupServerMessage *message, const char *type)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *given = soup_message_headers_get_content_type (
    soup_server_message_get_request_headers (message), NULL);
  g_autoptr (GBytes) bytes = NULL;
  const char *data;
  gsize length;

  if (given == NULL || g_ascii_strcasecmp (given, type) != 0) {
    g_autofree char *detail =
      g_strdup_printf ("The content type must be %s", type);

    vc_problem_respond (message, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, detail);
    return NULL;
  }
  bytes = soup_message_body_flatten (body);
  data = g_bytes_get_data (bytes, &length);
  if (length == 0 || !g_utf8_validate_len (data, length, NULL)) {
    vc_problem_respond (message, SOUP_STATUS_BAD_REQUEST,
                        "The body is empty or not UTF-8");
    return NULL;
  }
  return g_strndup (data, length);
}

static void
post_end (Post *self)
{
  vc_pause_end (self->pause);
  g_cancellable_disconnect (self->parent, self->chain);
  g_object_unref (self->parent);
  g_object_unref (self->cancellable);
  g_free (self);
}

static Post *
post_new (VcWhep *whep, SoupServerMessage *message)
{
  Post *self = g_new0 (Post, 1);

  self->ice = whep->ice;
  self->cancellable = g_cancellable_new ();
  self->pause = vc_pause_new (message, self->cancellable);
  self->parent = g_object_ref (whep->cancellable);
  self->chain = g_cancellable_connect (
    self->parent, G_CALLBACK (g_cancellable_cancel), self->cancellable, NULL);
  return self;
}

static guint
choose_status (const GError *error)
{
  if (g_error_matches (error, VC_PEER_ERROR, VC_PEER_ERROR_OFFER) ||
      g_error_matches (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE) ||
      g_error_matches (error, VC_SESSION_ERROR, VC_SESSION_ERROR_FRAGMENT))
    return SOUP_STATUS_BAD_REQUEST;
  if (g_error_matches (error, VC_PEER_ERROR, VC_PEER_ERROR_CODEC))
    return SOUP_STATUS_UNPROCESSABLE_ENTITY;
  if (g_error_matches (error, VC_SESSION_ERROR, VC_SESSION_ERROR_FULL) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return SOUP_STATUS_SERVICE_UNAVAILABLE;
  return SOUP_STATUS_INTERNAL_SERVER_ERROR;
}

static void
respond_error (SoupServerMessage *message, const GError *error)
{
  guint status = choose_status (error);

  if (status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    vc_http_set_header (message, "Retry-After", RETRY_SECONDS);
  vc_problem_respond (message, status, error->message);
}

static void
respond_answer (SoupServerMessage *message, const VcIce *ice,
                const VcAnswer *answer)
{
  g_autofree char *location =
    g_strconcat (VC_WHEP_PATH "/", answer->viewer_id, NULL);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", answer->etag);

  vc_http_set_header (message, "Location", location);
  vc_http_set_header (message, "ETag", etag);
  vc_ice_links_add (message, ice, answer->etag);
  soup_server_message_set_status (message, SOUP_STATUS_CREATED, NULL);
  soup_server_message_set_response (message, OFFER_TYPE, SOUP_MEMORY_COPY,
                                    answer->sdp, strlen (answer->sdp));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Post *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcAnswer) answer =
    vc_session_add_viewer_finish (VC_SESSION (source), result, &error);
  SoupServerMessage *message = vc_pause_get_message (self->pause);

  if (answer != NULL && message == NULL)
    vc_session_remove_viewer (VC_SESSION (source), answer->viewer_id);
  else if (answer != NULL)
    respond_answer (message, self->ice, answer);
  else if (message != NULL)
    respond_error (message, error);
  post_end (self);
}

static void
respond_post (VcWhep *self, SoupServerMessage *message, const char *replaces)
{
  g_autofree char *offer = read_text (message, OFFER_TYPE);
  Post *post;

  if (offer == NULL)
    return;
  post = post_new (self, message);
  vc_session_add_viewer_async (self->session, offer, replaces,
                               post->cancellable, on_answer, post);
}

/* A list of entity tags (RFC 9110, 13.1.1). */
static gboolean
matches (const char *condition, const char *etag)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", etag);

  return strcmp (condition, "*") == 0 || strstr (condition, quoted) != NULL;
}

static void
respond_patch (VcWhep *self, SoupServerMessage *message, const char *id)
{
  const char *condition = vc_http_get_header (message, "If-Match");
  g_autofree char *fragment = read_text (message, FRAGMENT_TYPE);
  g_autoptr (GError) error = NULL;

  if (fragment == NULL)
    return;
  if (condition != NULL &&
      !matches (condition, vc_session_get_etag (self->session, id)))
    vc_problem_respond (message, SOUP_STATUS_PRECONDITION_FAILED,
                        "“If-Match” names another ICE session");
  else if (vc_session_patch_viewer (self->session, id, fragment, &error))
    soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  else if (!g_error_matches (error, VC_SESSION_ERROR, VC_SESSION_ERROR_STALE))
    respond_error (message, error);
  else
    vc_problem_respond (message,
                        condition != NULL ? SOUP_STATUS_PRECONDITION_FAILED
                                          : 428 /* RFC 6585, 3 */,
                        error->message);
}

static void
respond_viewer (VcWhep *self, SoupServerMessage *message, const char *id)
{
  if (vc_session_get_etag (self->session, id) == NULL) {
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                        "There is no such viewer (any more)");
  } else if (strcmp (soup_server_message_get_method (message), "PATCH") == 0) {
    respond_patch (self, message, id);
  } else {
    vc_session_remove_viewer (self->session, id);
    soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  }
}

/* A preflight carries no token, and is told nothing that needs one. */
static void
add_options (VcWhep *self, SoupServerMessage *message, const char *path)
{
  if (strcmp (path, VC_WHEP_PATH) == 0)
    vc_http_set_header (message, "Accept-Post", OFFER_TYPE);
  else
    vc_http_set_header (message, "Accept-Patch", FRAGMENT_TYPE);
  if (vc_http_check_token (message, self->token)) {
    g_autofree char *name = vc_secret_new (NAME_BYTES);

    vc_ice_links_add (message, self->ice, name);
  }
}

VcWhep *
vc_whep_new (VcSession *session, const char *token, const VcIce *ice)
{
  VcWhep *self = g_new0 (VcWhep, 1);

  self->session = g_object_ref (session);
  self->token = g_strdup (token);
  self->ice = ice;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
vc_whep_free (VcWhep *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self);
}

const char *
vc_whep_get_methods (const char *path)
{
  if (strcmp (path, VC_WHEP_PATH) == 0)
    return "POST, OPTIONS";
  if (g_str_has_prefix (path, VC_WHEP_PATH "/"))
    return "PATCH, DELETE, OPTIONS";
  return NULL;
}

void
vc_whep_respond (VcWhep *self, SoupServerMessage *message, const char *path,
                 GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);

  vc_http_set_header (message, "Cache-Control", "no-store");
  if (strcmp (method, "OPTIONS") == 0)
    add_options (self, message, path);
  if (!vc_http_check_method (message, vc_whep_get_methods (path)))
    return;
  if (!vc_http_check_token (message, self->token)) {
    vc_http_ask_for_token (message);
  } else if (strcmp (path, VC_WHEP_PATH) == 0) {
    respond_post (self, message,
                  query != NULL ? g_hash_table_lookup (query, "replaces")
                                : NULL);
  } else {
    respond_viewer (self, message, path + strlen (VC_WHEP_PATH "/"));
  }
}
