/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcConnection: watches whether a peer's connection stands.
 *
 * webrtcbin spreads that over its states, the bus of its pipeline and the
 * states of elements inside it, and tells it in its own threads. Here it
 * arrives in the main context that vc_connection_new() was called in.
 */

#pragma once

#include <gst/gst.h>

#include "peer-pipeline.h"

G_BEGIN_DECLS

#define VC_TYPE_CONNECTION (vc_connection_get_type ())
G_DECLARE_FINAL_TYPE (VcConnection, vc_connection, VC, CONNECTION, GObject)

/**
 * VcConnection::candidate:
 * @text: "candidate:…", one of ours
 */
/**
 * VcConnection::connected:
 *
 * Media can flow.
 */
/**
 * VcConnection::ended:
 * @error: a #GError of VC_PEER_ERROR
 *
 * Emitted once; nothing is told any more.
 */

VcConnection *vc_connection_new (const VcPeerPipeline *pipeline);

/* The local description is set: watches the transport, too, and expects the
 * browser to connect within 30 s, with the certificate that has @fingerprint
 * (see certificate.h). Whoever shows another one gets and says nothing. */
void vc_connection_begin (VcConnection *self, const char *fingerprint);

/* Nothing is emitted from here on. Idempotent; must be called. */
void vc_connection_stop (VcConnection *self);

/* When the last RTCP packet came, monotonic; 0 = none yet. All players send
 * some each few seconds, whether there is video or not. */
gint64 vc_connection_get_heard_us (VcConnection *self);

G_END_DECLS
