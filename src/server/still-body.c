/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStillBody: answers with the files of an exact picture as they are made.
 */

#include "still-body.h"

#include "http.h"

/**
 * Body:
 * @n_read: files that were handed to libsoup
 */
typedef struct {
  VcConnections *connections;
  SoupServerMessage *message;
  VcStillStream *stream;
  guint n_read;
} Body;

/* The other end is gone, or has everything. */
static void
on_over (SoupServerMessage *message, gpointer user_data)
{
  Body *self = user_data;

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_signal_handlers_disconnect_by_data (self->stream, self);
  g_object_unref (self->message);
  g_object_unref (self->stream);
  g_free (self);
}

static void
on_wrote_chunk (SoupServerMessage *message, gpointer user_data)
{
  Body *self = user_data;

  vc_connections_extend (self->connections, message);
}

static void
hang_up (Body *self)
{
  GSocket *socket =
    vc_connections_get_socket (self->connections, self->message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
pass_on (Body *self)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);
  VcStillStreamState state = vc_still_stream_get_state (self->stream);
  GBytes *file;

  while ((file = vc_still_stream_read (self->stream, self->n_read)) != NULL) {
    soup_message_body_append_bytes (body, file);
    g_bytes_unref (file);
    self->n_read++;
  }
  if (state == VC_STILL_STREAM_WHOLE)
    soup_message_body_complete (body);
  else if (state == VC_STILL_STREAM_BROKEN)
    hang_up (self);
}

/* libsoup waits by itself while there is nothing to write. */
static void
on_changed (VcStillStream *stream, gpointer user_data)
{
  Body *self = user_data;

  pass_on (self);
  if (vc_still_stream_get_state (stream) != VC_STILL_STREAM_OPEN)
    g_signal_handlers_disconnect_by_func (stream, on_changed, self);
  soup_server_message_unpause (self->message);
}

void
vc_still_body_respond (VcConnections *connections, SoupServerMessage *message,
                       VcStillStream *stream)
{
  SoupMessageHeaders *response =
    soup_server_message_get_response_headers (message);
  g_autofree char *etag =
    g_strdup_printf ("\"%s\"", vc_still_stream_get_sha256 (stream));
  Body *self = g_new0 (Body, 1);

  vc_http_set_header (message, "ETag", etag);
  soup_message_headers_set_content_type (response, "application/octet-stream",
                                         NULL);
  soup_message_headers_set_encoding (response, SOUP_ENCODING_CHUNKED);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_set_accumulate (
    soup_server_message_get_response_body (message), FALSE);

  self->connections = connections;
  self->message = g_object_ref (message);
  self->stream = g_object_ref (stream);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self);
  g_signal_connect (message, "finished", G_CALLBACK (on_over), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_over), self);
  pass_on (self);
  if (vc_still_stream_get_state (stream) == VC_STILL_STREAM_OPEN)
    g_signal_connect (stream, "changed", G_CALLBACK (on_changed), self);
}
