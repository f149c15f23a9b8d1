/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A packet that is to be sent twice goes through GStreamer's own retransmitter.
 */

#include <gst/check/gstharness.h>
#include <gst/rtp/rtp.h>

#include "rtp-packet.h"

#define SSRC 77
#define PAYLOAD_TYPE 96
#define RTX_PAYLOAD_TYPE 97
#define N_PACKETS 5

static GstBuffer *
create_packet (guint16 seq)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  GstBuffer *buffer = gst_rtp_buffer_new_allocate (100, 0, 0);

  gst_rtp_buffer_map (buffer, GST_MAP_READWRITE, &rtp);
  gst_rtp_buffer_set_ssrc (&rtp, SSRC);
  gst_rtp_buffer_set_seq (&rtp, seq);
  gst_rtp_buffer_set_payload_type (&rtp, PAYLOAD_TYPE);
  gst_rtp_buffer_unmap (&rtp);

  return buffer;
}

static void
test_repeat (void)
{
  GstHarness *harness = gst_harness_new ("rtprtxsend");
  g_autoptr (GstElement) element =
    gst_harness_find_element (harness, "rtprtxsend");
  g_autoptr (GstStructure) map = gst_structure_new (
    "application/x-rtp-pt-map", "96", G_TYPE_UINT, RTX_PAYLOAD_TYPE, NULL);

  g_object_set (element, "payload-type-map", map, NULL);
  gst_harness_set_src_caps_str (
    harness, "application/x-rtp, media=video, clock-rate=90000, payload=96, "
             "ssrc=(uint)77, encoding-name=H264");

  for (guint16 i = 0; i < N_PACKETS; i++) {
    g_autoptr (GstBuffer) first = NULL;
    g_autoptr (GstBuffer) second = NULL;
    VcRtpPacket packet;

    gst_harness_push (harness, create_packet (i + 65533));
    first = gst_harness_pull (harness);
    g_assert_true (vc_rtp_packet_read (&packet, first, RTX_PAYLOAD_TYPE));
    g_assert_false (packet.is_repeat);
    g_assert_cmpuint (packet.ssrc, ==, SSRC);
    g_assert_cmpuint (packet.seq, ==, (guint16)(i + 65533));

    vc_rtp_packet_repeat (&packet, harness->sinkpad);
    second = gst_harness_pull (harness);
    g_assert_true (vc_rtp_packet_read (&packet, second, RTX_PAYLOAD_TYPE));
    g_assert_true (packet.is_repeat);
    g_assert_cmpuint (packet.ssrc, !=, SSRC);
    g_assert_cmpuint (packet.seq, ==, (guint16)(i + 65533));
  }
  gst_harness_teardown (harness);
}

static void
test_request (void)
{
  VcRtpPacket packet;
  g_autoptr (GstEvent) request = gst_event_new_custom (
    GST_EVENT_CUSTOM_UPSTREAM,
    gst_structure_new ("GstRTPRetransmissionRequest", "seqnum", G_TYPE_UINT, 9,
                       "ssrc", G_TYPE_UINT, SSRC, NULL));
  g_autoptr (GstEvent) other = gst_event_new_custom (
    GST_EVENT_CUSTOM_UPSTREAM,
    gst_structure_new ("Other", "seqnum", G_TYPE_UINT, 9, NULL));

  g_assert_true (vc_rtp_packet_read_request (&packet, request));
  g_assert_cmpuint (packet.seq, ==, 9);
  g_assert_cmpuint (packet.ssrc, ==, SSRC);
  g_assert_false (vc_rtp_packet_read_request (&packet, other));
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/repeat/sent", test_repeat);
  g_test_add_func ("/repeat/request", test_request);

  return g_test_run ();
}
