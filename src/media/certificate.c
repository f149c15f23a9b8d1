/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Certificates and the fingerprints that descriptions give of them. Pure.
 */

#include "certificate.h"

#include <string.h>

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

static gboolean
parse_hash (const char *name, GChecksumType *type)
{
  static const struct {
    const char *name;
    GChecksumType type;
  } hashes[] = {
    {"sha-256", G_CHECKSUM_SHA256},
    {"sha-384", G_CHECKSUM_SHA384},
    {"sha-512", G_CHECKSUM_SHA512},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++) {
    if (g_ascii_strcasecmp (name, hashes[i].name) == 0) {
      *type = hashes[i].type;
      return TRUE;
    }
  }

  return FALSE;
}

/* (transfer full) (nullable) */
static guint8 *
decode (const char *pem, gsize *size)
{
  const char *begin = strstr (pem, BEGIN);
  const char *end = strstr (pem, END);
  g_autofree char *text = NULL;

  if (begin == NULL || end == NULL || end < begin)
    return NULL;

  begin += strlen (BEGIN);
  text = g_strndup (begin, end - begin);

  return g_base64_decode (text, size);
}

/* (transfer full) (nullable): its digits. */
static char *
parse_fingerprint (const char *text, GChecksumType *type)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  g_auto (GStrv) bytes = NULL;
  const char *hash;

  if (g_strv_length (words) != 2 || !parse_hash (words[0], type))
    return NULL;

  hash = words[1];
  for (gsize i = 0; hash[i] != '\0'; i++) {
    if (i % 3 == 2 ? hash[i] != ':' : !g_ascii_isxdigit (hash[i]))
      return NULL;
  }
  if ((gssize)strlen (hash) != 3 * g_checksum_type_get_length (*type) - 1)
    return NULL;

  bytes = g_strsplit (hash, ":", -1);

  return g_strjoinv ("", bytes);
}

gboolean
vc_certificate_is_fingerprint (const char *text)
{
  GChecksumType type = G_CHECKSUM_SHA256;
  g_autofree char *digits = parse_fingerprint (text, &type);

  return digits != NULL;
}

gboolean
vc_certificate_matches (const char *pem, const char *fingerprint)
{
  GChecksumType type = G_CHECKSUM_SHA256;
  g_autofree char *expected = parse_fingerprint (fingerprint, &type);
  gsize size = 0;
  g_autofree guint8 *der = pem != NULL ? decode (pem, &size) : NULL;
  g_autofree char *digest = NULL;

  if (expected == NULL || der == NULL)
    return FALSE;

  digest = g_compute_checksum_for_data (type, der, size);

  return g_ascii_strcasecmp (digest, expected) == 0;
}
