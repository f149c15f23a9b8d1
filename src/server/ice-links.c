/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header Link that tells a client its ICE servers (draft-ietf-wish-whep,
 * "STUN/TURN Server Configuration").
 */

#include "ice-links.h"

/* A quoted string (RFC 9110, 5.6.4). */
static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (text, '\\');
    g_string_append_c (text, *c);
  }
  g_string_append_c (text, '"');
}

static void
add_link (SoupServerMessage *message, const VcIceServer *server,
          const VcIceCredential *credential)
{
  g_autofree char *uri = vc_ice_server_to_uri (server);
  g_autoptr (GString) link = g_string_new (NULL);

  g_string_append_printf (link, "<%s>; rel=\"ice-server\"", uri);
  if (server->scheme != VC_ICE_STUN) {
    g_string_append (link, "; username=");
    append_quoted (link, credential->username);
    g_string_append (link, "; credential=");
    append_quoted (link, credential->password);
    g_string_append (link, "; credential-type=\"password\"");
  }
  soup_message_headers_append (
    soup_server_message_get_response_headers (message), "Link", link->str);
}

void
vc_ice_links_add (SoupServerMessage *message, const VcIce *ice,
                  const char *name)
{
  g_auto (VcIceCredential) credential = {NULL};

  if (ice == NULL || ice->servers->len == 0)
    return;
  vc_ice_mint (ice, name, g_get_real_time () / G_USEC_PER_SEC, &credential);
  for (guint i = 0; i < ice->servers->len; i++)
    add_link (message, ice->servers->pdata[i], &credential);
}
