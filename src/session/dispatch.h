/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDispatch: gives each message of a viewer to who understands it.
 */

#pragma once

#include "producer.h"
#include "roster.h"
#include "scene-desk.h"
#include "stills.h"
#include "transport-desk.h"

G_BEGIN_DECLS

/**
 * VcDispatch:
 * Those who understand messages.
 */
typedef struct {
  VcView *view;
  VcProducer *producer;
  VcRoster *roster;
  VcStills *stills;
  VcTransportDesk *transport;
  VcSceneDesk *scene;
} VcDispatch;

/* Fails if @text breaks the protocol. Channels that nobody knows are
 * ignored. */
gboolean vc_dispatch_receive (const VcDispatch *self, VcViewer *viewer,
                              const char *channel, const char *text,
                              gint64 now_us, GError **error);

G_END_DECLS
