/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSender: hands the producer's frames to one peer's encoder, and sees to it
 * that the last one arrives.
 *
 * Three things need more than passing frames on. A browser that asks for a key
 * frame while nothing moves is shown the last frame again, but only if it
 * misses something. Nothing tells a browser that the very last packet is lost,
 * so that after a burst the last frame is shown four times more, which costs
 * next to nothing and sharpens the picture, and then nothing more is sent. And
 * a new viewer gets the newest frame at once, from an encoder that was set up
 * while it connected.
 */

#pragma once

#include <gst/gst.h>

#include "offer.h"
#include "peer-pipeline.h"
#include "peer-stats.h"
#include "producer.h"

G_BEGIN_DECLS

#define VC_TYPE_SENDER (vc_sender_get_type ())
G_DECLARE_FINAL_TYPE (VcSender, vc_sender, VC, SENDER, GObject)

/* Main context only. The local description must be set. */
VcSender *vc_sender_new (VcProducer *producer, VcPeerPipeline *pipeline,
                         const VcOfferVideo *video,
                         const VcPeerOptions *options);

/* The connection stands: frames flow from here on. Idempotent. */
void vc_sender_start (VcSender *self);

/* This viewer is sent the exact picture, too. */
void vc_sender_expect_stills (VcSender *self);

void vc_sender_get_stats (VcSender *self, VcPeerStats *stats);

/* No more frames; nothing of this runs any more when it returns. Idempotent;
 * must be called. */
void vc_sender_stop (VcSender *self);

G_END_DECLS
