/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Errors as HTTP tells them (RFC 9457).
 */

#include "problem.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define TYPE "application/problem+json"
/* What a client may still send after it was refused before the connection is
 * closed in its face: a reset would destroy the answer on its way. */
#define DRAIN_BYTES (16 << 20)
#define DRAIN_STEP (64 << 10)

typedef struct {
  GIOStream *stream;
  char *response;
  gsize left;
} Refusal;

static char *
build_body (guint status, const char *detail)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "title",
                                 soup_status_get_phrase (status));
  json_object_set_int_member (object, "status", status);
  if (detail != NULL)
    json_object_set_string_member (object, "detail", detail);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

static char *
build_response (SoupServerMessage *message, guint status, const char *detail)
{
  g_autofree char *body = build_body (status, detail);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status,
                          soup_status_get_phrase (status));
  soup_message_headers_foreach (
    soup_server_message_get_response_headers (message), append_header, text);
  g_string_append_printf (text,
                          "Content-Type: " TYPE "\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          strlen (body), body);
  return g_string_free (text, FALSE);
}

static void
refusal_free (Refusal *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_free (self->response);
  g_free (self);
}

/* Ends when the client has no more to say, when it says too much, or when the
 * connection's time is up (connections.h). */
static void
on_skipped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;
  gssize n = g_input_stream_skip_finish (G_INPUT_STREAM (source), result, NULL);

  if (n <= 0 || (gsize)n >= self->left) {
    refusal_free (self);
    return;
  }
  self->left -= n;
  g_input_stream_skip_async (G_INPUT_STREAM (source), DRAIN_STEP,
                             G_PRIORITY_LOW, NULL, on_skipped, self);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL,
                                         NULL)) {
    refusal_free (self);
    return;
  }
  if (G_IS_SOCKET_CONNECTION (self->stream))
    g_socket_shutdown (
      g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->stream)),
      FALSE, TRUE, NULL);
  g_input_stream_skip_async (g_io_stream_get_input_stream (self->stream),
                             DRAIN_STEP, G_PRIORITY_LOW, NULL, on_skipped,
                             self);
}

void
vc_problem_respond (SoupServerMessage *message, guint status,
                    const char *detail)
{
  char *body = build_body (status, detail);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, TYPE, SOUP_MEMORY_TAKE, body,
                                    strlen (body));
}

void
vc_problem_refuse (SoupServerMessage *message, guint status, const char *detail)
{
  Refusal *self = g_new0 (Refusal, 1);

  self->response = build_response (message, status, detail);
  self->left = DRAIN_BYTES;
  self->stream = soup_server_message_steal_connection (message);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   self->response, strlen (self->response),
                                   G_PRIORITY_DEFAULT, NULL, on_written, self);
}
