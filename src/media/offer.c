/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOffer: what a browser's SDP offer says, checked.
 */

#include "offer.h"

#include <string.h>

#include "candidate.h"
#include "certificate.h"
#include "offer-video.h"
#include "sdp.h"

#define TOKEN_LENGTH_MAX 64
#define ICE_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/"
/* RFC 8866, token, less what a sane offer does without. */
#define TOKEN_CHARACTERS                                                       \
  G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "!#$%&'*+-.^_`{|}~"

G_DEFINE_QUARK (vc_offer_error, vc_offer_error)

static gboolean
consists_of (const char *text, const char *characters, gsize min, gsize max)
{
  gsize length = strlen (text);

  return length >= min && length <= max && strspn (text, characters) == length;
}

static gboolean
is_token (const char *text)
{
  return consists_of (text, TOKEN_CHARACTERS, 1, TOKEN_LENGTH_MAX);
}

/* "UDP/TLS/RTP/SAVPF" */
static gboolean
is_protocol (const char *text)
{
  return consists_of (text, TOKEN_CHARACTERS "/", 1, TOKEN_LENGTH_MAX);
}

static gboolean
is_setup (const char *text)
{
  static const char *const roles[] = {"actpass", "active", "passive", NULL};

  return g_strv_contains (roles, text);
}

static void
section_free (VcOfferSection *self)
{
  g_free (self->media);
  g_free (self->protocol);
  g_free (self->format);
  g_free (self->mid);
  g_free (self);
}

static gboolean
fail (GError **error, const char *problem)
{
  g_set_error (error, VC_OFFER_ERROR, VC_OFFER_ERROR_SYNTAX,
               "The body is no SDP offer that can be answered: %s", problem);

  return FALSE;
}

static VcSdpSection *
get_section (const VcSdp *sdp, guint index)
{
  return sdp->sections->pdata[index + 1];
}

static gboolean
is_mid_taken (VcOffer *self, const char *mid)
{
  for (guint i = 0; i < self->sections->len; i++) {
    VcOfferSection *section = self->sections->pdata[i];

    if (g_strcmp0 (section->mid, mid) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
add_section (VcOffer *self, const VcSdpSection *sdp, GError **error)
{
  const char *mid = vc_sdp_section_get (sdp, "mid");
  VcOfferSection *section;

  if (self->sections->len >= VC_OFFER_SECTIONS_MAX)
    return fail (error, "it has too many media sections");
  if (!is_token (sdp->media[0]) || !is_protocol (sdp->media[2]) ||
      !is_token (sdp->media[3]))
    return fail (error, "a media line is malformed");
  if (mid != NULL && (!is_token (mid) || is_mid_taken (self, mid)))
    return fail (error, "an “a=mid” is malformed or used twice");

  section = g_new0 (VcOfferSection, 1);
  section->media = g_strdup (sdp->media[0]);
  section->protocol = g_strdup (sdp->media[2]);
  section->format = g_strdup (sdp->media[3]);
  section->mid = g_strdup (mid);
  g_ptr_array_add (self->sections, section);

  return TRUE;
}

static gboolean
parse_sections (VcOffer *self, const VcSdp *sdp, GError **error)
{
  for (guint i = 0; i + 1 < sdp->sections->len; i++) {
    if (!add_section (self, get_section (sdp, i), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
parse_video (VcOffer *self, const VcSdp *sdp, const VcCodec *codecs,
             GError **error)
{
  gboolean has_video = FALSE;

  for (guint i = 0; i < self->sections->len; i++) {
    VcSdpSection *section = get_section (sdp, i);

    if (!vc_offer_video_can_receive (section))
      continue;

    has_video = TRUE;
    if (vc_offer_video_parse (&self->video, section, codecs)) {
      self->video.section = i;
      return TRUE;
    }
  }

  if (has_video)
    g_set_error (error, VC_OFFER_ERROR, VC_OFFER_ERROR_NO_CODEC,
                 "The offer has no video in a codec that can be sent");
  else
    g_set_error (error, VC_OFFER_ERROR, VC_OFFER_ERROR_NO_VIDEO,
                 "The offer has no video section that may receive");

  return FALSE;
}

/* Is @mid in the same group as @other (RFC 8843)? */
static gboolean
are_bundled (const VcSdp *sdp, const char *mid, const char *other)
{
  const VcSdpSection *session = sdp->sections->pdata[0];

  for (guint i = 0; i < session->attributes->len; i++) {
    VcSdpAttribute *attribute =
      &g_array_index (session->attributes, VcSdpAttribute, i);
    g_auto (GStrv) words = NULL;

    if (strcmp (attribute->key, "group") != 0 ||
        !g_str_has_prefix (attribute->value, "BUNDLE "))
      continue;

    words = g_strsplit (attribute->value, " ", -1);
    if (g_strv_contains ((const char *const *)words, mid) &&
        g_strv_contains ((const char *const *)words, other))
      return TRUE;
  }

  return FALSE;
}

/* Data channels travel in the video's transport or not at all. */
static void
parse_data (VcOffer *self, const VcSdp *sdp)
{
  VcOfferSection *video = self->sections->pdata[self->video.section];

  self->data = -1;
  for (guint i = 0; i < self->sections->len; i++) {
    VcOfferSection *section = self->sections->pdata[i];

    if (strcmp (section->media, "application") == 0 &&
        strcmp (section->protocol, "UDP/DTLS/SCTP") == 0 &&
        strcmp (section->format, "webrtc-datachannel") == 0 &&
        section->mid != NULL && are_bundled (sdp, section->mid, video->mid)) {
      self->data = i;
      return;
    }
  }
}

/* Transport attributes may stand in the section or for the whole session. */
static const char *
find_attribute (const VcSdp *sdp, guint section, const char *key)
{
  const char *value = vc_sdp_section_get (get_section (sdp, section), key);

  return value != NULL ? value
                       : vc_sdp_section_get (sdp->sections->pdata[0], key);
}

/* There may be more than one (RFC 8122, section 5). */
static const char *
find_fingerprint (const VcSdp *sdp, guint section)
{
  const VcSdpSection *places[] = {get_section (sdp, section),
                                  sdp->sections->pdata[0]};

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    for (guint j = 0; j < places[i]->attributes->len; j++) {
      const VcSdpAttribute *attribute =
        &g_array_index (places[i]->attributes, VcSdpAttribute, j);

      if (strcmp (attribute->key, "fingerprint") == 0 &&
          vc_certificate_is_fingerprint (attribute->value))
        return attribute->value;
    }
  }

  return NULL;
}

static gboolean
parse_transport (VcOffer *self, const VcSdp *sdp, GError **error)
{
  guint section = self->video.section;
  const VcOfferSection *video = self->sections->pdata[section];
  const char *ufrag = find_attribute (sdp, section, "ice-ufrag");
  const char *pwd = find_attribute (sdp, section, "ice-pwd");
  const char *fingerprint = find_fingerprint (sdp, section);
  const char *setup = find_attribute (sdp, section, "setup");

  /* RFC 8839, section 5.4 */
  if (ufrag == NULL || !consists_of (ufrag, ICE_CHARACTERS, 4, 256))
    return fail (error, "its video has no valid “a=ice-ufrag”");
  if (pwd == NULL || !consists_of (pwd, ICE_CHARACTERS, 22, 256))
    return fail (error, "its video has no valid “a=ice-pwd”");
  if (fingerprint == NULL)
    return fail (error, "its video has no valid “a=fingerprint” with SHA-256, "
                        "SHA-384 or SHA-512");
  if (setup == NULL || !is_setup (setup))
    return fail (error, "its video has no valid “a=setup”");
  if (video->mid == NULL)
    return fail (error, "its video has no “a=mid”");

  self->ufrag = g_strdup (ufrag);
  self->pwd = g_strdup (pwd);
  self->fingerprint = g_strdup (fingerprint);
  self->setup = g_strdup (setup);

  return TRUE;
}

/* With a bundle the candidates stand in its first section, whichever that is,
 * so those of all sections are taken, each once. */
static gboolean
parse_candidates (VcOffer *self, const VcSdp *sdp, GError **error)
{
  for (guint i = 1; i < sdp->sections->len; i++) {
    const VcSdpSection *section = sdp->sections->pdata[i];

    for (guint j = 0; j < section->attributes->len; j++) {
      VcSdpAttribute *attribute =
        &g_array_index (section->attributes, VcSdpAttribute, j);
      g_autofree char *text = NULL;
      VcCandidateVerdict verdict;

      if (strcmp (attribute->key, "candidate") != 0)
        continue;

      text = g_strconcat ("candidate:", attribute->value, NULL);
      verdict = vc_candidate_check (text);
      if (verdict == VC_CANDIDATE_MALFORMED)
        return fail (error, "a candidate is malformed");
      if (verdict == VC_CANDIDATE_USE &&
          self->candidates->len < VC_OFFER_CANDIDATES_MAX &&
          !g_ptr_array_find_with_equal_func (self->candidates, text,
                                             g_str_equal, NULL))
        g_ptr_array_add (self->candidates, g_steal_pointer (&text));
    }
  }

  return TRUE;
}

VcOffer *
vc_offer_parse (const char *text, gssize length, const VcCodec *codecs,
                GError **error)
{
  g_autoptr (VcOffer) self = g_new0 (VcOffer, 1);
  g_autoptr (VcSdp) sdp = NULL;
  const char *problem = NULL;
  gsize size = length >= 0 ? (gsize)length : strlen (text);

  self->sections =
    g_ptr_array_new_with_free_func ((GDestroyNotify)section_free);
  self->candidates = g_ptr_array_new_with_free_func (g_free);

  if (size > VC_OFFER_LENGTH_MAX) {
    fail (error, "it is larger than 64 kB");
    return NULL;
  }

  sdp = vc_sdp_parse (text, size, &problem);
  if (sdp == NULL) {
    fail (error, problem);
    return NULL;
  }

  if (!parse_sections (self, sdp, error) ||
      !parse_video (self, sdp, codecs, error) ||
      !parse_transport (self, sdp, error) ||
      !parse_candidates (self, sdp, error))
    return NULL;

  parse_data (self, sdp);

  return g_steal_pointer (&self);
}

void
vc_offer_free (VcOffer *self)
{
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->candidates);
  g_free (self->video.profile_level_id);
  g_free (self->ufrag);
  g_free (self->pwd);
  g_free (self->fingerprint);
  g_free (self->setup);
  g_free (self);
}
