/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAssembly: a session and a server over a view, put together from settings.
 *
 * What the program and the library have in common. Everything that belongs to
 * one assembly happens in the thread that made it, in the main context that is
 * its default.
 */

#pragma once

#include "server.h"
#include "settings.h"

G_BEGIN_DECLS

/**
 * VcAssembly:
 * @session: people
 * @server: HTTP
 */
typedef struct {
  VcSession *session;
  VcServer *server;
} VcAssembly;

/* Before the first one: GStreamer and our plugins, and the beginning of what
 * takes long the first time. Any thread, as often as one likes. */
gboolean vc_assembly_prepare (GError **error);

/* Until what takes long is done: who is told the address comes at once, and is
 * not to wait for it. */
void vc_assembly_wait (void);

/* @transport: (nullable): of what the view replays. */
VcAssembly *vc_assembly_new (VcView *view, const VcSettings *settings,
                             VcTransport *transport, GError **error);

/* VcSession::stopped follows. Idempotent. */
void vc_assembly_stop (VcAssembly *self);

void vc_assembly_free (VcAssembly *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcAssembly, vc_assembly_free)

G_END_DECLS
