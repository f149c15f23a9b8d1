/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlayoutDelay: the RTP header extension that asks the browser to show each
 * frame at once.
 *
 * http://www.webrtc.org/experiments/rtp-hdrext/playout-delay: minimum and
 * maximum delay, 12 bits each, in units of 10 ms; here always 0 and 0. Without
 * it Chromium adds a delay against jitter that does not end for a stream that
 * pauses.
 */

#pragma once

#include <gst/rtp/rtp.h>

G_BEGIN_DECLS

#define VC_TYPE_PLAYOUT_DELAY (vc_playout_delay_get_type ())
G_DECLARE_FINAL_TYPE (VcPlayoutDelay, vc_playout_delay, VC, PLAYOUT_DELAY,
                      GstRTPHeaderExtension)

/* From then on payloaders find it by its URI in their caps. Idempotent. */
void vc_playout_delay_register (void);

G_END_DECLS
