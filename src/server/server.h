/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcServer: HTTP: the page, WHEP and health.
 *
 * Main context only.
 */

#pragma once

#include <gio/gio.h>

#include "session.h"

G_BEGIN_DECLS

/**
 * VcServerOptions:
 * @host: address or name to listen on
 * @port: 0 = any free one
 * @token: what a client must present as "Authorization: Bearer TOKEN"
 * @content: (nullable): folder to serve instead of the embedded page
 * @allow_origin: (nullable): origin of a page elsewhere that may talk to this
 *   server ("https://portal.example", or "*"); NULL: none
 * @certificate: (nullable): PEM file; with it the server speaks TLS only
 * @private_key: (nullable): PEM file; NULL: the key is in @certificate
 * @ice: (nullable): told to clients; not copied
 *
 * A server that would send the token over a network in the clear is refused
 * by src/settings.c, not here.
 */
typedef struct {
  const char *host;
  guint16 port;
  const char *token;
  const char *content;
  const char *allow_origin;
  const char *certificate;
  const char *private_key;
  const VcIce *ice;
} VcServerOptions;

#define VC_TYPE_SERVER (vc_server_get_type ())
G_DECLARE_FINAL_TYPE (VcServer, vc_server, VC, SERVER, GObject)

/* Listens. Fails if the address cannot be used. Copies what it needs. */
VcServer *vc_server_new (VcSession *session, const VcServerOptions *options,
                         GError **error);

/* (transfer full): "http://127.0.0.1:8080/?token=…". */
char *vc_server_get_url (VcServer *self);

/* Stops listening, and drops open connections. Idempotent. */
void vc_server_stop (VcServer *self);

G_END_DECLS
