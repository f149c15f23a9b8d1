/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransportDesk: what viewers are told of a replay, and may ask of it.
 *
 * Main context only.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "roster.h"
#include "transport.h"

G_BEGIN_DECLS

typedef struct _VcTransportDesk VcTransportDesk;

/* @transport: (nullable): NULL: nothing is replayed. @roster outlives it. */
VcTransportDesk *vc_transport_desk_new (VcTransport *transport,
                                        const VcRoster *roster);
void vc_transport_desk_free (VcTransportDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcTransportDesk, vc_transport_desk_free)

/* @viewer can be told things now. */
void vc_transport_desk_welcome (VcTransportDesk *self, VcViewer *viewer);

/* Is there a replay? */
gboolean vc_transport_desk_is_open (const VcTransportDesk *self);

/* A request of who @controls, or only watches, and then is told alone how
 * things stand. Returns: (transfer full) (nullable): NULL if @params are
 * wrong. */
JsonObject *vc_transport_desk_request (VcTransportDesk *self,
                                       JsonObject *params, gboolean controls);

G_END_DECLS
