/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSender: hands the producer's frames to one peer's encoder, and sees to it
 * that the last one arrives.
 */

#include "sender.h"

#include <gst/video/video.h>

#include "alarm.h"
#include "gate.h"
#include "key-policy.h"
#include "rate-control.h"
#include "retransmission.h"
#include "tail.h"

GST_DEBUG_CATEGORY_STATIC (vc_sender_debug);
#define GST_CAT_DEFAULT vc_sender_debug

/* Reports come each 50 to 100 ms, after a round trip. */
#define REPORT_US (90 * 1000)
/* An exact picture of 400 kB is there within two seconds; what is lost on the
 * way of its video is rather repeated than waited for. */
#define SOON_BITRATE 2000000
#define LOSSY 0.005

struct _VcSender {
  GObject parent_instance;

  GMainContext *context;
  VcProducer *producer;
  GstElement *source;
  VcMailbox *mailbox;
  VcRateControl *control;
  VcGate *gate;
  GstPad *source_pad;
  gulong source_probe;
  GstPad *encoder_pad;
  gulong encoder_probe;
  GstPad *request_pad;
  gulong request_probe;
  GstPad *session_pad;
  gulong session_probe;
  GSource *tail_source;
  VcRetransmission *retransmission;

  /* Main context only. */
  guint consumer;

  /* Streaming threads, too. */
  GMutex mutex;
  guint consumer_to_repeat;
  VcKeyPolicy policy;
  VcTail tail;
  gboolean expects_stills;
};

G_DEFINE_FINAL_TYPE (VcSender, vc_sender, G_TYPE_OBJECT)

/* Puts off the next repeat; the source is woken once per burst and sees for
 * itself that more frames came. */
static void
begin_tail_locked (VcSender *self, gint64 now_us)
{
  gboolean is_armed = self->tail.frame_us != 0 && !self->tail.is_over;

  vc_tail_begin (&self->tail, now_us);
  if (!is_armed)
    g_source_set_ready_time (self->tail_source, now_us);
}

/* In the producer's streaming thread, or wherever a repeat was asked for. */
static void
on_sample (GstSample *sample, gpointer user_data)
{
  VcSender *self = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (!vc_producer_is_repeat (sample)) {
    g_mutex_lock (&self->mutex);
    vc_key_policy_add_frame (&self->policy, now_us);
    begin_tail_locked (self, now_us);
    g_mutex_unlock (&self->mutex);
  }

  vc_mailbox_put (self->mailbox, GST_APP_SRC (self->source), sample);
}

static void
on_tail (gpointer user_data)
{
  VcSender *self = user_data;
  gboolean is_due = FALSE;
  VcTailInput input;
  VcPeerStats stats;
  guint consumer;

  vc_rate_control_get_stats (self->control, &stats);
  input = (VcTailInput){
    .pause_us = vc_rate_control_get_pause (self->control),
    .report_us = stats.rtt_us + REPORT_US,
  };
  input.is_complete = vc_retransmission_get_knowledge (self->retransmission) ==
                      VC_KEY_KNOWLEDGE_COMPLETE;
  g_mutex_lock (&self->mutex);
  /* What was sent small is sent whole once more: it is seen again as soon as
   * somebody moves. */
  input.wish = self->expects_stills && stats.quarters == 4 &&
                   stats.loss < LOSSY && stats.estimate >= SOON_BITRATE
                 ? VC_TAIL_REPAIR
                 : VC_TAIL_SHARPEN;
  g_source_set_ready_time (
    self->tail_source,
    vc_tail_look (&self->tail, g_get_monotonic_time (), &input, &is_due));
  consumer = self->consumer_to_repeat;
  g_mutex_unlock (&self->mutex);

  if (is_due && consumer != 0)
    vc_producer_repeat_frame (self->producer, consumer);
}

static GstPadProbeReturn
handle_key_request (VcSender *self)
{
  VcKeyKnowledge knowledge =
    vc_retransmission_get_knowledge (self->retransmission);
  VcKeyAction action;
  guint consumer;

  g_mutex_lock (&self->mutex);
  action =
    vc_key_policy_request (&self->policy, g_get_monotonic_time (), knowledge);
  consumer = self->consumer_to_repeat;
  g_mutex_unlock (&self->mutex);
  if (action != VC_KEY_ACTION_IGNORE)
    vc_retransmission_forget (self->retransmission);

  /* After what was dropped there may be no next frame, and nobody would know
   * that this one is not whole. */
  if (action != VC_KEY_ACTION_IGNORE && consumer != 0 &&
      vc_rate_control_begin_anew (self->control))
    action = VC_KEY_ACTION_REPEAT;
  GST_DEBUG_OBJECT (self->encoder_pad, "a key frame was asked for: %s",
                    vc_key_action_describe (action));
  if (action == VC_KEY_ACTION_NEXT)
    return GST_PAD_PROBE_OK;

  /* The request has to be with the encoder before the frame is. */
  if (action == VC_KEY_ACTION_REPEAT && consumer != 0) {
    gst_pad_send_event (self->encoder_pad,
                        gst_video_event_new_upstream_force_key_unit (
                          GST_CLOCK_TIME_NONE, TRUE, 0));
    vc_producer_repeat_frame (self->producer, consumer);
  }

  return GST_PAD_PROBE_DROP;
}

static GstPadProbeReturn
on_request (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (gst_video_event_is_force_key_unit (event))
    return handle_key_request (user_data);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_raw (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  VcSender *self = user_data;

  return vc_gate_pass (self->gate, pad, GST_PAD_PROBE_INFO_BUFFER (info))
           ? GST_PAD_PROBE_OK
           : GST_PAD_PROBE_DROP;
}

static GstPadProbeReturn
on_encoded (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  VcSender *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  vc_rate_control_end_frame (self->control, g_get_monotonic_time (), buffer);
  if (!GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT)) {
    g_mutex_lock (&self->mutex);
    vc_key_policy_add_key_frame (&self->policy, g_get_monotonic_time ());
    g_mutex_unlock (&self->mutex);
    vc_retransmission_begin_key_frame (self->retransmission);
    vc_rate_control_begin_anew (self->control);
  }

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_session (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  VcSender *self = user_data;

  return vc_retransmission_pass (self->retransmission, pad, info);
}

static void
add_probes (VcSender *self, VcPeerPipeline *pipeline, const VcOfferVideo *video)
{
  g_autoptr (GstElement) session = vc_peer_pipeline_dup_rtp_session (pipeline);

  self->source_pad = gst_element_get_static_pad (pipeline->source, "src");
  self->source_probe =
    gst_pad_add_probe (self->source_pad, GST_PAD_PROBE_TYPE_BUFFER, on_raw,
                       g_object_ref (self), g_object_unref);
  self->encoder_pad = gst_element_get_static_pad (pipeline->encoder, "src");
  self->encoder_probe =
    gst_pad_add_probe (self->encoder_pad, GST_PAD_PROBE_TYPE_BUFFER, on_encoded,
                       g_object_ref (self), g_object_unref);

  /* The payloader's end of the link, so that events that are sent to the
   * encoder's end do not come by. */
  self->request_pad = gst_pad_get_peer (self->encoder_pad);
  self->retransmission =
    vc_retransmission_new (self->request_pad, video, self->control);
  self->request_probe =
    gst_pad_add_probe (self->request_pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
                       on_request, g_object_ref (self), g_object_unref);

  if (session == NULL || !video->transport_cc || video->transport_cc_id == 0)
    return;
  self->session_pad = gst_element_get_static_pad (session, "send_rtp_sink");
  if (self->session_pad == NULL)
    return;
  self->session_probe = gst_pad_add_probe (
    self->session_pad,
    GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
      GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
    on_session, g_object_ref (self), g_object_unref);
}

/* A probe's function may still be running when it has been removed; what it
 * uses stays until the pipeline has stopped, since each probe holds it. */
static void
remove_probe (GstPad **pad, gulong *probe)
{
  if (*pad != NULL && *probe != 0)
    gst_pad_remove_probe (*pad, *probe);
  *probe = 0;
}

static void
vc_sender_finalize (GObject *object)
{
  VcSender *self = VC_SENDER (object);

  g_assert (self->consumer == 0);
  gst_clear_object (&self->source_pad);
  gst_clear_object (&self->encoder_pad);
  gst_clear_object (&self->request_pad);
  gst_clear_object (&self->session_pad);
  vc_gate_free (self->gate);
  vc_retransmission_free (self->retransmission);
  vc_rate_control_free (self->control);
  gst_clear_object (&self->source);
  g_clear_pointer (&self->tail_source, g_source_unref);
  g_clear_object (&self->producer);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_sender_parent_class)->finalize (object);
}

static void
vc_sender_init (VcSender *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
}

static void
vc_sender_class_init (VcSenderClass *klass)
{
  GST_DEBUG_CATEGORY_INIT (vc_sender_debug, "vtkcastsender", 0,
                           "Frames for one viewer");

  G_OBJECT_CLASS (klass)->finalize = vc_sender_finalize;
}

/* That takes some milliseconds of a core, and several times as long beside a
 * browser that is loading the page, but less than it takes to connect. */
static void
prepare_encoder (VcSender *self)
{
  g_autoptr (GstCaps) caps = vc_producer_dup_caps (self->producer);

  if (caps == NULL)
    return;

  vc_rate_control_prepare (self->control, g_get_monotonic_time (), caps);
  gst_app_src_set_caps (GST_APP_SRC (self->source), caps);
}

VcSender *
vc_sender_new (VcProducer *producer, VcPeerPipeline *pipeline,
               const VcOfferVideo *video, const VcPeerOptions *options)
{
  VcSender *self = g_object_new (VC_TYPE_SENDER, NULL);

  self->producer = g_object_ref (producer);
  self->source = gst_object_ref (pipeline->source);
  self->control =
    vc_rate_control_new (pipeline, video->codec, options->max_rate);
  self->mailbox = pipeline->mailbox;
  self->gate = vc_gate_new (self->mailbox, self->control);
  self->tail_source =
    vc_alarm_new (self->context, "[vtkcast] tail of a burst", on_tail, self);
  add_probes (self, pipeline, video);
  prepare_encoder (self);

  return self;
}

void
vc_sender_start (VcSender *self)
{
  if (self->consumer != 0)
    return;

  self->consumer = vc_producer_add_consumer (self->producer, on_sample, self);
  g_mutex_lock (&self->mutex);
  self->consumer_to_repeat = self->consumer;
  /* What a new viewer was just shown was a repeat, but is a burst to it. */
  begin_tail_locked (self, g_get_monotonic_time ());
  g_mutex_unlock (&self->mutex);
}

void
vc_sender_expect_stills (VcSender *self)
{
  g_mutex_lock (&self->mutex);
  self->expects_stills = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
vc_sender_get_stats (VcSender *self, VcPeerStats *stats)
{
  vc_rate_control_get_stats (self->control, stats);
}

void
vc_sender_stop (VcSender *self)
{
  vc_gate_open (self->gate);
  g_mutex_lock (&self->mutex);
  self->consumer_to_repeat = 0;
  g_mutex_unlock (&self->mutex);

  g_source_destroy (self->tail_source);
  remove_probe (&self->source_pad, &self->source_probe);
  remove_probe (&self->encoder_pad, &self->encoder_probe);
  remove_probe (&self->request_pad, &self->request_probe);
  remove_probe (&self->session_pad, &self->session_probe);
  if (self->consumer != 0)
    vc_producer_remove_consumer (self->producer, self->consumer);
  self->consumer = 0;
}
