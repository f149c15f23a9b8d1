/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Writes an offer that webrtcbin can be trusted with, and makes its answer one
 * to the browser's offer.
 */

#include "offer.h"

#include <string.h>

#define MESSAGE_SIZE_MAX 65536

static const char *
get_mid (const VcOffer *self, guint section)
{
  VcOfferSection *item = self->sections->pdata[section];

  return item->mid;
}

static gboolean
is_accepted (const VcOffer *self, guint section)
{
  return section == self->video.section || (int)section == self->data;
}

static void
write_transport (const VcOffer *self, guint section, GString *text)
{
  g_string_append (text, "c=IN IP4 0.0.0.0\r\n");
  g_string_append_printf (text, "a=ice-ufrag:%s\r\n", self->ufrag);
  g_string_append_printf (text, "a=ice-pwd:%s\r\n", self->pwd);
  g_string_append (text, "a=ice-options:trickle\r\n");
  g_string_append_printf (text, "a=fingerprint:%s\r\n", self->fingerprint);
  g_string_append_printf (text, "a=setup:%s\r\n", self->setup);
  g_string_append_printf (text, "a=mid:%s\r\n", get_mid (self, section));
}

static void
write_extension (GString *text, guint id, const char *uri)
{
  if (id != 0)
    g_string_append_printf (text, "a=extmap:%u %s\r\n", id, uri);
}

static void
write_feedback (GString *text, int payload_type, gboolean offered,
                const char *what)
{
  if (offered)
    g_string_append_printf (text, "a=rtcp-fb:%d %s\r\n", payload_type, what);
}

static void
write_h264_parameters (const VcOfferVideo *video, GString *text)
{
  g_string_append_printf (text, "a=fmtp:%d level-asymmetry-allowed=1;",
                          video->payload_type);
  g_string_append (text, "packetization-mode=1");
  if (video->profile_level_id != NULL)
    g_string_append_printf (text, ";profile-level-id=%s",
                            video->profile_level_id);
  g_string_append (text, "\r\n");
}

static void
write_video (const VcOffer *self, GString *text)
{
  const VcOfferVideo *video = &self->video;
  int pt = video->payload_type;

  g_string_append_printf (text, "m=video 9 UDP/TLS/RTP/SAVPF %d", pt);
  if (video->rtx_payload_type >= 0)
    g_string_append_printf (text, " %d", video->rtx_payload_type);
  g_string_append (text, "\r\n");

  write_transport (self, video->section, text);
  g_string_append (text, "a=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n");
  write_extension (text, video->transport_cc_id, VC_EXTENSION_TRANSPORT_CC);
  write_extension (text, video->playout_delay_id, VC_EXTENSION_PLAYOUT_DELAY);

  g_string_append_printf (text, "a=rtpmap:%d %s/90000\r\n", pt,
                          video->codec == VC_CODEC_H264 ? "H264" : "VP8");
  write_feedback (text, pt, video->transport_cc, "transport-cc");
  write_feedback (text, pt, video->nack, "nack");
  write_feedback (text, pt, video->pli, "nack pli");
  if (video->codec == VC_CODEC_H264)
    write_h264_parameters (video, text);
  if (video->rtx_payload_type >= 0) {
    g_string_append_printf (text, "a=rtpmap:%d rtx/90000\r\n",
                            video->rtx_payload_type);
    g_string_append_printf (text, "a=fmtp:%d apt=%d\r\n",
                            video->rtx_payload_type, pt);
  }

  for (guint i = 0; i < self->candidates->len; i++)
    g_string_append_printf (text, "a=%s\r\n",
                            (const char *)self->candidates->pdata[i]);
}

static void
write_data (const VcOffer *self, GString *text)
{
  g_string_append (text,
                   "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n");
  write_transport (self, self->data, text);
  g_string_append_printf (text, "a=sctp-port:5000\r\na=max-message-size:%d\r\n",
                          MESSAGE_SIZE_MAX);
}

char *
vc_offer_to_text (const VcOffer *self)
{
  GString *text = g_string_new ("v=0\r\n"
                                "o=- 1 1 IN IP4 0.0.0.0\r\n"
                                "s=-\r\n"
                                "t=0 0\r\n"
                                "a=group:BUNDLE");

  for (guint i = 0; i < self->sections->len; i++) {
    if (is_accepted (self, i))
      g_string_append_printf (text, " %s", get_mid (self, i));
  }
  g_string_append (text, "\r\n");

  for (guint i = 0; i < self->sections->len; i++) {
    if (i == self->video.section)
      write_video (self, text);
    else if ((int)i == self->data)
      write_data (self, text);
  }

  return g_string_free (text, FALSE);
}

/* RFC 8829, section 5.3.1: port 0. */
static void
write_rejection (const VcOfferSection *section, GString *text)
{
  g_string_append_printf (text, "m=%s 0 %s %s\r\n", section->media,
                          section->protocol, section->format);
  g_string_append (text, "c=IN IP4 0.0.0.0\r\n");
  if (section->mid != NULL)
    g_string_append_printf (text, "a=mid:%s\r\n", section->mid);
  g_string_append (text, "a=inactive\r\n");
}

/* The end of the section that begins at @text. */
static const char *
find_next_section (const char *text)
{
  const char *next = strstr (text, "\nm=");

  return next != NULL ? next + 1 : text + strlen (text);
}

char *
vc_offer_complete_answer (const VcOffer *self, const char *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *begin = answer;
  const char *end = find_next_section (begin);

  g_string_append_len (text, begin, end - begin);
  for (guint i = 0; i < self->sections->len; i++) {
    if (!is_accepted (self, i)) {
      write_rejection (self->sections->pdata[i], text);
      continue;
    }

    begin = end;
    end = find_next_section (begin);
    if (begin == end ||
        (i == self->video.section && !g_str_has_prefix (begin, "m=video 9 ")))
      return NULL;
    g_string_append_len (text, begin, end - begin);
  }

  if (*end != '\0')
    return NULL;

  return g_string_free (g_steal_pointer (&text), FALSE);
}
