/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcConnections: accepts connections for a SoupServer, and drops those that
 * are slow or too many.
 *
 * libsoup waits for ever for the second half of a request. And it leaks, before
 * 3.4, connections that its own listeners accepted or that a client closes
 * between two requests: so we listen, and each connection serves one request.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * VcConnectionLimits:
 * @max: connections at once; those beyond are closed
 * @request_ms: for a request to come whole
 * @response_ms: for the answer to be made and taken
 */
typedef struct {
  guint max;
  guint request_ms;
  guint response_ms;
} VcConnectionLimits;

typedef struct _VcConnections VcConnections;

/* @server must not listen itself. @certificate: (nullable): for TLS. */
VcConnections *vc_connections_new (SoupServer *server,
                                   const VcConnectionLimits *limits,
                                   GTlsCertificate *certificate);
void vc_connections_free (VcConnections *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcConnections, vc_connections_free)

/* Listens on one more address. @port: (inout): 0 becomes the port taken. */
gboolean vc_connections_listen (VcConnections *self, GInetAddress *address,
                                guint16 *port, GError **error);

/* Stops listening, and closes all connections. Idempotent. */
void vc_connections_stop (VcConnections *self);

/* @message was refused before all of it was read: its connection is closed
 * soon, and the rest is not waited for. */
void vc_connections_linger (VcConnections *self, SoupServerMessage *message);

/* Some of the answer to @message was taken: there is as much time again for the
 * rest. */
void vc_connections_extend (VcConnections *self, SoupServerMessage *message);

/* (transfer none) (nullable): what @message came on. */
GSocket *vc_connections_get_socket (VcConnections *self,
                                    SoupServerMessage *message);

G_END_DECLS
