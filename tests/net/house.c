/* SPDX-License-Identifier: BSD-3-Clause
 *
 * House: a whole server over a FakeScene, and raw HTTP to talk to it.
 */

#include "house.h"

#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_TIMEOUT_S 30

void
house_init (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPlugin) plugin = NULL;
  g_autoptr (GstPlugin) gcc = NULL;

  gst_init (NULL, NULL);
  plugin = gst_plugin_load_file (g_getenv ("VC_TEST_PLUGIN"), &error);
  g_assert_no_error (error);
  gcc = gst_plugin_load_file (g_getenv ("VC_TEST_GCC"), &error);
  g_assert_no_error (error);
}

House *
house_new (const HouseOptions *options)
{
  House *self = g_new0 (House, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  VcSessionOptions session_options = {
    .peer = {.codec = VC_CODEC_AUTO,
             .bitrate = 2000000,
             .max_rate = 60,
             .ice = options->ice},
    .max_viewers = options->max_viewers != 0 ? options->max_viewers : 8,
    .recordings = options->recordings,
  };
  VcServerOptions server_options = {
    .host = "127.0.0.1",
    .token = HOUSE_TOKEN,
    .content = options->content,
    .allow_origin = options->allow_origin,
    .certificate = options->certificate,
    .ice = options->ice,
  };

  self->scene = options->scene == NULL ? fake_scene_new () : NULL;
  self->view = vc_view_new (options->scene != NULL ? options->scene
                                                   : VC_SCENE (self->scene),
                            320, 240, &error);
  g_assert_no_error (error);
  self->session = vc_session_new (self->view, &session_options, &error);
  g_assert_no_error (error);
  self->server = vc_server_new (self->session, &server_options, &error);
  g_assert_no_error (error);
  url = vc_server_get_url (self->server);
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  self->port = g_uri_get_port (uri);
  self->tls = options->certificate != NULL;
  self->host = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

static void
on_stopped (VcSession *session, gpointer user_data)
{
  gboolean *stopped = user_data;

  *stopped = TRUE;
}

void
house_free (House *self)
{
  gboolean stopped = FALSE;

  vc_server_stop (self->server);
  g_signal_connect (self->session, "stopped", G_CALLBACK (on_stopped),
                    &stopped);
  vc_session_stop (self->session);
  WAIT_UNTIL (stopped);
  /* Lets libsoup and cancelled tasks finish, which hold references. */
  g_object_add_weak_pointer (G_OBJECT (self->session),
                             (gpointer *)&self->session);
  g_object_unref (self->server);
  g_object_unref (self->session);
  WAIT_UNTIL (self->session == NULL);
  vc_view_stop (self->view);
  g_object_unref (self->view);
  g_clear_object (&self->scene);
  g_assert_true (vc_peer_drain (10 * G_USEC_PER_SEC));
  g_free (self->host);
  g_free (self);
}

static gboolean
on_accept_certificate (GTlsConnection *connection, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer user_data)
{
  return TRUE;
}

static void
on_client_event (GSocketClient *client, GSocketClientEvent event,
                 GSocketConnectable *connectable, GIOStream *stream,
                 gpointer user_data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (stream, "accept-certificate",
                      G_CALLBACK (on_accept_certificate), NULL);
}

static gpointer
talk_in_thread (gpointer data)
{
  Talk *self = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  gsize length;
  const char *request = g_bytes_get_data (self->request, &length);
  char buffer[4096];
  gssize n = 0;

  g_socket_client_set_timeout (client, CLIENT_TIMEOUT_S);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_tls (client, self->tls);
  g_signal_connect (client, "event", G_CALLBACK (on_client_event), NULL);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port,
                                                NULL, NULL);
  if (connection != NULL) {
    /* The server may well refuse to read it all. */
    g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, length,
      NULL, NULL, NULL);
    if (self->end == TALK_SHUT)
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE,
                         TRUE, NULL);
    while ((n = g_input_stream_read (
              g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
              sizeof buffer, NULL, NULL)) > 0)
      g_string_append_len (self->reply, buffer, n);
  }
  g_atomic_int_set (&self->done, 1);
  return NULL;
}

Talk *
talk_start (House *house, const char *request, gssize length, TalkEnd end)
{
  Talk *self = g_new0 (Talk, 1);

  self->port = house->port;
  self->tls = house->tls;
  self->request = g_bytes_new (request, length < 0 ? strlen (request) : length);
  self->end = end;
  self->reply = g_string_new (NULL);
  self->thread = g_thread_new ("talk", talk_in_thread, self);
  return self;
}

gboolean
talk_is_done (Talk *self)
{
  return g_atomic_int_get (&self->done);
}

void
talk_free (Talk *self)
{
  g_thread_join (self->thread);
  g_bytes_unref (self->request);
  g_string_free (self->reply, TRUE);
  g_free (self);
}

char *
house_talk (House *self, const char *request, gssize length)
{
  Talk *talk = talk_start (self, request, length, TALK_WAIT);
  char *reply;

  WAIT_UNTIL (talk_is_done (talk));
  reply = g_strdup (talk->reply->str);
  talk_free (talk);
  return reply;
}

char *
house_ask (House *self, const char *method, const char *path,
           const char *headers, const char *body)
{
  g_autofree char *request = g_strdup_printf (
    "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s"
    "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
    method, path, headers, strlen (body), body);

  return house_talk (self, request, -1);
}

guint
reply_get_status (const char *reply)
{
  return g_str_has_prefix (reply, "HTTP/1.1 ") ? atoi (reply + 9) : 0;
}

char *
reply_get_header (const char *reply, const char *name)
{
  const char *body = reply_get_body (reply);
  g_autofree char *head = g_strndup (reply, body - reply);
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (char **line = lines; *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, name, length) == 0 &&
        (*line)[length] == ':')
      return g_strstrip (g_strdup (*line + length + 1));
  return NULL;
}

const char *
reply_get_body (const char *reply)
{
  const char *end = strstr (reply, "\r\n\r\n");

  return end != NULL ? end + 4 : reply + strlen (reply);
}
