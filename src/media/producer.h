/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProducer: the pipeline that turns a view's frames into raw video once and
 * hands each by reference to every consumer.
 *
 *     ┌────────┐   ┌────────────┐   ┌─────────┐  push-sample   ┌────────┐
 *     │ vtksrc │──▶│ I420 bt601 │──▶│ appsink │──────┬────────▶│ VcPeer │
 *     └────────┘   └────────────┘   └─────────┘      └────────▶│ VcPeer │
 *          ▲ navigation events           │                     └────────┘
 *          └─────────────────────────────┘
 *
 * Main context only, but for the vfunc-like VcSampleFunc.
 */

#pragma once

#include <gst/gst.h>

#include "event.h"
#include "frame.h"
#include "view.h"

G_BEGIN_DECLS

/**
 * VcFrameReport:
 * @pts: the buffer's presentation time, nanoseconds of running time; see
 *   vc_frame_stamp_to_rtp()
 * @id: of the view's frame; 0 if the source is no view
 * @viewer: whose event was applied last before the frame was rendered
 * @seq: that event's number, 0 if none
 * @input_time_us: when that event was received; monotonic
 * @render_start_us: monotonic
 * @render_end_us: monotonic
 * @push_us: when the frame was handed to the peers; monotonic
 * @tier: its quality
 */
typedef struct {
  GstClockTime pts;
  guint64 id;
  guint viewer;
  guint seq;
  gint64 input_time_us;
  gint64 render_start_us;
  gint64 render_end_us;
  gint64 push_us;
  VcTier tier;
} VcFrameReport;

#define VC_TYPE_PRODUCER (vc_producer_get_type ())
G_DECLARE_FINAL_TYPE (VcProducer, vc_producer, VC, PRODUCER, GObject)

/**
 * VcProducer::frame:
 * @report: (type gpointer): a #VcFrameReport, valid during the emission
 *
 * A frame went out to the peers. Main context.
 */
/**
 * VcProducer::failed:
 * @error: a #GError
 *
 * The pipeline stopped and cannot go on. Main context.
 */

VcProducer *vc_producer_new (VcView *view, double max_rate, GError **error);

/* The same with any live source of raw video instead of vtksrc. @source:
 * (transfer floating) */
VcProducer *vc_producer_new_for_source (GstElement *source, GError **error);

/* To PLAYING, and back. */
gboolean vc_producer_start (VcProducer *self, GError **error);
void vc_producer_stop (VcProducer *self);

/* Sends @event up the pipeline as a GstNavigation event, as any GStreamer
 * application would. */
void vc_producer_push_event (VcProducer *self, const VcEvent *event);

/* What peers need to share the producer's time. (transfer none) */
GstClock *vc_producer_get_clock (VcProducer *self);
GstClockTime vc_producer_get_base_time (VcProducer *self);

/* Of now, on that clock; 0 before the start. Any thread. */
GstClockTime vc_producer_get_running_time (VcProducer *self);

/**
 * VcSampleFunc:
 * @sample: I420, with a time stamp in running time
 *
 * Called for each frame, in the producer's streaming thread, or, for a frame
 * that is shown again, in the thread that asked for it; never twice at the same
 * time. May not block, nor call the producer.
 */
typedef void (*VcSampleFunc) (GstSample *sample, gpointer user_data);

/* Returns: (transfer full) (nullable): the newest frame's, NULL if there is
 * none yet. Any thread. */
GstCaps *vc_producer_dup_caps (VcProducer *self);

/* @func is called at once with the newest frame, if any, with a new time
 * stamp. Returns an id. After vc_producer_remove_consumer() has returned,
 * @func is not running and is not called again. */
guint vc_producer_add_consumer (VcProducer *self, VcSampleFunc func,
                                gpointer user_data);
void vc_producer_remove_consumer (VcProducer *self, guint id);

/* Was @sample shown before? */
gboolean vc_producer_is_repeat (GstSample *sample);

/* Hands the newest frame once more to consumer @id, with a new time stamp: a
 * decoder that lost it asked for a picture and nothing new will be rendered.
 * Any thread. */
void vc_producer_repeat_frame (VcProducer *self, guint id);

G_END_DECLS
