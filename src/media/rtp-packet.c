/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRtpPacket: which packet of a video this is.
 */

#include "rtp-packet.h"

#include <gst/rtp/rtp.h>

#define REQUEST "GstRTPRetransmissionRequest"
#define OWN "vtkcast-own"

#define NAL_UNIT_TYPE 0x1f
#define NAL_UNIT_SPS 7
#define NAL_UNIT_STAP_A 24

/* Alone, or first of several. */
static gboolean
has_parameters (GstRTPBuffer *rtp)
{
  const guint8 *payload = gst_rtp_buffer_get_payload (rtp);
  guint size = gst_rtp_buffer_get_payload_len (rtp);

  if (size > 3 && (payload[0] & NAL_UNIT_TYPE) == NAL_UNIT_STAP_A)
    return (payload[3] & NAL_UNIT_TYPE) == NAL_UNIT_SPS;
  return size > 0 && (payload[0] & NAL_UNIT_TYPE) == NAL_UNIT_SPS;
}

gboolean
vc_rtp_packet_read (VcRtpPacket *self, GstBuffer *buffer, int rtx_payload_type)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  if (!gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp))
    return FALSE;

  self->ssrc = gst_rtp_buffer_get_ssrc (&rtp);
  self->seq = gst_rtp_buffer_get_seq (&rtp);
  self->ends_frame = gst_rtp_buffer_get_marker (&rtp);
  self->is_repeat =
    gst_rtp_buffer_get_payload_type (&rtp) == rtx_payload_type &&
    gst_rtp_buffer_get_payload_len (&rtp) >= 2;
  self->has_parameters = !self->is_repeat && has_parameters (&rtp);
  if (self->is_repeat)
    self->seq = GST_READ_UINT16_BE (gst_rtp_buffer_get_payload (&rtp));
  gst_rtp_buffer_unmap (&rtp);

  return TRUE;
}

gboolean
vc_rtp_packet_read_request (VcRtpPacket *self, GstEvent *event)
{
  const GstStructure *s = gst_event_get_structure (event);
  guint seq;

  if (!gst_event_has_name (event, REQUEST) ||
      gst_structure_has_field (s, OWN) ||
      !gst_structure_get (s, "seqnum", G_TYPE_UINT, &seq, "ssrc", G_TYPE_UINT,
                          &self->ssrc, NULL))
    return FALSE;

  self->seq = (guint16)seq;
  self->is_repeat = FALSE;
  self->ends_frame = FALSE;
  self->has_parameters = FALSE;
  return TRUE;
}

/* The event with which an RTP session passes on the browser's own request. */
void
vc_rtp_packet_repeat (const VcRtpPacket *self, GstPad *pad)
{
  GstStructure *request = gst_structure_new (
    REQUEST, "seqnum", G_TYPE_UINT, (guint)self->seq, "ssrc", G_TYPE_UINT,
    self->ssrc, OWN, G_TYPE_BOOLEAN, TRUE, NULL);

  gst_pad_push_event (
    pad, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, request));
}
