/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Checks ICE candidates that came from a browser (RFC 8839, section 5.1).
 */

#include "candidate.h"

#include <string.h>

#include <gio/gio.h>

/* "candidate:" is followed by six fields, "typ" and the type; what comes then
 * are pairs of names and values. */
enum {
  FIELD_FOUNDATION,
  FIELD_COMPONENT,
  FIELD_TRANSPORT,
  FIELD_PRIORITY,
  FIELD_ADDRESS,
  FIELD_PORT,
  FIELD_TYP,
  FIELD_TYPE,
  N_FIELDS
};

#define PREFIX "candidate:"

static gboolean
is_plain_text (const char *text)
{
  for (const char *c = text; *c != '\0'; c++) {
    if (*c < ' ' || *c > '~')
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_foundation (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= 32 &&
         strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/") == length;
}

static gboolean
is_number (const char *text, guint64 min, guint64 max)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, NULL, NULL);
}

static gboolean
is_type (const char *text)
{
  static const char *const types[] = {"host", "srflx", "prflx", "relay", NULL};

  return g_strv_contains (types, text);
}

VcCandidateVerdict
vc_candidate_check (const char *text)
{
  g_auto (GStrv) fields = NULL;

  if (strnlen (text, VC_CANDIDATE_LENGTH_MAX + 1) > VC_CANDIDATE_LENGTH_MAX ||
      !g_str_has_prefix (text, PREFIX) || !is_plain_text (text))
    return VC_CANDIDATE_MALFORMED;

  fields = g_strsplit (text + strlen (PREFIX), " ", -1);
  if (g_strv_length (fields) < N_FIELDS ||
      !is_foundation (fields[FIELD_FOUNDATION]) ||
      !is_number (fields[FIELD_COMPONENT], 1, 256) ||
      !is_number (fields[FIELD_PRIORITY], 0, G_MAXUINT32) ||
      fields[FIELD_ADDRESS][0] == '\0' ||
      !is_number (fields[FIELD_PORT], 0, G_MAXUINT16) ||
      strcmp (fields[FIELD_TYP], "typ") != 0 || !is_type (fields[FIELD_TYPE]))
    return VC_CANDIDATE_MALFORMED;

  if (g_ascii_strcasecmp (fields[FIELD_TRANSPORT], "udp") != 0 &&
      g_ascii_strcasecmp (fields[FIELD_TRANSPORT], "tcp") != 0)
    return VC_CANDIDATE_IGNORE;

  if (!g_hostname_is_ip_address (fields[FIELD_ADDRESS]))
    return VC_CANDIDATE_IGNORE;

  return VC_CANDIDATE_USE;
}
