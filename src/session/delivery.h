/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDelivery: brings exact stills to one viewer, at that viewer's pace.
 *
 * Main context only.
 */

#pragma once

#include "peer.h"
#include "still-text.h"
#include "still.h"

G_BEGIN_DECLS

#define VC_CHANNEL_STILL "still"

/**
 * VcStillOffer: a picture, and when it holds
 * @view: shows it; nothing is sent from the moment that it does not
 * @rtp: timestamp of the frame that it equals
 * @seq: the viewer's last event that was applied
 */
typedef struct {
  VcView *view;
  VcStill *still;
  guint32 rtp;
  guint seq;
} VcStillOffer;

typedef struct _VcDelivery VcDelivery;

/* What the link carries: as estimated for the video, or as the last picture
 * showed, bits per second. */
double vc_delivery_get_rate (VcDelivery *self);

/* @peer: (transfer none): has an open channel "still" */
VcDelivery *vc_delivery_new (VcPeer *peer);
void vc_delivery_free (VcDelivery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcDelivery, vc_delivery_free)

/* The view came to rest: begins to send, or goes on with what is known
 * already. Once for each rest; more often does nothing. */
void vc_delivery_offer (VcDelivery *self, const VcStillOffer *offer);

/* The view is in another phase; when it moves, nothing is offered any more. */
void vc_delivery_tell_phase (VcDelivery *self, VcPhase phase);

/* Takes what the viewer said on the channel. Fails if that breaks the
 * protocol. @expected: (out): it was the answer to something that was sent. */
gboolean vc_delivery_hear (VcDelivery *self, const char *text, gsize length,
                           gint64 now_us, gboolean *expected, GError **error);

G_END_DECLS
