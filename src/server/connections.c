/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcConnections: accepts connections for a SoupServer, and drops those that
 * are slow or too many.
 *
 * A socket that is shut down makes libsoup's next read or write fail, upon
 * which libsoup lets go of it; that is when it leaves the table.
 */

#include "connections.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "timer.h"

/* GLib's default of 10 makes a page's many requests wait for a second. */
#define BACKLOG 256
/* For what is still on its way when an answer was given. */
#define LINGER_MS 500

/**
 * _VcConnections:
 * @table: (element-type GSocketAddress Connection): by the other end's address,
 *   an object of its own for each connection
 */
struct _VcConnections {
  SoupServer *server;
  GSocketService *service;
  GTlsCertificate *certificate;
  VcConnectionLimits limits;
  GHashTable *table;
};

/**
 * Connection:
 * @stream: (not owned): its end is the connection's
 */
typedef struct {
  VcConnections *owner;
  GSocketConnection *stream;
  GSocketAddress *remote;
  GSource *deadline;
} Connection;

static void
connection_free (Connection *self)
{
  vc_timer_clear (&self->deadline);
  g_object_unref (self->remote);
  g_free (self);
}

static void
shut_down (Connection *self)
{
  g_socket_shutdown (g_socket_connection_get_socket (self->stream), TRUE, TRUE,
                     NULL);
}

static gboolean
on_deadline (gpointer user_data)
{
  Connection *self = user_data;

  vc_timer_clear (&self->deadline);
  shut_down (self);
  return G_SOURCE_REMOVE;
}

static void
restart (Connection *self, guint milliseconds)
{
  vc_timer_clear (&self->deadline);
  self->deadline = vc_timer_new (milliseconds, on_deadline, self);
}

static void
on_stream_gone (gpointer user_data, GObject *stream)
{
  Connection *self = user_data;

  g_hash_table_remove (self->owner->table, self->remote);
}

static void
add (VcConnections *self, GSocketConnection *stream, GSocketAddress *remote)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->owner = self;
  connection->stream = stream;
  connection->remote = g_object_ref (remote);
  g_hash_table_insert (self->table, remote, connection);
  g_object_weak_ref (G_OBJECT (stream), on_stream_gone, connection);
  restart (connection, self->limits.request_ms);
}

/* (transfer full) (nullable). The handshake comes with the first read. */
static GIOStream *
wrap (VcConnections *self, GSocketConnection *stream)
{
  if (self->certificate == NULL)
    return G_IO_STREAM (g_object_ref (stream));
  return g_tls_server_connection_new (G_IO_STREAM (stream), self->certificate,
                                      NULL);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *stream,
             GObject *source, gpointer user_data)
{
  VcConnections *self = user_data;
  g_autoptr (GIOStream) wrapped = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  if (g_hash_table_size (self->table) >= self->limits.max) {
    g_debug ("more than %u HTTP connections", self->limits.max);
    return TRUE;
  }
  local = g_socket_connection_get_local_address (stream, NULL);
  remote = g_socket_connection_get_remote_address (stream, NULL);
  wrapped = wrap (self, stream);
  /* The header and the body are written one after the other. */
  g_socket_set_option (g_socket_connection_get_socket (stream), IPPROTO_TCP,
                       TCP_NODELAY, TRUE, NULL);
  /* It may be gone again already. */
  if (local == NULL || remote == NULL || wrapped == NULL)
    return TRUE;
  add (self, stream, remote);
  soup_server_accept_iostream (self->server, wrapped, local, remote, NULL);
  return TRUE;
}

static void
on_request_read (SoupServer *server, SoupServerMessage *message,
                 gpointer user_data)
{
  VcConnections *self = user_data;
  Connection *connection = g_hash_table_lookup (
    self->table, soup_server_message_get_remote_address (message));

  if (connection != NULL)
    restart (connection, self->limits.response_ms);
}

VcConnections *
vc_connections_new (SoupServer *server, const VcConnectionLimits *limits,
                    GTlsCertificate *certificate)
{
  VcConnections *self = g_new0 (VcConnections, 1);

  self->server = g_object_ref (server);
  self->limits = *limits;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->table =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)connection_free);
  self->service = g_socket_service_new ();
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), BACKLOG);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_signal_connect (server, "request-read", G_CALLBACK (on_request_read), self);
  return self;
}

void
vc_connections_free (VcConnections *self)
{
  GHashTableIter iter;
  gpointer connection;

  vc_connections_stop (self);
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    g_object_weak_unref (G_OBJECT (((Connection *)connection)->stream),
                         on_stream_gone, connection);
  g_hash_table_unref (self->table);
  g_clear_object (&self->certificate);
  g_object_unref (self->service);
  g_object_unref (self->server);
  g_free (self);
}

gboolean
vc_connections_listen (VcConnections *self, GInetAddress *address,
                       guint16 *port, GError **error)
{
  g_autoptr (GSocketAddress) wanted =
    g_inet_socket_address_new (address, *port);
  g_autoptr (GSocketAddress) taken = NULL;

  if (!g_socket_listener_add_address (
        G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
        G_SOCKET_PROTOCOL_TCP, NULL, &taken, error))
    return FALSE;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken));
  return TRUE;
}

void
vc_connections_stop (VcConnections *self)
{
  GHashTableIter iter;
  gpointer connection;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    shut_down (connection);
}

/* To close at once would answer what is still on its way with a reset, which
 * loses the answer. */
void
vc_connections_linger (VcConnections *self, SoupServerMessage *message)
{
  Connection *connection = g_hash_table_lookup (
    self->table, soup_server_message_get_remote_address (message));

  if (connection != NULL)
    restart (connection, LINGER_MS);
}

void
vc_connections_extend (VcConnections *self, SoupServerMessage *message)
{
  on_request_read (self->server, message, self);
}

GSocket *
vc_connections_get_socket (VcConnections *self, SoupServerMessage *message)
{
  Connection *connection = g_hash_table_lookup (
    self->table, soup_server_message_get_remote_address (message));

  return connection != NULL
           ? g_socket_connection_get_socket (connection->stream)
           : NULL;
}
