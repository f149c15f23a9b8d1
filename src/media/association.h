/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The SCTP association of a webrtcbin, which carries its data channels.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Before anything else is done with @webrtc: its association will have a number
 * that no other here has. webrtcbin chooses one of 65,535 at random, and whose
 * number is taken in this process has no data channels, and never stops
 * (GStreamer 1.22). */
void vc_association_set_up (GstElement *webrtc);

/* Before @webrtc is stopped: ends what carries its data channels, and waits for
 * that. The channels close. Without any, and twice, it does nothing. Not from a
 * thread of @webrtc's own, such as that of its signals. */
void vc_association_end (GstElement *webrtc);

G_END_DECLS
