/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeerPipeline: the elements of one peer.
 *
 *     ┌────────┐   ┌────────────┐   ┌──────┐   ┌─────────┐
 *     │ appsrc │──▶│ videoscale │──▶│ size │──▶│ encoder │──┐
 *     └────────┘   └────────────┘   └──────┘   └─────────┘  │
 *       ┌──────────────────────────────────────────────────┘
 *       │   ┌───────────┐   ┌──────┐   ┌─────────────────────────────┐
 *       └──▶│ payloader │──▶│ caps │──▶│ webrtcbin, within it rtpgcc │
 *           └───────────┘   └──────┘   └─────────────────────────────┘
 */

#pragma once

#include <gst/gst.h>

#include "mailbox.h"
#include "offer.h"
#include "peer.h"

G_BEGIN_DECLS

/**
 * VcPeerPipeline:
 * @pipeline: owns the others
 * @source: an appsrc for raw samples
 * @mailbox: through which it gets them
 * @filter: its caps are the size of the encoded picture
 * @encoder: see encoder.h
 * @webrtc: of GStreamer, set up to send video and nothing else
 * @gcc: (nullable): rtpgcc; NULL if the browser does not report arrivals
 */
typedef struct {
  GstElement *pipeline;
  GstElement *source;
  VcMailbox *mailbox;
  GstElement *filter;
  GstElement *encoder;
  GstElement *webrtc;
  GstElement *gcc;
} VcPeerPipeline;

/* Playing, on the producer's clock and base time. */
gboolean vc_peer_pipeline_init (VcPeerPipeline *self, const VcOfferVideo *video,
                                const VcPeerOptions *options,
                                VcProducer *producer, GError **error);

/* Everything becomes NULL at once; the elements stop in another thread, since
 * that takes up to 20 ms and the main context has other viewers. The GstBus is
 * set flushing. Idempotent. vc_peer_drain() waits for them. */
void vc_peer_pipeline_clear (VcPeerPipeline *self);

/* The element through which all of the peer's RTP packets pass last, before
 * they are encrypted, and whose sink pad "send_rtp_sink" sends the browser's
 * reports on their arrival (events "RTPTWCCPackets") upstream. Valid once the
 * local description is set. (transfer full) (nullable) */
GstElement *vc_peer_pipeline_dup_rtp_session (VcPeerPipeline *self);

G_END_DECLS
