/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRetransmission: sees to it that one peer's packets arrive (RFC 4588).
 *
 * In three ways: on a far and lossy link every packet goes twice; what the
 * browser asks for (RFC 4585, section 6.2.1) is sent again, and that twice on
 * any link that has not proven to be clean; and so is, unasked, what its
 * reports say is lost, since its request may have got lost as well, and it does
 * not ask again before 100 ms have passed. The packets themselves are kept by
 * webrtcbin's rtprtxsend.
 */

#pragma once

#include <gst/gst.h>

#include "key-policy.h"
#include "offer.h"
#include "rate-control.h"

G_BEGIN_DECLS

typedef struct _VcRetransmission VcRetransmission;

/* @payloads: the sink pad of the payloader, through which key frames are asked
 * for, too. @control: (transfer none): outlives this. */
VcRetransmission *vc_retransmission_new (GstPad *payloads,
                                         const VcOfferVideo *video,
                                         VcRateControl *control);
void vc_retransmission_free (VcRetransmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRetransmission, vc_retransmission_free)

/* All of these: any thread. */

/* What passes the RTP session's pad "send_rtp_sink": packets downstream, in
 * which case its stream lock is held, and the browser's reports and requests
 * upstream. Returns what the probe there has to. */
GstPadProbeReturn vc_retransmission_pass (VcRetransmission *self, GstPad *pad,
                                          GstPadProbeInfo *info);

/* A key frame will come: nobody needs what has been encoded so far. */
void vc_retransmission_forget (VcRetransmission *self);

/* The next that is payloaded is a key frame. The encoder's streaming thread. */
void vc_retransmission_begin_key_frame (VcRetransmission *self);

VcKeyKnowledge vc_retransmission_get_knowledge (VcRetransmission *self);

G_END_DECLS
