/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The SCTP association of a webrtcbin, which carries its data channels.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Before @webrtc is stopped: ends what carries its data channels, and waits for
 * that. The channels close. Without any, and twice, it does nothing. Not from a
 * thread of @webrtc's own, such as that of its signals. */
void vc_association_end (GstElement *webrtc);

G_END_DECLS
