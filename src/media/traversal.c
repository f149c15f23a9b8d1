/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How webrtcbin's ICE agent finds a way to a browser.
 */

#include "traversal.h"

/* A machine knows its own addresses at once. A relay elsewhere is asked twice
 * before it gives one, and WHEP has no way to send candidates later. */
#define PATIENCE_MS 250
#define RELAY_PATIENCE_MS 600

/* libnice asks the network's router for a port mapping otherwise: 200 ms, and
 * multicasts that a hospital's network does not want. */
static void
forbid_upnp (GObject *ice_agent)
{
  g_autoptr (GObject) agent = NULL;

  if (!g_object_class_find_property (G_OBJECT_GET_CLASS (ice_agent), "agent"))
    return;
  g_object_get (ice_agent, "agent", &agent, NULL);
  if (agent != NULL &&
      g_object_class_find_property (G_OBJECT_GET_CLASS (agent), "upnp"))
    g_object_set (agent, "upnp", FALSE, NULL);
}

static void
limit_ports (GObject *ice_agent, const VcIce *ice)
{
  /* In this order: the agent's minimum may not be above its maximum. */
  if (ice->max_port > 0)
    g_object_set (ice_agent, "max-rtp-port", (guint)ice->max_port,
                  "min-rtp-port", (guint)ice->min_port, NULL);
}

/* A browser can be told of a relay inside TLS; libnice knows no TLS. */
static void
add_servers (GstElement *webrtc, const VcIce *ice)
{
  g_autofree char *name = g_strdup_printf ("server-%08x", g_random_int ());
  g_auto (VcIceCredential) credential = {NULL};

  vc_ice_mint (ice, name, g_get_real_time () / G_USEC_PER_SEC, &credential);
  for (guint i = 0; i < ice->servers->len; i++) {
    const VcIceServer *server = ice->servers->pdata[i];
    g_autofree char *uri = vc_ice_server_to_webrtcbin (server, &credential);
    gboolean is_added;

    if (server->scheme == VC_ICE_STUN)
      g_object_set (webrtc, "stun-server", uri, NULL);
    else if (server->scheme == VC_ICE_TURN)
      g_signal_emit_by_name (webrtc, "add-turn-server", uri, &is_added);
  }
}

void
vc_traversal_set_up (GstElement *webrtc, const VcIce *ice)
{
  g_autoptr (GObject) ice_agent = NULL;

  g_object_get (webrtc, "ice-agent", &ice_agent, NULL);
  if (ice_agent == NULL)
    return;
  forbid_upnp (ice_agent);
  if (ice == NULL)
    return;
  limit_ports (ice_agent, ice);
  add_servers (webrtc, ice);
}

guint
vc_traversal_get_patience (const VcIce *ice)
{
  return ice != NULL && ice->servers->len > 0 ? RELAY_PATIENCE_MS : PATIENCE_MS;
}
