/* SPDX-License-Identifier: BSD-3-Clause
 *
 * HTTP connections that are idle, slow or too many.
 */

#include <string.h>

#include "connections.h"
#include "folder.h"

#define UNTIL_WATCHDOG_S 20
#include "until.h"

#define LIMIT 4

typedef struct {
  SoupServer *server;
  VcConnections *connections;
  guint16 port;
} Fixture;

/* More than fits into the buffers of a connection whose client reads nothing.
 */
#define LARGE (64 << 20)

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer user_data)
{
  gsize length = strcmp (path, "/large") == 0 ? LARGE : 2;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE,
                                    g_strnfill (length, 'x'), length);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const VcConnectionLimits limits = {LIMIT, 300, 300};
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) address =
    g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  f->server = soup_server_new (NULL, NULL);
  f->connections = vc_connections_new (f->server, &limits, NULL);
  soup_server_add_handler (f->server, NULL, on_request, f, NULL);
  vc_connections_listen (f->connections, address, &f->port, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  vc_connections_free (f->connections);
  soup_server_disconnect (f->server);
  g_object_unref (f->server);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GSocketConnection **connection = user_data;
  g_autoptr (GError) error = NULL;

  *connection = g_socket_client_connect_to_host_finish (
    G_SOCKET_CLIENT (source), result, &error);
  g_assert_no_error (error);
}

static GSocketConnection *
connect_client (Fixture *f)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", f->port, NULL,
                                         on_connected, &connection);
  WAIT_UNTIL (connection != NULL);
  return connection;
}

static gboolean
try_to_say (GSocketConnection *connection, const char *text)
{
  return g_output_stream_write_all (
    g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
    strlen (text), NULL, NULL, NULL);
}

static void
say (GSocketConnection *connection, const char *text)
{
  g_assert_true (try_to_say (connection, text));
}

typedef struct {
  gssize n;
  gboolean done;
} Read;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Read *read = user_data;

  read->n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  read->done = TRUE;
}

/* Bytes that came, 0 or less if the server has closed. */
static gssize
hear (GSocketConnection *connection)
{
  static char buffer[1 << 16];
  Read read = {0};

  g_input_stream_read_async (
    g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
    sizeof buffer, G_PRIORITY_DEFAULT, NULL, on_read, &read);
  WAIT_UNTIL (read.done);
  return read.n;
}

static void
test_silent (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) client = connect_client (f);

  g_assert_cmpint (hear (client), <=, 0);
}

static void
test_half (Fixture *f, gconstpointer request)
{
  g_autoptr (GSocketConnection) client = connect_client (f);

  say (client, request);
  while (hear (client) > 0)
    ;
}

/* One byte now and then keeps no connection. */
static gboolean
on_drip (gpointer user_data)
{
  g_output_stream_write (g_io_stream_get_output_stream (user_data), "x", 1,
                         NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static void
test_drip (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) client = connect_client (f);
  guint drip = g_timeout_add (50, on_drip, client);

  say (client, "GET / HTTP/1.1\r\nX: ");
  while (hear (client) > 0)
    ;
  g_source_remove (drip);
}

/* Each connection is for one request. */
static void
test_one (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) client = connect_client (f);

  say (client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  g_assert_cmpint (hear (client), >, 0);
  while (hear (client) > 0)
    ;
}

static gboolean
on_moment (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

/* A client that does not take the answer. */
static void
test_deaf (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) client = connect_client (f);
  gboolean over = FALSE;
  gsize total = 0;
  gssize n;

  say (client, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  g_timeout_add (1000, on_moment, &over);
  WAIT_UNTIL (over);
  while ((n = hear (client)) > 0)
    total += n;
  g_assert_cmpuint (total, <, LARGE);
}

static void
test_many (Fixture *f, gconstpointer data)
{
  GSocketConnection *clients[LIMIT];
  g_autoptr (GSocketConnection) extra = NULL;

  for (int i = 0; i < LIMIT; i++)
    clients[i] = connect_client (f);
  extra = connect_client (f);
  g_assert_cmpint (hear (extra), <=, 0);
  /* The others are as they were, and their places are free again later. */
  say (clients[0], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  g_assert_cmpint (hear (clients[0]), >, 0);
  for (int i = 0; i < LIMIT; i++) {
    while (hear (clients[i]) > 0)
      ;
    g_object_unref (clients[i]);
  }
  /* libsoup needs a moment to let go of them. */
  for (gssize n = 0; n <= 0;) {
    g_clear_object (&extra);
    extra = connect_client (f);
    try_to_say (extra, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    n = hear (extra);
  }
}

/* Whatever clients do, nothing is left of them. */
static void
test_nothing_left (Fixture *f, gconstpointer data)
{
  static const char *const requests[] = {
    "",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHo",
    "nonsense\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
  };
  guint n_files = folder_count (FOLDER_OPEN_FILES);

  for (int i = 0; i < 60; i++) {
    g_autoptr (GSocketConnection) client = connect_client (f);

    try_to_say (client, requests[i % G_N_ELEMENTS (requests)]);
    if (i % 2 == 0)
      hear (client);
  }
  WAIT_UNTIL (folder_count (FOLDER_OPEN_FILES) == n_files);
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) client = connect_client (f);

  say (client, "GET / HTTP/1.1\r\n");
  vc_connections_stop (f->connections);
  g_assert_cmpint (hear (client), <=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, DATA, FUNC)                                                  \
  g_test_add ("/connections/" NAME, Fixture, DATA, set_up, FUNC, tear_down)
  ADD ("silent", NULL, test_silent);
  ADD ("half-header", "GET / HTTP/1.1\r\nHo", test_half);
  ADD ("half-body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
       test_half);
  ADD ("half-chunk",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx",
       test_half);
  ADD ("drip", NULL, test_drip);
  ADD ("one", NULL, test_one);
  ADD ("deaf", NULL, test_deaf);
  ADD ("many", NULL, test_many);
  ADD ("nothing-left", NULL, test_nothing_left);
  ADD ("stop", NULL, test_stop);
  return g_test_run ();
}
