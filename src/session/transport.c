/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransport: play, pause, speed and seek, of what a view replays.
 */

#include "transport.h"

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (VcTransport, vc_transport, G_TYPE_OBJECT)

static void
vc_transport_default_init (VcTransportInterface *iface)
{
  signals[CHANGED] =
    g_signal_new ("transport-changed", VC_TYPE_TRANSPORT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
vc_transport_command (VcTransport *self, const VcTransportState *wanted)
{
  g_return_if_fail (VC_IS_TRANSPORT (self));

  VC_TRANSPORT_GET_IFACE (self)->command (self, wanted);
}

void
vc_transport_get_state (VcTransport *self, VcTransportState *state)
{
  g_return_if_fail (VC_IS_TRANSPORT (self));

  VC_TRANSPORT_GET_IFACE (self)->get_state (self, state);
}

const GArray *
vc_transport_get_marks (VcTransport *self)
{
  g_return_val_if_fail (VC_IS_TRANSPORT (self), NULL);

  return VC_TRANSPORT_GET_IFACE (self)->get_marks (self);
}

void
vc_transport_emit_changed (VcTransport *self)
{
  g_return_if_fail (VC_IS_TRANSPORT (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
