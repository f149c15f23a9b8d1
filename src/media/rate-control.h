/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRateControl: makes one peer's video fit its link.
 *
 * Before each frame it asks rtpgcc what the link carries and what still waits,
 * and VcPolicy what to do about it. No thread of its own and no timer: while
 * no frames come nothing happens.
 */

#pragma once

#include "peer-pipeline.h"
#include "peer-stats.h"

G_BEGIN_DECLS

typedef struct _VcRateControl VcRateControl;

/* @max_rate: frames per second of the source. The pipeline's elements are
 * referenced. */
VcRateControl *vc_rate_control_new (const VcPeerPipeline *pipeline,
                                    VcCodec codec, double max_rate);
void vc_rate_control_free (VcRateControl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRateControl, vc_rate_control_free)

/* All of these: any thread. Times are monotonic. */

/* How long the next frame should wait before it is encoded, microseconds, so
 * that it finds the way free; 0 = not at all. */
gint64 vc_rate_control_get_wait (VcRateControl *self, gint64 now_us);

/* The first frame will be of @caps: chooses its size, so that the encoder need
 * not be set up twice. */
void vc_rate_control_prepare (VcRateControl *self, gint64 now_us,
                              const GstCaps *caps);

/* @buffer, which has the size that @caps say, goes to the encoder next: sets
 * that up for it. */
void vc_rate_control_begin_frame (VcRateControl *self, gint64 now_us,
                                  GstBuffer *buffer, GstCaps *caps);

/* The frame before was replaced by a newer one. */
void vc_rate_control_skip_frame (VcRateControl *self);

/* The frame that was begun has left the encoder as @encoded. */
void vc_rate_control_end_frame (VcRateControl *self, gint64 now_us,
                                GstBuffer *encoded);

/* After so long without a frame, microseconds, a movement has probably
 * ended. */
gint64 vc_rate_control_get_pause (VcRateControl *self);

/* How often a packet is to be sent once more at once: against loss, or, at a
 * frame's end, to find out whether the link carries more. */
guint vc_rate_control_take_repeats (VcRateControl *self, gboolean ends_frame);

/* A key frame comes next. If much waits for the link, most often because that
 * has just become slow, it is thrown away. Returns whether it was. */
gboolean vc_rate_control_begin_anew (VcRateControl *self);

void vc_rate_control_get_stats (VcRateControl *self, VcPeerStats *stats);

G_END_DECLS
