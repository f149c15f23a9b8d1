/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GstRtpGcc: a sender's congestion controller and pacer.
 */

/**
 * SECTION:element-rtpgcc
 * @title: rtpgcc
 * @short_description: Congestion control and pacing for RTP senders
 *
 * Estimates what a link carries from transport-wide feedback (Google congestion
 * control) and paces packets accordingly. It belongs in front of the RTP
 * session; with webrtcbin that is what `request-aux-sender` is for:
 *
 * |[
 *     payloader ── rtprtxsend ── rtpgcc ──▶ rtpsession ── DTLS/SRTP ── ICE
 *                                  ▲             │
 *                                  └─────────────┘ RTPTWCCPackets (upstream)
 * ]|
 *
 * |[<!-- language="C" -->
 * static GstElement *
 * on_request_aux_sender (GstElement *webrtc, GObject *transport, gpointer data)
 * {
 *   GstElement *gcc = gst_element_factory_make ("rtpgcc", NULL);
 *   g_signal_connect (gcc, "notify::estimated-bitrate",
 *                     G_CALLBACK (on_estimate), data);
 *   return gcc;
 * }
 * ]|
 *
 * The payloader's caps must carry an `extmap-N` for
 * `http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01`,
 * or there is no feedback. Without any the estimate stays at
 * #GstRtpGcc:start-bitrate and packets are paced at that.
 *
 * The element throws nothing away by itself. When half a second waits in its
 * queue, the thread that gives it more has to wait. An application that keeps
 * the queue short asks #GstRtpGcc:queue-delay before it encodes a frame, and
 * skips the raw frame if that is more than a frame's time. When a link becomes
 * much slower at once, what waits for it would keep it busy for long: who then
 * begins anew with a key frame calls #GstRtpGcc::drop-waiting first.
 *
 * `notify::estimated-bitrate` comes from streaming threads, for changes of 1 %
 * and more.
 */

#include "gstrtpgcc.h"

#include "feedback.h"
#include "sender.h"

#define DEFAULT_MIN_BITRATE 150000
#define DEFAULT_MAX_BITRATE 50000000
#define DEFAULT_START_BITRATE 2000000
#define LEAST_BITRATE 10000

GST_DEBUG_CATEGORY_STATIC (vtkcast_rtpgcc_debug);
#define GST_CAT_DEFAULT vtkcast_rtpgcc_debug

enum {
  PROP_0,
  PROP_ESTIMATED_BITRATE,
  PROP_MIN_BITRATE,
  PROP_MAX_BITRATE,
  PROP_START_BITRATE,
  PROP_QUEUE_DELAY,
  PROP_STATS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_DROP_WAITING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
  "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
  "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-rtp"));

struct _GstRtpGcc {
  GstElement parent;

  GstPad *sink;
  GstPad *src;
  GccSender *sender;
};

G_DEFINE_FINAL_TYPE (GstRtpGcc, gst_rtp_gcc, GST_TYPE_ELEMENT)
GST_ELEMENT_REGISTER_DEFINE (rtpgcc, "rtpgcc", GST_RANK_NONE, GST_TYPE_RTP_GCC)

static void
notify_change (GstRtpGcc *self, GccChange change)
{
  if (change == GCC_CHANGE_ESTIMATE)
    g_object_notify_by_pspec (G_OBJECT (self),
                              properties[PROP_ESTIMATED_BITRATE]);
}

/* The giver learns why with its next buffer; if there will be none, from
 * here. */
static void
end_flow (GstRtpGcc *self, GstFlowReturn flow)
{
  gboolean finishing = gcc_sender_fail (self->sender, flow);

  if (finishing && (flow == GST_FLOW_NOT_LINKED || flow < GST_FLOW_EOS))
    GST_ELEMENT_FLOW_ERROR (self, flow);
  gst_pad_pause_task (self->src);
}

static void
run_task (gpointer data)
{
  GstRtpGcc *self = GST_RTP_GCC (data);
  GccChange change;
  GstMiniObject *next = gcc_sender_wait_next (self->sender, &change);

  if (change != GCC_CHANGE_NONE) {
    notify_change (self, change);
  } else if (next == NULL) {
    gst_pad_pause_task (self->src);
  } else if (GST_IS_EVENT (next)) {
    gst_pad_push_event (self->src, GST_EVENT_CAST (next));
  } else {
    GstFlowReturn flow = gst_pad_push (self->src, GST_BUFFER_CAST (next));
    if (flow != GST_FLOW_OK)
      end_flow (self, flow);
  }
}

static void
start_task (GstRtpGcc *self, GccDiscard discard)
{
  gcc_sender_set_flow (self->sender, GST_FLOW_OK, discard);
  gst_pad_start_task (self->src, run_task, self, NULL);
}

static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  return gcc_sender_push (GST_RTP_GCC (parent)->sender, buffer);
}

/* A payloader gives a frame as a list: its packets are paced one by one. */
static GstFlowReturn
chain_list (GstPad *pad, GstObject *parent, GstBufferList *list)
{
  return gcc_sender_push_list (GST_RTP_GCC (parent)->sender, list);
}

static gboolean
on_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstRtpGcc *self = GST_RTP_GCC (parent);
  gboolean result;

  switch (GST_EVENT_TYPE (event)) {
  case GST_EVENT_FLUSH_START:
    gcc_sender_set_flow (self->sender, GST_FLOW_FLUSHING, GCC_DISCARD_DATA);
    result = gst_pad_push_event (self->src, event);
    gst_pad_pause_task (self->src);
    return result;
  case GST_EVENT_FLUSH_STOP:
    result = gst_pad_push_event (self->src, event);
    start_task (self, GCC_DISCARD_DATA);
    return result;
  default:
    if (GST_EVENT_IS_SERIALIZED (event))
      return gcc_sender_push_event (self->sender, event);
    return gst_pad_push_event (self->src, event);
  }
}

/* A serialized query would have to wait for what waits here. */
static gboolean
on_sink_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (GST_QUERY_IS_SERIALIZED (query) &&
      !gcc_sender_is_empty (GST_RTP_GCC (parent)->sender))
    return FALSE;
  return gst_pad_query_default (pad, parent, query);
}

static void
take_feedback (GstRtpGcc *self, GstEvent *event)
{
  g_autoptr (GArray) packets = gcc_feedback_parse (event);
  GccChange change = gcc_sender_take_feedback (
    self->sender, (const GccPacket *)packets->data, packets->len);

  GST_LOG_OBJECT (self, "%u packets reported, estimate %u bit/s", packets->len,
                  gcc_sender_get_estimate (self->sender));
  notify_change (self, change);
}

static gboolean
on_src_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  if (gcc_feedback_is (event))
    take_feedback (GST_RTP_GCC (parent), event);
  return gst_pad_event_default (pad, parent, event);
}

static gboolean
activate_sink (GstPad *pad, GstObject *parent, GstPadMode mode, gboolean active)
{
  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (!active) {
    gcc_sender_set_flow (GST_RTP_GCC (parent)->sender, GST_FLOW_FLUSHING,
                         GCC_DISCARD_ALL);
    /* Wait until the giver has left. */
    GST_PAD_STREAM_LOCK (pad);
    GST_PAD_STREAM_UNLOCK (pad);
  }
  return TRUE;
}

static gboolean
activate_src (GstPad *pad, GstObject *parent, GstPadMode mode, gboolean active)
{
  GstRtpGcc *self = GST_RTP_GCC (parent);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (active) {
    gcc_sender_reset (self->sender);
    start_task (self, GCC_DISCARD_ALL);
    return TRUE;
  }
  gcc_sender_set_flow (self->sender, GST_FLOW_FLUSHING, GCC_DISCARD_ALL);
  return gst_pad_stop_task (pad);
}

static void
gst_rtp_gcc_set_property (GObject *object, guint id, const GValue *value,
                          GParamSpec *pspec)
{
  GstRtpGcc *self = GST_RTP_GCC (object);
  GccBounds bounds = gcc_sender_get_bounds (self->sender);

  switch (id) {
  case PROP_MIN_BITRATE:
    bounds.minimum = g_value_get_uint (value);
    break;
  case PROP_MAX_BITRATE:
    bounds.maximum = g_value_get_uint (value);
    break;
  case PROP_START_BITRATE:
    bounds.start = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  notify_change (self, gcc_sender_set_bounds (self->sender, &bounds));
}

static void
gst_rtp_gcc_get_property (GObject *object, guint id, GValue *value,
                          GParamSpec *pspec)
{
  GstRtpGcc *self = GST_RTP_GCC (object);
  GccBounds bounds = gcc_sender_get_bounds (self->sender);

  switch (id) {
  case PROP_ESTIMATED_BITRATE:
    g_value_set_uint (value, gcc_sender_get_estimate (self->sender));
    break;
  case PROP_MIN_BITRATE:
    g_value_set_uint (value, (guint)bounds.minimum);
    break;
  case PROP_MAX_BITRATE:
    g_value_set_uint (value, (guint)bounds.maximum);
    break;
  case PROP_START_BITRATE:
    g_value_set_uint (value, (guint)bounds.start);
    break;
  case PROP_QUEUE_DELAY:
    g_value_set_uint64 (value, gcc_sender_get_delay (self->sender));
    break;
  case PROP_STATS:
    g_value_take_boxed (value, gcc_sender_get_stats (self->sender));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtp_gcc_finalize (GObject *object)
{
  gcc_sender_free (GST_RTP_GCC (object)->sender);
  G_OBJECT_CLASS (gst_rtp_gcc_parent_class)->finalize (object);
}

static GstPad *
add_pad (GstRtpGcc *self, GstStaticPadTemplate *template)
{
  GstPad *pad =
    gst_pad_new_from_static_template (template, template->name_template);

  GST_PAD_SET_PROXY_CAPS (pad);
  GST_PAD_SET_PROXY_ALLOCATION (pad);
  gst_element_add_pad (GST_ELEMENT (self), pad);
  return pad;
}

static void
gst_rtp_gcc_init (GstRtpGcc *self)
{
  const GccBounds bounds = {
    .minimum = DEFAULT_MIN_BITRATE,
    .maximum = DEFAULT_MAX_BITRATE,
    .start = DEFAULT_START_BITRATE,
  };

  self->sender = gcc_sender_new (&bounds);
  self->sink = add_pad (self, &sink_template);
  gst_pad_set_chain_function (self->sink, chain);
  gst_pad_set_chain_list_function (self->sink, chain_list);
  gst_pad_set_event_function (self->sink, on_sink_event);
  gst_pad_set_query_function (self->sink, on_sink_query);
  gst_pad_set_activatemode_function (self->sink, activate_sink);

  self->src = add_pad (self, &src_template);
  gst_pad_set_event_function (self->src, on_src_event);
  gst_pad_set_activatemode_function (self->src, activate_src);
}

static void
install_rates (GObjectClass *class)
{
  GParamFlags flags =
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

  /**
   * GstRtpGcc:estimated-bitrate:
   *
   * What the link carries, in bits per second of IP packets: RTP, SRTP, UDP and
   * IP headers and retransmissions included. An encoder should aim at less: by
   * 60 bytes per packet, about 5 % with packets of 1200 bytes.
   */
  properties[PROP_ESTIMATED_BITRATE] = g_param_spec_uint (
    "estimated-bitrate", "Estimated bitrate",
    "What the link carries, headers included (bit/s)", 0, G_MAXUINT,
    DEFAULT_START_BITRATE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * GstRtpGcc:min-bitrate:
   *
   * The estimate never falls below this, whatever the link.
   */
  properties[PROP_MIN_BITRATE] = g_param_spec_uint (
    "min-bitrate", "Minimum bitrate", "Lower bound of the estimate (bit/s)",
    LEAST_BITRATE, G_MAXUINT, DEFAULT_MIN_BITRATE, flags);

  /**
   * GstRtpGcc:max-bitrate:
   *
   * The estimate never rises above this: give what the content can use at
   * most. If it is below the minimum, the minimum counts.
   */
  properties[PROP_MAX_BITRATE] = g_param_spec_uint (
    "max-bitrate", "Maximum bitrate", "Upper bound of the estimate (bit/s)",
    LEAST_BITRATE, G_MAXUINT, DEFAULT_MAX_BITRATE, flags);

  /**
   * GstRtpGcc:start-bitrate:
   *
   * The estimate until the first feedback arrives.
   */
  properties[PROP_START_BITRATE] =
    g_param_spec_uint ("start-bitrate", "Start bitrate",
                       "Estimate before there is any feedback (bit/s)",
                       LEAST_BITRATE, G_MAXUINT, DEFAULT_START_BITRATE, flags);
}

static void
install_reports (GObjectClass *class)
{
  /**
   * GstRtpGcc:queue-delay:
   *
   * How long it will take, in nanoseconds, until the last packet that waits in
   * this element has left it. To be asked before each frame, it costs a lock.
   */
  properties[PROP_QUEUE_DELAY] = g_param_spec_uint64 (
    "queue-delay", "Queue delay",
    "Time until the last waiting packet will have been sent (ns)", 0,
    G_MAXUINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * GstRtpGcc:stats:
   *
   * A structure `application/x-rtpgcc-stats`. Rates are in bits per second,
   * delays in nanoseconds.
   *
   * * "estimated-bitrate" G_TYPE_UINT: as the property
   * * "delay-bitrate" G_TYPE_UINT: what the delay allows
   * * "loss-bitrate" G_TYPE_UINT: what the loss allows, 0 = no limit
   * * "link-bitrate" G_TYPE_UINT: throughput when the link was last full, 0 =
   *   not known
   * * "sent-bitrate", "acked-bitrate" G_TYPE_UINT: over the last second
   * * "sent-bytes", "sent-packets", "acked-packets", "feedbacks" G_TYPE_UINT64
   * * "round-trip-time", "least-round-trip-time" GST_TYPE_CLOCK_TIME: with the
   *   receiver's wait for its next feedback; the least of the last 20 s
   * * "network-queue-delay" GST_TYPE_CLOCK_TIME: above the least one-way delay
   * * "fraction-lost" G_TYPE_DOUBLE: over the last 20 samples of 250 ms, 0…1
   * * "inherent-loss" G_TYPE_DOUBLE: the part of it not caused by the rate
   * * "usage" G_TYPE_STRING: normal, over-use, under-use
   * * "state" G_TYPE_STRING: hold, increase, decrease
   * * "threshold" G_TYPE_DOUBLE: of the delay's trend, milliseconds
   * * "application-limited" G_TYPE_BOOLEAN: much less is sent than may be
   * * "draining" G_TYPE_BOOLEAN: the estimate is lowered to empty a queue
   * * "silent" G_TYPE_BOOLEAN: no feedback comes although packets are sent
   * * "probes-sent", "probes-raised" G_TYPE_UINT: those that raised the
   *   estimate
   * * "probe-lack" G_TYPE_UINT: packets that would make a probe of the next
   *   frame. Probes need rows of packets, and small frames make none. Who can
   *   use a higher rate repeats (RFC 4588) the frame's last packet so often
   * * "queue-delay" GST_TYPE_CLOCK_TIME: as the property
   * * "queue-bytes", "queue-packets" G_TYPE_UINT: waiting in this element
   */
  properties[PROP_STATS] = g_param_spec_boxed (
    "stats", "Statistics", "What the controller knows", GST_TYPE_STRUCTURE,
    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
drop_waiting (GstRtpGcc *self)
{
  gcc_sender_drop_waiting (self->sender);
}

static void
install_signals (GstRtpGccClass *class)
{
  /**
   * GstRtpGcc::drop-waiting:
   *
   * An action signal. Throws away the packets that wait in this element, and
   * those behind them in a list that is just being given to it. Events stay.
   */
  signals[SIGNAL_DROP_WAITING] = g_signal_new_class_handler (
    "drop-waiting", G_TYPE_FROM_CLASS (class),
    G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (drop_waiting), NULL, NULL,
    NULL, G_TYPE_NONE, 0);
}

static void
gst_rtp_gcc_class_init (GstRtpGccClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GstElementClass *element_class = GST_ELEMENT_CLASS (class);

  GST_DEBUG_CATEGORY_INIT (vtkcast_rtpgcc_debug, "vtkcast-rtpgcc", 0,
                           "congestion control for RTP senders");

  object_class->set_property = gst_rtp_gcc_set_property;
  object_class->get_property = gst_rtp_gcc_get_property;
  object_class->finalize = gst_rtp_gcc_finalize;

  install_rates (object_class);
  install_reports (object_class);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (
    element_class, "RTP congestion control", "Network/RTP",
    "Estimates what a link carries and paces packets (GCC)",
    "The vtkcast authors");
}
