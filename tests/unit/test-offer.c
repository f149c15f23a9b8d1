/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Offers of browsers, of other players and of enemies.
 */

#include <string.h>

#include "candidate.h"
#include "offer.h"

#define FINGERPRINT                                                            \
  "a=fingerprint:sha-256 "                                                     \
  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:"   \
  "88:99:AA:BB:CC:DD:EE:FF\r\n"
#define OLD_FINGERPRINT                                                        \
  "a=fingerprint:sha-1 "                                                       \
  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33\r\n"
#define TRANSPORT                                                              \
  "c=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"                                   \
  "a=ice-pwd:0123456789abcdefghijkl\r\n" FINGERPRINT "a=setup:actpass\r\n"
#define HEAD "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
#define BUNDLE "a=group:BUNDLE 0 1 2\r\n"
#define AUDIO                                                                  \
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" TRANSPORT                              \
  "a=mid:0\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
#define VP8 "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack pli\r\n"
#define H264(pt, profile)                                                      \
  "a=rtpmap:" pt " H264/90000\r\na=fmtp:" pt                                   \
  " level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" profile  \
  "\r\n"
#define VIDEO(formats, lines)                                                  \
  "m=video 9 UDP/TLS/RTP/SAVPF " formats "\r\n" TRANSPORT                      \
  "a=mid:1\r\na=recvonly\r\na=rtcp-mux\r\n" lines
#define DATA                                                                   \
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n" TRANSPORT             \
  "a=mid:2\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n"

/* What Chromium sends, shortened. */
static const char chromium[] = HEAD BUNDLE AUDIO VIDEO (
  "96 97 102 103 104 106 107",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:toffset\r\n"
  "a=extmap:3 " VC_EXTENSION_TRANSPORT_CC "\r\n"
  "a=extmap:5/recvonly " VC_EXTENSION_PLAYOUT_DELAY "\r\n" VP8
  "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
  "a=rtpmap:102 H264/90000\r\na=rtcp-fb:102 transport-cc\r\n"
  "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=0;"
  "profile-level-id=42e01f\r\n" H264 ("104", "64001f")
    H264 ("106", "42e01f") "a=rtcp-fb:106 nack\r\na=rtcp-fb:106 nack pli\r\n"
                           "a=rtcp-fb:* transport-cc\r\n"
                           "a=rtpmap:107 rtx/90000\r\na=fmtp:107 apt=106\r\n")
  DATA "a=candidate:1 1 udp 2113937151 192.0.2.9 5000 typ host\r\n"
       "a=candidate:2 1 udp 2113937151 a1b2.local 5000 typ host\r\n";

static const VcCodec both[] = {VC_CODEC_H264, VC_CODEC_VP8, VC_CODEC_AUTO};
static const VcCodec vp8[] = {VC_CODEC_VP8, VC_CODEC_AUTO};
static const VcCodec h264[] = {VC_CODEC_H264, VC_CODEC_AUTO};
static const VcCodec none[] = {VC_CODEC_AUTO};

static void
test_chromium (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcOffer) offer = vc_offer_parse (chromium, -1, both, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (offer->sections->len, ==, 3);
  g_assert_cmpuint (offer->video.section, ==, 1);
  g_assert_cmpint (offer->data, ==, 2);
  g_assert_cmpint (offer->video.codec, ==, VC_CODEC_H264);
  g_assert_cmpint (offer->video.payload_type, ==, 106);
  g_assert_cmpint (offer->video.rtx_payload_type, ==, 107);
  g_assert_cmpstr (offer->video.profile_level_id, ==, "42e01f");
  g_assert_true (offer->video.nack);
  g_assert_true (offer->video.pli);
  g_assert_true (offer->video.transport_cc);
  g_assert_cmpuint (offer->video.transport_cc_id, ==, 3);
  g_assert_cmpuint (offer->video.playout_delay_id, ==, 5);
  g_assert_cmpstr (offer->ufrag, ==, "abcd");
  g_assert_cmpstr (offer->pwd, ==, "0123456789abcdefghijkl");
  g_assert_cmpuint (offer->candidates->len, ==, 1);

  text = vc_offer_to_text (offer);
  g_assert_nonnull (strstr (text, "a=group:BUNDLE 1 2\r\n"));
  g_assert_nonnull (strstr (text, "m=video 9 UDP/TLS/RTP/SAVPF 106 107\r\n"));
  g_assert_nonnull (strstr (text, "a=extmap:5 " VC_EXTENSION_PLAYOUT_DELAY));
  g_assert_null (strstr (text, "m=audio"));
  g_assert_null (strstr (text, "toffset"));
  g_assert_null (strstr (text, ".local"));
}

static void
test_choice (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcOffer) offer = vc_offer_parse (chromium, -1, vp8, &error);

  g_assert_no_error (error);
  g_assert_cmpint (offer->video.codec, ==, VC_CODEC_VP8);
  g_assert_cmpint (offer->video.payload_type, ==, 96);
  g_assert_cmpint (offer->video.rtx_payload_type, ==, 97);
  g_assert_null (offer->video.profile_level_id);
  g_assert_true (offer->video.pli);
  g_assert_false (offer->video.nack);
}

static void
test_answer (void)
{
  g_autoptr (VcOffer) offer = vc_offer_parse (chromium, -1, both, NULL);
  g_autofree char *whole =
    vc_offer_complete_answer (offer, HEAD "m=video 9 A 106\r\na=mid:1\r\n"
                                          "m=application 9 B C\r\na=mid:2\r\n");

  g_assert_cmpstr (whole, ==,
                   HEAD "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n"
                        "c=IN IP4 0.0.0.0\r\na=mid:0\r\na=inactive\r\n"
                        "m=video 9 A 106\r\na=mid:1\r\n"
                        "m=application 9 B C\r\na=mid:2\r\n");
  g_assert_null (vc_offer_complete_answer (offer, HEAD));
  g_assert_null (vc_offer_complete_answer (offer, HEAD "m=video 9 A 106\r\n"));
  g_assert_null (vc_offer_complete_answer (
    offer, HEAD "m=video 0 A 106\r\nm=application 9 B C\r\n"));
  g_assert_null (vc_offer_complete_answer (
    offer, HEAD "m=video 9 A 1\r\nm=application 9 B C\r\nm=more 9 D E\r\n"));
}

typedef struct {
  const char *name;
  const char *text;
  const VcCodec *codecs;
  int code; /* −1 = accepted */
} Case;

static const Case cases[] = {
  {"empty", "", both, VC_OFFER_ERROR_SYNTAX},
  {"html", "<html></html>", both, VC_OFFER_ERROR_SYNTAX},
  {"json", "{\"sdp\":\"v=0\"}", both, VC_OFFER_ERROR_SYNTAX},
  {"version 1", "v=1\r\n", both, VC_OFFER_ERROR_SYNTAX},
  {"no UTF-8", "v=0\r\ns=\xff\xfe\r\n", both, VC_OFFER_ERROR_SYNTAX},
  {"no form", HEAD "hello\r\n", both, VC_OFFER_ERROR_SYNTAX},
  {"no media", HEAD, both, VC_OFFER_ERROR_NO_VIDEO},
  {"audio only", HEAD AUDIO, both, VC_OFFER_ERROR_NO_VIDEO},
  {"data only", HEAD DATA, both, VC_OFFER_ERROR_NO_VIDEO},
  {"video only", HEAD VIDEO ("96", VP8), both, -1},
  {"line feeds alone",
   "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:1\na=rtcp-mux\n" TRANSPORT VP8,
   both, -1},
  {"no codec at all", HEAD VIDEO ("96", VP8), none, VC_OFFER_ERROR_NO_CODEC},
  {"no H.264", HEAD VIDEO ("96", VP8), h264, VC_OFFER_ERROR_NO_CODEC},
  {"AV1 only", HEAD VIDEO ("45", "a=rtpmap:45 AV1/90000\r\n"), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"packetization mode 0",
   HEAD VIDEO ("102", "a=rtpmap:102 H264/90000\r\na=fmtp:102 "
                      "packetization-mode=0;profile-level-id=42e01f\r\n"),
   both, VC_OFFER_ERROR_NO_CODEC},
  {"no fmtp", HEAD VIDEO ("102", "a=rtpmap:102 H264/90000\r\n"), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"high profile", HEAD VIDEO ("102", H264 ("102", "640028")), both, -1},
  {"unknown profile", HEAD VIDEO ("102", H264 ("102", "f40028")), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"odd profile", HEAD VIDEO ("102", H264 ("102", "42e0")), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"rtpmap of another format", HEAD VIDEO ("97", VP8), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"payload type 128", HEAD VIDEO ("128", "a=rtpmap:128 VP8/90000\r\n"), both,
   VC_OFFER_ERROR_NO_CODEC},
  {"huge payload type",
   HEAD VIDEO ("99999999999999999999",
               "a=rtpmap:99999999999999999999 VP8/90000\r\n"),
   both, VC_OFFER_ERROR_NO_CODEC},
  {"negative payload type", HEAD VIDEO ("-1", "a=rtpmap:-1 VP8/90000\r\n"),
   both, VC_OFFER_ERROR_NO_CODEC},
  {"payload type twice", HEAD VIDEO ("96 96", VP8 VP8), both, -1},
  {"sends only", HEAD VIDEO ("96", VP8 "a=sendonly\r\n"), both,
   VC_OFFER_ERROR_NO_VIDEO},
  {"inactive", HEAD VIDEO ("96", VP8 "a=inactive\r\n"), both,
   VC_OFFER_ERROR_NO_VIDEO},
  {"plain RTP", HEAD "m=video 9 RTP/AVP 96\r\n" TRANSPORT VP8, both,
   VC_OFFER_ERROR_NO_VIDEO},
  {"port 0",
   HEAD "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n" TRANSPORT
        "a=mid:1\r\na=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_NO_VIDEO},
  {"no format", HEAD "m=video 9 UDP/TLS/RTP/SAVPF\r\n", both,
   VC_OFFER_ERROR_SYNTAX},
  {"empty media line", HEAD "m=\r\n", both, VC_OFFER_ERROR_SYNTAX},
  {"no mid",
   HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" TRANSPORT "a=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"mid twice", HEAD VIDEO ("96", VP8) VIDEO ("96", VP8), both,
   VC_OFFER_ERROR_SYNTAX},
  {"mid with a blank",
   HEAD
   "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1 2\r\na=rtcp-mux\r\n" TRANSPORT
     VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"transport for the whole session",
   HEAD TRANSPORT "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"
                  "a=rtcp-mux\r\n" VP8,
   both, -1},
  {"no transport",
   HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtcp-mux\r\n" VP8, both,
   VC_OFFER_ERROR_SYNTAX},
  {"short ufrag",
   HEAD "a=ice-ufrag:abc\r\na=ice-pwd:0123456789abcdefghijkl\r\n" FINGERPRINT
        "a=setup:actpass\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"
        "a=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"short pwd",
   HEAD "a=ice-ufrag:abcd\r\na=ice-pwd:0123\r\n" FINGERPRINT
        "a=setup:actpass\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"
        "a=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"odd fingerprint",
   HEAD "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
        "a=fingerprint:sha-256 00:11\r\na=setup:actpass\r\n"
        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"only an old fingerprint",
   HEAD
   "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n" OLD_FINGERPRINT
   "a=fingerprint\r\na=setup:actpass\r\n"
   "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"an old fingerprint, too",
   HEAD
   "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n" OLD_FINGERPRINT
     FINGERPRINT "a=setup:actpass\r\n"
   "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtcp-mux\r\n" VP8,
   both, -1},
  {"odd setup",
   HEAD "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n" FINGERPRINT
        "a=setup:holdconn\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"
        "a=rtcp-mux\r\n" VP8,
   both, VC_OFFER_ERROR_SYNTAX},
  {"malformed candidate",
   HEAD VIDEO ("96", VP8 "a=candidate:1 1 udp x y z\r\n"), both,
   VC_OFFER_ERROR_SYNTAX},
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcOffer) offer =
      vc_offer_parse (cases[i].text, -1, cases[i].codecs, &error);

    g_test_message ("%s: %s", cases[i].name,
                    error != NULL ? error->message : "accepted");
    if (cases[i].code >= 0) {
      g_assert_null (offer);
      g_assert_error (error, VC_OFFER_ERROR, cases[i].code);
    } else {
      g_assert_no_error (error);
      g_assert_nonnull (offer);
    }
  }
}

static void
refuse (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vc_offer_parse (text, length, both, &error));
  g_assert_error (error, VC_OFFER_ERROR, VC_OFFER_ERROR_SYNTAX);
}

static void
test_sizes (void)
{
  g_autoptr (GString) sections = g_string_new (HEAD);
  g_autoptr (GString) lines = g_string_new (chromium);
  g_autoptr (GString) long_line = g_string_new (HEAD "a=");
  g_autofree char *with_nul = g_strdup (chromium);

  with_nul[100] = '\0';
  refuse (with_nul, strlen (chromium));

  for (guint i = 0; i < VC_OFFER_SECTIONS_MAX + 1; i++)
    g_string_append (sections, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
  refuse (sections->str, sections->len);
  while (sections->len < 60000)
    g_string_append (sections, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
  refuse (sections->str, sections->len);

  while (lines->len < 60000)
    g_string_append (lines, "a=x\r\n");
  refuse (lines->str, lines->len);

  while (long_line->len < VC_OFFER_LENGTH_MAX + 1)
    g_string_append_c (long_line, 'x');
  refuse (long_line->str, long_line->len);
}

/* Whatever is cut off or changed, nothing but what was understood is written,
 * and that can be read again. */
static void
check_anything (const char *text, gsize length)
{
  g_autoptr (VcOffer) offer = vc_offer_parse (text, length, both, NULL);
  g_autoptr (VcOffer) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *narrow = NULL;

  if (offer == NULL)
    return;

  narrow = vc_offer_to_text (offer);
  again = vc_offer_parse (narrow, -1, both, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->video.payload_type, ==, offer->video.payload_type);
  g_assert_cmpstr (again->ufrag, ==, offer->ufrag);
}

static void
test_damage (void)
{
  gsize length = strlen (chromium);

  for (gsize i = 0; i <= length; i++)
    check_anything (chromium, i);

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *text = g_memdup2 (chromium, length + 1);

    for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
      text[g_test_rand_int_range (0, length)] = g_test_rand_int_range (1, 127);
    check_anything (text, length);
  }
}

static void
test_candidates (void)
{
  static const struct {
    const char *text;
    VcCandidateVerdict verdict;
  } table[] = {
    {"candidate:1 1 UDP 2015363327 192.0.2.7 5 typ host", VC_CANDIDATE_USE},
    {"candidate:a+/9 1 udp 1 2001:db8::1 5 typ srflx raddr 0.0.0.0 rport 0",
     VC_CANDIDATE_USE},
    {"candidate:1 1 tcp 1 192.0.2.7 9 typ host tcptype active generation 0",
     VC_CANDIDATE_USE},
    {"candidate:1 1 udp 1 aa-bb.local 5 typ host", VC_CANDIDATE_IGNORE},
    {"candidate:1 1 udp 1 example.org 5 typ host", VC_CANDIDATE_IGNORE},
    {"candidate:1 1 sctp 1 192.0.2.7 5 typ host", VC_CANDIDATE_IGNORE},
    {"", VC_CANDIDATE_MALFORMED},
    {"candidate:", VC_CANDIDATE_MALFORMED},
    {"a=candidate:1 1 udp 1 192.0.2.7 5 typ host", VC_CANDIDATE_MALFORMED},
    {"candidate:1 0 udp 1 192.0.2.7 5 typ host", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp -1 192.0.2.7 5 typ host", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 4294967296 192.0.2.7 5 typ host",
     VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 65536 typ host", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 5 typ", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 5 typ guest", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 5 host typ", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1  5 typ host", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 5 typ host\r\na=x", VC_CANDIDATE_MALFORMED},
    {"candidate:1 1 udp 1 192.0.2.7 5 typ host \xc3\xa9",
     VC_CANDIDATE_MALFORMED},
  };
  g_autofree char *large = g_strnfill (5000, '1');

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_test_message ("%s", table[i].text);
    g_assert_cmpint (vc_candidate_check (table[i].text), ==, table[i].verdict);
  }
  g_assert_cmpint (vc_candidate_check (large), ==, VC_CANDIDATE_MALFORMED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/offer/chromium", test_chromium);
  g_test_add_func ("/offer/choice", test_choice);
  g_test_add_func ("/offer/answer", test_answer);
  g_test_add_func ("/offer/cases", test_cases);
  g_test_add_func ("/offer/sizes", test_sizes);
  g_test_add_func ("/offer/damage", test_damage);
  g_test_add_func ("/offer/candidates", test_candidates);

  return g_test_run ();
}
