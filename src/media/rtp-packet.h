/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRtpPacket: which packet of a video this is.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * VcRtpPacket:
 * @seq: its number, or, of a retransmission, that of the original (RFC 4588,
 *   section 4)
 * @ends_frame: it is the frame's last
 * @has_parameters: of H.264, and not a retransmission: it has a sequence
 *   parameter set, which a key frame begins with (RFC 6184, section 5)
 */
typedef struct {
  guint32 ssrc;
  guint16 seq;
  gboolean is_repeat;
  gboolean ends_frame;
  gboolean has_parameters;
} VcRtpPacket;

/* @rtx_payload_type: that of retransmissions, −1 if there are none. Returns
 * FALSE if @buffer is no RTP packet. */
gboolean vc_rtp_packet_read (VcRtpPacket *self, GstBuffer *buffer,
                             int rtx_payload_type);

/* Which packet a browser asks for again, without what only the packet itself
 * tells. Returns FALSE if @event is no such request. */
gboolean vc_rtp_packet_read_request (VcRtpPacket *self, GstEvent *event);

/* Makes what retransmits, upstream of @pad, send the packet again, as if the
 * browser had missed it. */
void vc_rtp_packet_repeat (const VcRtpPacket *self, GstPad *pad);

G_END_DECLS
