/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcServer: HTTP: the page, WHEP and health.
 */

#include "server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "connections.h"
#include "exporter.h"
#include "http.h"
#include "openapi.h"
#include "origin.h"
#include "page.h"
#include "pictures.h"
#include "problem.h"
#include "records.h"
#include "scene-api.h"
#include "slicer.h"
#include "whep.h"

#define BODY_MAX 65536
#define HEALTH_PATH "/healthz"

static const VcConnectionLimits limits = {
  .max = 256,
  .request_ms = 30 * 1000,
  .response_ms = 5 * 60 * 1000,
};

struct _VcServer {
  GObject parent_instance;

  VcSession *session;
  SoupServer *soup;
  VcConnections *connections;
  VcPage *page;
  VcWhep *whep;
  VcPictures *pictures;
  VcRecords *records;
  VcSceneApi *scene;
  VcSlicer *slicer;
  char *allow_origin;
  char *token;
  char *url;
};

G_DEFINE_FINAL_TYPE (VcServer, vc_server, G_TYPE_OBJECT)

/* (nullable): of what has methods of its own. */
static const char *
get_methods (const char *path)
{
  const char *methods = vc_whep_get_methods (path);

  if (methods == NULL)
    methods = vc_pictures_get_methods (path);
  if (methods == NULL)
    methods = vc_records_get_methods (path);
  if (methods == NULL && strcmp (path, VC_OPENAPI_PATH) == 0)
    methods = VC_OPENAPI_METHODS;
  if (methods == NULL)
    methods = vc_scene_api_get_methods (path);
  return methods != NULL ? methods : vc_slicer_get_methods (path);
}

static void
add_headers (VcServer *self, SoupServerMessage *message, const char *path)
{
  /* One request for each connection; see connections.h. */
  vc_http_set_header (message, "Connection", "close");
  vc_http_set_header (message, "X-Content-Type-Options", "nosniff");
  vc_http_set_header (message, "Referrer-Policy", "no-referrer");
  vc_origin_add_headers (self->allow_origin, message, get_methods (path));
}

static void
respond_health (VcServer *self, SoupServerMessage *message)
{
  vc_http_set_header (message, "Cache-Control", "no-store");
  if (vc_http_check_method (message, "GET, HEAD"))
    vc_http_respond_json (
      message, SOUP_STATUS_OK,
      vc_session_describe (self->session, VC_DESCRIPTION_HEALTH));
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer user_data)
{
  VcServer *self = user_data;

  add_headers (self, message, path);
  if (vc_whep_get_methods (path) != NULL)
    vc_whep_respond (self->whep, message, path, query);
  else if (vc_pictures_get_methods (path) != NULL)
    vc_pictures_respond (self->pictures, message, path);
  else if (vc_records_get_methods (path) != NULL)
    vc_records_respond (self->records, message, path, query);
  else if (vc_scene_api_get_methods (path) != NULL)
    vc_scene_api_respond (self->scene, message, path);
  else if (strcmp (path, VC_OPENAPI_PATH) == 0)
    vc_openapi_respond (message);
  else if (vc_slicer_get_methods (path) != NULL)
    vc_slicer_respond (self->slicer, message, path, query);
  else if (strcmp (path, HEALTH_PATH) == 0)
    respond_health (self, message);
  else if (strcmp (path, VC_EXPORTER_PATH) == 0)
    vc_exporter_respond (message, self->session, self->token);
  else
    vc_page_respond (self->page, message, path);
}

static void
refuse_body (VcServer *self, SoupServerMessage *message)
{
  add_headers (self, message,
               g_uri_get_path (soup_server_message_get_uri (message)));
  vc_problem_refuse (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                     "The body is larger than 64 kB");
  vc_connections_linger (self->connections, message);
}

/* A body of unknown length. */
static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > BODY_MAX)
    refuse_body (user_data, message);
}

static void
on_request_headers (SoupServer *soup, SoupServerMessage *message,
                    const char *path, GHashTable *query, gpointer user_data)
{
  SoupMessageHeaders *request =
    soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (request) == SOUP_ENCODING_CHUNKED)
    g_signal_connect_object (message, "got-chunk", G_CALLBACK (on_chunk),
                             user_data, 0);
  else if (soup_message_headers_get_content_length (request) > BODY_MAX)
    refuse_body (user_data, message);
}

/* (transfer full) (element-type GInetAddress) (nullable) */
static GList *
resolve (const char *host, GError **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GError) local_error = NULL;
  GList *addresses =
    g_resolver_lookup_by_name (resolver, host, NULL, &local_error);

  if (addresses == NULL)
    g_set_error (error, local_error->domain, local_error->code,
                 "Failed to find the address of the host “%s”: %s", host,
                 local_error->message);
  return addresses;
}

static gboolean
listen_on (VcServer *self, GInetAddress *address, guint16 *port, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = g_inet_address_to_string (address);

  if (vc_connections_listen (self->connections, address, port, &local_error))
    return TRUE;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                 "Failed to listen on %s: port %u is in use: choose another "
                 "one, or 0 for any free one",
                 name, *port);
  else
    g_set_error (error, local_error->domain, local_error->code,
                 "Failed to listen on %s, port %u: %s", name, *port,
                 local_error->message);
  return FALSE;
}

/* A name such as localhost has several addresses; one is enough if the machine
 * does not have the others, but a port that somebody else uses on one of them
 * would lead clients astray. */
static gboolean
listen_on_host (VcServer *self, const char *host, guint16 *port, GError **error)
{
  g_autolist (GInetAddress) addresses = resolve (host, error);
  g_autoptr (GError) first_error = NULL;
  gboolean listening = FALSE;

  for (GList *l = addresses; l != NULL; l = l->next) {
    g_autoptr (GError) local_error = NULL;

    if (listen_on (self, l->data, port, &local_error)) {
      listening = TRUE;
    } else if (g_error_matches (local_error, G_IO_ERROR,
                                G_IO_ERROR_ADDRESS_IN_USE)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    } else if (first_error == NULL) {
      first_error = g_steal_pointer (&local_error);
    }
  }
  if (!listening && first_error != NULL)
    g_propagate_error (error, g_steal_pointer (&first_error));
  return listening;
}

/* Everybody's address is nobody's: the machine's name will lead to it. */
static char *
build_url (const VcServerOptions *options, guint16 port)
{
  const char *scheme = options->certificate != NULL ? "https" : "http";
  g_autoptr (GInetAddress) address =
    g_inet_address_new_from_string (options->host);
  gboolean any = address != NULL && g_inet_address_get_is_any (address);
  g_autofree char *token = g_uri_escape_string (options->token, NULL, FALSE);
  g_autofree char *query = g_strconcat ("token=", token, NULL);

  return g_uri_join (G_URI_FLAGS_ENCODED_QUERY, scheme, NULL,
                     any ? g_get_host_name () : options->host, port, "/", query,
                     NULL);
}

/* @certificate: (out) (transfer full) (nullable): NULL: no TLS */
static gboolean
load_certificate (const VcServerOptions *options, GTlsCertificate **certificate,
                  GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *certificate = NULL;
  if (options->certificate == NULL)
    return TRUE;
  *certificate =
    options->private_key != NULL
      ? g_tls_certificate_new_from_files (options->certificate,
                                          options->private_key, &local_error)
      : g_tls_certificate_new_from_file (options->certificate, &local_error);
  if (*certificate == NULL)
    g_set_error (error, local_error->domain, local_error->code,
                 "Failed to load the TLS certificate “%s”: %s",
                 options->certificate, local_error->message);
  return *certificate != NULL;
}

/* What the options ask for, but for the address. */
static gboolean
set_up (VcServer *self, const VcServerOptions *options, GError **error)
{
  g_autofree char *ancestors =
    vc_origin_build_ancestors (options->allow_origin);
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (!load_certificate (options, &certificate, error))
    return FALSE;
  self->connections = vc_connections_new (self->soup, &limits, certificate);
  self->allow_origin = g_strdup (options->allow_origin);
  self->token = g_strdup (options->token);
  self->whep = vc_whep_new (self->session, options->token, options->ice);
  self->pictures =
    vc_pictures_new (self->session, self->connections, options->token);
  self->records =
    vc_records_new (self->session, self->connections, options->token);
  self->scene = vc_scene_api_new (self->session, options->token);
  self->slicer = vc_slicer_new (self->session, options->token);
  self->page = vc_page_new (options->content, ancestors, error);
  return self->page != NULL;
}

static void
vc_server_dispose (GObject *object)
{
  VcServer *self = VC_SERVER (object);

  vc_server_stop (self);
  g_clear_pointer (&self->connections, vc_connections_free);
  g_clear_object (&self->soup);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vc_server_parent_class)->dispose (object);
}

static void
vc_server_finalize (GObject *object)
{
  VcServer *self = VC_SERVER (object);

  g_clear_pointer (&self->page, vc_page_free);
  g_free (self->allow_origin);
  g_free (self->token);
  g_free (self->url);
  G_OBJECT_CLASS (vc_server_parent_class)->finalize (object);
}

static void
vc_server_init (VcServer *self)
{
  self->soup = g_object_new (SOUP_TYPE_SERVER, "server-header", NULL, NULL);
  soup_server_add_early_handler (self->soup, NULL, on_request_headers, self,
                                 NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
}

static void
vc_server_class_init (VcServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_server_dispose;
  object_class->finalize = vc_server_finalize;
}

VcServer *
vc_server_new (VcSession *session, const VcServerOptions *options,
               GError **error)
{
  g_autoptr (VcServer) self = NULL;
  guint16 port = options->port;

  g_return_val_if_fail (VC_IS_SESSION (session), NULL);
  g_return_val_if_fail (options->host != NULL && options->token != NULL, NULL);

  self = g_object_new (VC_TYPE_SERVER, NULL);
  self->session = g_object_ref (session);
  if (!set_up (self, options, error) ||
      !listen_on_host (self, options->host, &port, error))
    return NULL;
  self->url = build_url (options, port);
  return g_steal_pointer (&self);
}

char *
vc_server_get_url (VcServer *self)
{
  g_return_val_if_fail (VC_IS_SERVER (self), NULL);

  return g_strdup (self->url);
}

void
vc_server_stop (VcServer *self)
{
  g_return_if_fail (VC_IS_SERVER (self));

  if (self->whep == NULL)
    return;
  g_clear_pointer (&self->whep, vc_whep_free);
  g_clear_pointer (&self->pictures, vc_pictures_free);
  g_clear_pointer (&self->records, vc_records_free);
  g_clear_pointer (&self->scene, vc_scene_api_free);
  g_clear_pointer (&self->slicer, vc_slicer_free);
  vc_connections_stop (self->connections);
  soup_server_disconnect (self->soup);
}
