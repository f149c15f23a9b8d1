/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcIce: through which servers and ports a browser and this program find each
 * other.
 */

#include "ice.h"

#include <string.h>

#define PORT 3478
#define TLS_PORT 5349
#define HOST_MAX 253
#define HOST_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-_"
#define IPV6_CHARACTERS "0123456789ABCDEFabcdef:."

static void
free_server (gpointer data)
{
  VcIceServer *self = data;

  g_free (self->host);
  g_free (self);
}

/* Returns what follows the host, NULL if there is none. */
static const char *
read_host (VcIceServer *self, const char *text)
{
  gboolean bracket = *text == '[';
  gsize length =
    strspn (text + bracket, bracket ? IPV6_CHARACTERS : HOST_CHARACTERS);

  if (length == 0 || length > HOST_MAX || (bracket && text[length + 1] != ']'))
    return NULL;
  self->host = g_strndup (text + bracket, length);
  return text + length + (bracket ? 2 : 0);
}

static const char *
read_port (VcIceServer *self, const char *text)
{
  g_autofree char *digits = NULL;
  guint64 port;
  gsize length;

  if (*text != ':')
    return text;
  length = strspn (text + 1, G_CSET_DIGITS);
  digits = g_strndup (text + 1, length);
  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT16, &port, NULL))
    return NULL;
  self->port = port;
  return text + 1 + length;
}

/* @text: what follows the scheme */
static gboolean
add_server (VcIce *self, VcIceScheme scheme, const char *text)
{
  VcIceServer *server = g_new0 (VcIceServer, 1);
  const char *rest;

  g_ptr_array_add (self->servers, server);
  server->scheme = scheme;
  server->port = scheme == VC_ICE_TURNS ? TLS_PORT : PORT;
  server->tcp = scheme == VC_ICE_TURNS;
  rest = read_host (server, text);
  if (rest != NULL)
    rest = read_port (server, rest);
  if (rest != NULL && scheme != VC_ICE_STUN &&
      (strcmp (rest, "?transport=udp") == 0 ||
       strcmp (rest, "?transport=tcp") == 0)) {
    server->tcp = strcmp (rest, "?transport=tcp") == 0;
    rest = "";
  }
  if (rest != NULL && *rest == '\0')
    return TRUE;
  g_ptr_array_set_size (self->servers, self->servers->len - 1);
  return FALSE;
}

static char *
sign (const char *secret, const char *text)
{
  g_autoptr (GHmac) hmac =
    g_hmac_new (G_CHECKSUM_SHA1, (const guchar *)secret, strlen (secret));
  guint8 digest[20];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *)text, strlen (text));
  g_hmac_get_digest (hmac, digest, &length);
  return g_base64_encode (digest, length);
}

static char *
build_place (const VcIceServer *self)
{
  gboolean bracket = strchr (self->host, ':') != NULL;

  return g_strdup_printf ("%s%s%s:%u%s", bracket ? "[" : "", self->host,
                          bracket ? "]" : "", self->port,
                          self->scheme == VC_ICE_STUN ? ""
                          : self->tcp                 ? "?transport=tcp"
                                                      : "?transport=udp");
}

static const char *
get_scheme (const VcIceServer *self)
{
  static const char *const names[] = {
    [VC_ICE_STUN] = "stun",
    [VC_ICE_TURN] = "turn",
    [VC_ICE_TURNS] = "turns",
  };

  return names[self->scheme];
}

VcIce *
vc_ice_new (void)
{
  VcIce *self = g_new0 (VcIce, 1);

  self->servers = g_ptr_array_new_with_free_func (free_server);
  return self;
}

void
vc_ice_free (VcIce *self)
{
  g_ptr_array_unref (self->servers);
  g_free (self->secret);
  g_free (self->username);
  g_free (self->password);
  g_free (self);
}

gboolean
vc_ice_add_stun (VcIce *self, const char *text)
{
  return add_server (self, VC_ICE_STUN,
                     g_str_has_prefix (text, "stun:") ? text + 5 : text);
}

gboolean
vc_ice_add_turn (VcIce *self, const char *text)
{
  if (g_str_has_prefix (text, "turn:"))
    return add_server (self, VC_ICE_TURN, text + 5);
  return g_str_has_prefix (text, "turns:") &&
         add_server (self, VC_ICE_TURNS, text + 6);
}

void
vc_ice_mint (const VcIce *self, const char *name, gint64 now_s,
             VcIceCredential *credential)
{
  if (self->secret == NULL) {
    credential->username = g_strdup (self->username);
    credential->password = g_strdup (self->password);
    return;
  }
  credential->username = g_strdup_printf ("%" G_GINT64_FORMAT ":%s",
                                          now_s + VC_ICE_LIFETIME_S, name);
  credential->password = sign (self->secret, credential->username);
}

void
vc_ice_credential_clear (VcIceCredential *self)
{
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->password, g_free);
}

char *
vc_ice_server_to_uri (const VcIceServer *self)
{
  g_autofree char *place = build_place (self);

  return g_strconcat (get_scheme (self), ":", place, NULL);
}

char *
vc_ice_server_to_webrtcbin (const VcIceServer *self,
                            const VcIceCredential *credential)
{
  g_autofree char *place = build_place (self);
  g_autofree char *username = NULL;
  g_autofree char *password = NULL;

  if (self->scheme == VC_ICE_STUN)
    return g_strconcat ("stun://", place, NULL);
  username = g_uri_escape_string (credential->username, NULL, FALSE);
  password = g_uri_escape_string (credential->password, NULL, FALSE);
  return g_strconcat (get_scheme (self), "://", username, ":", password, "@",
                      place, NULL);
}
