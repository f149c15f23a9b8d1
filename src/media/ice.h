/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcIce: through which servers and ports a browser and this program find each
 * other.
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a minted credential is good for. A server asks for it when a relay
 * is made, not later; pages fetch a new one for each connection. */
#define VC_ICE_LIFETIME_S (12 * 60 * 60)

/**
 * VcIceScheme:
 * @VC_ICE_STUN: tells an end its address (RFC 8489)
 * @VC_ICE_TURN: relays (RFC 8656)
 * @VC_ICE_TURNS: the same inside TLS
 */
typedef enum {
  VC_ICE_STUN,
  VC_ICE_TURN,
  VC_ICE_TURNS,
} VcIceScheme;

/**
 * VcIceServer:
 * @host: name or address; without the brackets of IPv6
 * @tcp: how a relay is reached
 */
typedef struct {
  VcIceScheme scheme;
  char *host;
  guint16 port;
  gboolean tcp;
} VcIceServer;

/**
 * VcIce:
 * @servers: (element-type VcIceServer)
 * @secret: (nullable): what coturn calls static-auth-secret
 * @username: (nullable): if there is no secret
 * @password: (nullable): the same
 * @min_port: of this end, UDP and TCP; 0 = any
 * @max_port: the same
 */
typedef struct {
  GPtrArray *servers;
  char *secret;
  char *username;
  char *password;
  guint16 min_port;
  guint16 max_port;
} VcIce;

/**
 * VcIceCredential:
 * Both %NULL if the servers ask for none.
 */
typedef struct {
  char *username;
  char *password;
} VcIceCredential;

/* (transfer full): nothing configured. */
VcIce *vc_ice_new (void);
void vc_ice_free (VcIce *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcIce, vc_ice_free)

/* "HOST[:PORT]", also with "stun:" before it (RFC 7064). Returns whether it
 * was added. */
gboolean vc_ice_add_stun (VcIce *self, const char *text);
/* "turn:HOST[:PORT][?transport=udp|tcp]" or "turns:…" (RFC 7065). */
gboolean vc_ice_add_turn (VcIce *self, const char *text);

/* What the relays ask for. With a secret, it is minted for @name as in
 * draft-uberti-behave-turn-rest: good from @now_s, seconds since 1970, for
 * VC_ICE_LIFETIME_S. Characters of @name: letters, digits, "-" and "_". */
void vc_ice_mint (const VcIce *self, const char *name, gint64 now_s,
                  VcIceCredential *credential);
void vc_ice_credential_clear (VcIceCredential *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VcIceCredential, vc_ice_credential_clear)

/* (transfer full): "turn:HOST:PORT?transport=udp". */
char *vc_ice_server_to_uri (const VcIceServer *self);
/* (transfer full): "turn://USER:PASSWORD@HOST:PORT?transport=udp", as
 * webrtcbin wants it. */
char *vc_ice_server_to_webrtcbin (const VcIceServer *self,
                                  const VcIceCredential *credential);

G_END_DECLS
