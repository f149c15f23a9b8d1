/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads what a video section of an offer can receive.
 */

#include "offer-video.h"

#include <string.h>

#define PAYLOAD_TYPE_MAX 127
/* Where an offer does not say: baseline, level 1 (RFC 6184, section 8.1). */
#define DEFAULT_PROFILE_LEVEL_ID "42000a"

static int
parse_payload_type (const char *text, const char **rest)
{
  char *end = NULL;
  guint64 value;

  if (!g_ascii_isdigit (text[0]))
    return -1;

  value = g_ascii_strtoull (text, &end, 10);
  if (value > PAYLOAD_TYPE_MAX || (*end != ' ' && *end != '\0'))
    return -1;

  while (*end == ' ')
    end++;
  if (rest != NULL)
    *rest = end;

  return (int)value;
}

/* Returns what @key says about @payload_type, e.g. "VP8/90000" of the
 * attribute "rtpmap:96 VP8/90000". */
static const char *
get_format_attribute (const VcSdpSection *section, const char *key,
                      int payload_type)
{
  for (guint i = 0; i < section->attributes->len; i++) {
    VcSdpAttribute *attribute =
      &g_array_index (section->attributes, VcSdpAttribute, i);
    const char *rest = NULL;

    if (strcmp (attribute->key, key) == 0 &&
        parse_payload_type (attribute->value, &rest) == payload_type)
      return rest;
  }

  return NULL;
}

static gboolean
has_feedback (const VcSdpSection *section, int payload_type, const char *what)
{
  for (guint i = 0; i < section->attributes->len; i++) {
    VcSdpAttribute *attribute =
      &g_array_index (section->attributes, VcSdpAttribute, i);
    const char *rest = NULL;

    if (strcmp (attribute->key, "rtcp-fb") != 0)
      continue;
    if (g_str_has_prefix (attribute->value, "* "))
      rest = attribute->value + 2;
    else if (parse_payload_type (attribute->value, &rest) != payload_type)
      continue;
    if (strcmp (rest, what) == 0)
      return TRUE;
  }

  return FALSE;
}

/* (transfer full) (nullable): the value of @name in "a=1;b=2". */
static char *
get_parameter (const char *fmtp, const char *name)
{
  g_auto (GStrv) pairs = g_strsplit (fmtp != NULL ? fmtp : "", ";", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], '=');

    if (value == NULL)
      continue;
    *value++ = '\0';
    if (g_ascii_strcasecmp (g_strstrip (pairs[i]), name) == 0)
      return g_strdup (g_strstrip (value));
  }

  return NULL;
}

/* How well does a decoder for this profile suit a constrained baseline stream?
 * All of them can decode it; 0 = a profile that cannot, or nonsense. */
static int
rank_profile (const char *profile_level_id)
{
  guint64 value;

  if (strlen (profile_level_id) != 6 ||
      !g_ascii_string_to_unsigned (profile_level_id, 16, 0, 0xffffff, &value,
                                   NULL))
    return 0;

  switch (value >> 16) {
  case 0x42: /* baseline; constraint_set1 makes it constrained */
    return (value & 0x4000) != 0 ? 4 : 3;
  case 0x4d: /* main */
    return 2;
  case 0x64: /* high */
    return 1;
  default:
    return 0;
  }
}

static int
rank_format (const VcSdpSection *section, int payload_type, VcCodec codec)
{
  const char *rtpmap = get_format_attribute (section, "rtpmap", payload_type);
  const char *fmtp = get_format_attribute (section, "fmtp", payload_type);
  g_autofree char *mode = NULL;
  g_autofree char *profile = NULL;

  if (rtpmap == NULL)
    return 0;

  if (codec == VC_CODEC_VP8)
    return g_ascii_strcasecmp (rtpmap, "VP8/90000") == 0 ? 1 : 0;

  mode = get_parameter (fmtp, "packetization-mode");
  if (g_ascii_strcasecmp (rtpmap, "H264/90000") != 0 ||
      g_strcmp0 (mode, "1") != 0)
    return 0;

  profile = get_parameter (fmtp, "profile-level-id");

  return rank_profile (profile != NULL ? profile : DEFAULT_PROFILE_LEVEL_ID);
}

static int
find_format (const VcSdpSection *section, VcCodec codec)
{
  int best = -1;
  int best_rank = 0;

  for (guint i = 3; section->media[i] != NULL; i++) {
    int payload_type = parse_payload_type (section->media[i], NULL);
    int rank =
      payload_type >= 0 ? rank_format (section, payload_type, codec) : 0;

    if (rank > best_rank) {
      best = payload_type;
      best_rank = rank;
    }
  }

  return best;
}

/* The format that carries retransmissions of @payload_type (RFC 4588). */
static int
find_rtx (const VcSdpSection *section, int payload_type)
{
  for (guint i = 3; section->media[i] != NULL; i++) {
    int rtx = parse_payload_type (section->media[i], NULL);
    const char *rtpmap = NULL;
    g_autofree char *apt = NULL;

    if (rtx < 0 || rtx == payload_type)
      continue;

    rtpmap = get_format_attribute (section, "rtpmap", rtx);
    apt = get_parameter (get_format_attribute (section, "fmtp", rtx), "apt");
    if (rtpmap != NULL && g_ascii_strcasecmp (rtpmap, "rtx/90000") == 0 &&
        apt != NULL && parse_payload_type (apt, NULL) == payload_type)
      return rtx;
  }

  return -1;
}

/* "3 URI" or "3/recvonly URI" (RFC 8285). 15 and more would need two-byte
 * headers. */
static guint
find_extension (const VcSdpSection *section, const char *uri)
{
  for (guint i = 0; i < section->attributes->len; i++) {
    VcSdpAttribute *attribute =
      &g_array_index (section->attributes, VcSdpAttribute, i);
    g_auto (GStrv) words = NULL;
    char *end = NULL;
    guint64 id;

    if (strcmp (attribute->key, "extmap") != 0)
      continue;

    words = g_strsplit (attribute->value, " ", 3);
    if (g_strv_length (words) < 2 || strcmp (words[1], uri) != 0)
      continue;

    id = g_ascii_strtoull (words[0], &end, 10);
    if (id >= 1 && id <= 14 && (*end == '\0' || *end == '/') &&
        !g_str_has_suffix (words[0], "/inactive") &&
        !g_str_has_suffix (words[0], "/sendonly"))
      return (guint)id;
  }

  return 0;
}

gboolean
vc_offer_video_can_receive (const VcSdpSection *section)
{
  static const char *const protocols[] = {"UDP/TLS/RTP/SAVPF",
                                          "TCP/TLS/RTP/SAVPF", NULL};

  return strcmp (section->media[0], "video") == 0 &&
         (strcmp (section->media[1], "0") != 0 ||
          vc_sdp_section_get (section, "bundle-only") != NULL) &&
         g_strv_contains (protocols, section->media[2]) &&
         vc_sdp_section_get (section, "rtcp-mux") != NULL &&
         vc_sdp_section_get (section, "sendonly") == NULL &&
         vc_sdp_section_get (section, "inactive") == NULL;
}

gboolean
vc_offer_video_parse (VcOfferVideo *video, const VcSdpSection *section,
                      const VcCodec *codecs)
{
  int payload_type = -1;

  for (guint i = 0; payload_type < 0 && codecs[i] != VC_CODEC_AUTO; i++) {
    video->codec = codecs[i];
    payload_type = find_format (section, codecs[i]);
  }
  if (payload_type < 0)
    return FALSE;

  video->payload_type = payload_type;
  video->rtx_payload_type = find_rtx (section, payload_type);
  if (video->codec == VC_CODEC_H264)
    video->profile_level_id = get_parameter (
      get_format_attribute (section, "fmtp", payload_type), "profile-level-id");
  video->nack = has_feedback (section, payload_type, "nack");
  video->pli = has_feedback (section, payload_type, "nack pli");
  video->transport_cc = has_feedback (section, payload_type, "transport-cc");
  video->transport_cc_id = find_extension (section, VC_EXTENSION_TRANSPORT_CC);
  video->playout_delay_id =
    find_extension (section, VC_EXTENSION_PLAYOUT_DELAY);
  if (video->playout_delay_id == video->transport_cc_id)
    video->playout_delay_id = 0;

  return TRUE;
}
