/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Feedback: what rtpsession tells about transport-wide feedback, as packets.
 */

#pragma once

#include <gst/gst.h>

#include "estimator.h"

G_BEGIN_DECLS

/* IP 20, UDP 8, RTP with extensions 22, SRTP 10 bytes. rtpsession tells the
 * payload alone. */
#define GCC_PAYLOAD_OVERHEAD 60
/* The same without the RTP header, for whole RTP packets. */
#define GCC_PACKET_OVERHEAD 38

/* Whether @event is the upstream custom event RTPTWCCPackets. */
gboolean gcc_feedback_is (GstEvent *event);

/* Its packets (GccPacket), empty if it is not well-formed. (transfer full) */
GArray *gcc_feedback_parse (GstEvent *event);

G_END_DECLS
