/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRetransmission: sees to it that one peer's packets arrive.
 */

#include "retransmission.h"

#include <string.h>

#include <gst/video/video.h>

#include "reception.h"
#include "repairs.h"
#include "rtp-packet.h"

GST_DEBUG_CATEGORY_STATIC (vc_retransmission_debug);
#define GST_CAT_DEFAULT vc_retransmission_debug

/* Within so much time a browser asks for what is just coming. */
#define LEAST_WAY_US (20 * 1000)
/* Without its parameter sets a key frame of another size is decoded with those
 * of the one before, to a picture of nothing. They are small. */
#define PARAMETER_REPEATS 2

struct _VcRetransmission {
  GstPad *payloads;
  GstElement *payloader;
  VcRateControl *control;
  VcCodec codec;
  int payload_type; /* −1: the browser takes no retransmissions */

  GMutex mutex;
  VcReception *reception;
  VcRepairs repairs;
  guint16 transport_seq;
  guint32 ssrc;
  gboolean has_begun;
};

/* The newest that was payloaded, whether or not it still waits in rtpgcc. */
static guint16
get_last_seq (VcRetransmission *self)
{
  guint seq = 0;

  g_object_get (self->payloader, "seqnum", &seq, NULL);

  return (guint16)seq;
}

VcRetransmission *
vc_retransmission_new (GstPad *payloads, const VcOfferVideo *video,
                       VcRateControl *control)
{
  VcRetransmission *self = g_new0 (VcRetransmission, 1);

  GST_DEBUG_CATEGORY_INIT (vc_retransmission_debug, "vtkcastretransmission", 0,
                           "What is sent again");
  self->payloads = gst_object_ref (payloads);
  self->payloader = gst_pad_get_parent_element (payloads);
  self->control = control;
  self->codec = video->codec;
  self->payload_type = video->rtx_payload_type;
  self->reception = vc_reception_new ();
  g_mutex_init (&self->mutex);

  return self;
}

void
vc_retransmission_free (VcRetransmission *self)
{
  vc_reception_free (self->reception);
  gst_clear_object (&self->payloader);
  gst_object_unref (self->payloads);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
vc_retransmission_forget (VcRetransmission *self)
{
  guint16 last_seq = get_last_seq (self);

  g_mutex_lock (&self->mutex);
  if (self->has_begun)
    vc_reception_forget (self->reception, last_seq);
  g_mutex_unlock (&self->mutex);
}

void
vc_retransmission_begin_key_frame (VcRetransmission *self)
{
  guint16 last_seq = get_last_seq (self);

  /* Before the first one there is nothing to forget, and no last packet. */
  g_mutex_lock (&self->mutex);
  if (self->has_begun)
    vc_reception_begin_key_frame (self->reception, last_seq);
  self->has_begun = TRUE;
  g_mutex_unlock (&self->mutex);
}

VcKeyKnowledge
vc_retransmission_get_knowledge (VcRetransmission *self)
{
  VcKeyKnowledge knowledge = VC_KEY_KNOWLEDGE_NONE;

  g_mutex_lock (&self->mutex);
  if (vc_reception_is_reported (self->reception))
    knowledge = vc_reception_is_complete (self->reception)
                  ? VC_KEY_KNOWLEDGE_COMPLETE
                  : VC_KEY_KNOWLEDGE_INCOMPLETE;
  g_mutex_unlock (&self->mutex);

  return knowledge;
}

static guint
count_repeats (VcRetransmission *self, const VcRtpPacket *packet)
{
  guint n = vc_rate_control_take_repeats (self->control, packet->ends_frame);

  if (self->codec == VC_CODEC_H264 && packet->has_parameters)
    n = MAX (n, PARAMETER_REPEATS);

  return n;
}

/* Packets are counted in the order in which the session numbers them, from 0,
 * since the pad's stream lock is held. */
static void
handle_packet (VcRetransmission *self, GstPad *pad, GstBuffer *buffer)
{
  VcRtpPacket packet;

  if (!vc_rtp_packet_read (&packet, buffer, self->payload_type))
    return;

  g_mutex_lock (&self->mutex);
  vc_reception_add_sent (self->reception, self->transport_seq++, packet.seq);
  if (!packet.is_repeat)
    self->ssrc = packet.ssrc;
  g_mutex_unlock (&self->mutex);

  if (self->payload_type < 0 || packet.is_repeat)
    return;
  for (guint n = count_repeats (self, &packet); n > 0; n--)
    vc_rtp_packet_repeat (&packet, pad);
}

static void
handle_packets (VcRetransmission *self, GstPad *pad, GstPadProbeInfo *info)
{
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    handle_packet (self, pad, GST_PAD_PROBE_INFO_BUFFER (info));
  } else {
    GstBufferList *list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);

    for (guint i = 0; i < gst_buffer_list_length (list); i++)
      handle_packet (self, pad, gst_buffer_list_get (list, i));
  }
}

/* Returns whether the packet, which is written to @lost, has to be sent
 * again. */
static gboolean
take_report_locked (VcRetransmission *self, const GstStructure *report,
                    VcRtpPacket *lost)
{
  gboolean is_lost = TRUE;
  guint seq = 0;

  if (!gst_structure_get (report, "seqnum", G_TYPE_UINT, &seq, "lost",
                          G_TYPE_BOOLEAN, &is_lost, NULL))
    return FALSE;
  *lost = (VcRtpPacket){.ssrc = self->ssrc};
  if (is_lost)
    return vc_reception_add_lost (self->reception, (guint16)seq, &lost->seq);

  vc_reception_add_received (self->reception, (guint16)seq);
  return FALSE;
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
/* Returns which have to be sent again, VcRtpPacket. */
static GArray *
take_reports (VcRetransmission *self, const GstStructure *reports)
{
  GArray *all_lost = g_array_new (FALSE, FALSE, sizeof (VcRtpPacket));
  const GValue *value = gst_structure_get_value (reports, "packets");
  GValueArray *packets;

  if (value == NULL || strcmp (G_VALUE_TYPE_NAME (value), "GValueArray") != 0)
    return all_lost;

  packets = g_value_get_boxed (value);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < packets->n_values; i++) {
    const GValue *report = g_value_array_get_nth (packets, i);
    VcRtpPacket lost;

    if (take_report_locked (self, gst_value_get_structure (report), &lost))
      g_array_append_val (all_lost, lost);
  }
  g_mutex_unlock (&self->mutex);

  return all_lost;
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* @way_us: what was sent so lately is still under way. */
static VcRepair
ask (VcRetransmission *self, guint16 seq, const VcPeerStats *stats,
     gint64 way_us)
{
  VcRepair repair = VC_REPAIR_WAIT;

  g_mutex_lock (&self->mutex);
  if (vc_reception_matters (self->reception, seq))
    repair =
      vc_repairs_ask (&self->repairs, g_get_monotonic_time (), seq,
                      stats->repairs_twice ? 2 : 1, way_us, stats->estimate);
  g_mutex_unlock (&self->mutex);
  GST_LOG_OBJECT (self->payloads, "packet %u is missing: %s", seq,
                  vc_repair_describe (repair));

  return repair;
}

/* What may still wait in rtpgcc to be sent again is not sent once more; what
 * was sent again, and is lost like the first, is, however soon. */
static void
handle_reports (VcRetransmission *self, GstPad *pad,
                const GstStructure *reports)
{
  g_autoptr (GArray) all_lost = take_reports (self, reports);
  VcPeerStats stats;

  if (all_lost->len == 0 || self->payload_type < 0)
    return;

  vc_rate_control_get_stats (self->control, &stats);
  for (guint i = 0; i < all_lost->len; i++) {
    const VcRtpPacket *lost = &g_array_index (all_lost, VcRtpPacket, i);

    if (ask (self, lost->seq, &stats, stats.pacer_queue_us) != VC_REPAIR_SEND)
      continue;
    vc_rtp_packet_repeat (lost, pad);
    if (stats.repairs_twice)
      vc_rtp_packet_repeat (lost, pad);
  }
}

/* The browser misses a packet. */
static GstPadProbeReturn
handle_request (VcRetransmission *self, GstPad *pad, const VcRtpPacket *packet)
{
  VcPeerStats stats;
  VcRepair repair;

  vc_rate_control_get_stats (self->control, &stats);
  repair = ask (self, packet->seq, &stats,
                MAX (stats.rtt_us + stats.pacer_queue_us, LEAST_WAY_US));
  if (repair == VC_REPAIR_GIVE_UP)
    gst_pad_push_event (self->payloads,
                        gst_video_event_new_upstream_force_key_unit (
                          GST_CLOCK_TIME_NONE, TRUE, 0));
  if (repair == VC_REPAIR_SEND && stats.repairs_twice)
    vc_rtp_packet_repeat (packet, pad);

  return repair == VC_REPAIR_SEND ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

GstPadProbeReturn
vc_retransmission_pass (VcRetransmission *self, GstPad *pad,
                        GstPadProbeInfo *info)
{
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_EVENT_UPSTREAM) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
    VcRtpPacket packet;

    if (gst_event_has_name (event, "RTPTWCCPackets"))
      handle_reports (self, pad, gst_event_get_structure (event));
    else if (vc_rtp_packet_read_request (&packet, event))
      return handle_request (self, pad, &packet);
  } else {
    handle_packets (self, pad, info);
  }

  return GST_PAD_PROBE_OK;
}
