/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads what a video section of an offer can receive.
 */

#pragma once

#include "offer.h"
#include "sdp.h"

G_BEGIN_DECLS

/* Is it video over SRTP with feedback that the other side is willing to
 * receive? */
gboolean vc_offer_video_can_receive (const VcSdpSection *section);

/* Fills in all of @video but the section's index. Returns FALSE if the section
 * has none of @codecs. */
gboolean vc_offer_video_parse (VcOfferVideo *video, const VcSdpSection *section,
                               const VcCodec *codecs);

G_END_DECLS
