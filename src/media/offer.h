/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOffer: what a browser's SDP offer says, checked.
 *
 * webrtcbin trusts what it is given (an absent "a=mid" aborts it), so it never
 * sees a browser's text: the offer is read here, written anew with only what
 * was understood (vc_offer_to_text), and webrtcbin's answer to that is made
 * an answer to the whole offer (vc_offer_complete_answer). Pure functions.
 */

#pragma once

#include <glib.h>

#include "codec.h"

G_BEGIN_DECLS

#define VC_OFFER_LENGTH_MAX 65536
#define VC_OFFER_SECTIONS_MAX 32
#define VC_OFFER_CANDIDATES_MAX 64

#define VC_EXTENSION_TRANSPORT_CC                                              \
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define VC_EXTENSION_PLAYOUT_DELAY                                             \
  "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"

/**
 * VcOfferError:
 * @VC_OFFER_ERROR_SYNTAX: this is no SDP offer of a browser
 * @VC_OFFER_ERROR_NO_VIDEO: it has no video section that may receive
 * @VC_OFFER_ERROR_NO_CODEC: none in the codecs that are wanted
 */
#define VC_OFFER_ERROR (vc_offer_error_quark ())
typedef enum {
  VC_OFFER_ERROR_SYNTAX,
  VC_OFFER_ERROR_NO_VIDEO,
  VC_OFFER_ERROR_NO_CODEC,
} VcOfferError;
GQuark vc_offer_error_quark (void);

/**
 * VcOfferSection:
 * @media: "video", "audio", "application", …
 * @protocol: as in the m-line
 * @format: the first of the m-line
 * @mid: (nullable): its identification tag
 *
 * One media section, in the order of the offer.
 */
typedef struct {
  char *media;
  char *protocol;
  char *format;
  char *mid;
} VcOfferSection;

/**
 * VcOfferVideo:
 * @section: index
 * @codec: H.264 or VP8
 * @payload_type: 0…127
 * @rtx_payload_type: 0…127, −1 = retransmissions cannot be sent
 * @profile_level_id: (nullable): of H.264
 * @nack: lost packets will be asked for
 * @pli: key frames will be asked for
 * @transport_cc: the arrival of packets will be told
 * @transport_cc_id: 1…14, id of the header extension; 0 = not offered
 * @playout_delay_id: the same
 */
typedef struct {
  guint section;
  VcCodec codec;
  int payload_type;
  int rtx_payload_type;
  char *profile_level_id;
  gboolean nack;
  gboolean pli;
  gboolean transport_cc;
  guint transport_cc_id;
  guint playout_delay_id;
} VcOfferVideo;

/**
 * VcOffer:
 * @sections: (element-type VcOfferSection): all of them
 * @video: the section that will be sent to
 * @data: index of the section for data channels, −1 = none
 * @ufrag: of ICE
 * @pwd: of ICE
 * @fingerprint: of the DTLS certificate, "sha-256 …"
 * @setup: DTLS role, "actpass", "active" or "passive"
 * @candidates: (element-type utf8): those in the offer that may be used
 */
typedef struct {
  GPtrArray *sections;
  VcOfferVideo video;
  int data;
  char *ufrag;
  char *pwd;
  char *fingerprint;
  char *setup;
  GPtrArray *candidates;
} VcOffer;

/* @length: bytes, −1 = zero-terminated. @codecs: (array zero-terminated=1):
 * those that may be sent, the dearest first, ended by VC_CODEC_AUTO. */
VcOffer *vc_offer_parse (const char *text, gssize length, const VcCodec *codecs,
                         GError **error);
void vc_offer_free (VcOffer *self);

/* What webrtcbin is given. (transfer full) */
char *vc_offer_to_text (const VcOffer *self);

/* @answer: to vc_offer_to_text(). Returns: (transfer full) (nullable): the
 * answer to the browser's offer; NULL if it does not fit or sends no video. */
char *vc_offer_complete_answer (const VcOffer *self, const char *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcOffer, vc_offer_free)

G_END_DECLS
