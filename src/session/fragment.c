/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFragment: a trickle-ice-sdpfrag (RFC 8840, section 9).
 *
 * ICE's user name and password stand before the first media section or in
 * each; as no more than one session can be meant, they must agree.
 */

#include "fragment.h"

#include <string.h>

#define LENGTH_MAX 65536
#define LINE_MAX_BYTES 1024
#define SECTIONS_MAX 64
/* RFC 8839, section 5.4 */
#define UFRAG_MIN 4
#define PWD_MIN 22
#define CREDENTIAL_MAX 256
#define MID_MAX 64

G_DEFINE_QUARK (vc_fragment_error, vc_fragment_error)

/**
 * Reader:
 * @n_sections: m-lines so far
 * @mid: (nullable): of the section being read
 */
typedef struct {
  VcFragment *fragment;
  guint n_sections;
  char *mid;
} Reader;

static void
candidate_free (VcFragmentCandidate *self)
{
  g_free (self->mid);
  g_free (self->text);
  g_free (self);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, VC_FRAGMENT_ERROR, VC_FRAGMENT_ERROR_INVALID,
                       message);
  return FALSE;
}

/* ice-char of RFC 8839, 5.4 */
static gboolean
is_credential (const char *text, gsize min)
{
  gsize length = strlen (text);

  if (length < min || length > CREDENTIAL_MAX)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '+' && *p != '/')
      return FALSE;
  return TRUE;
}

/* token of RFC 8866, 9 without what no browser writes */
static gboolean
is_mid (const char *text)
{
  gsize length = strlen (text);

  if (length < 1 || length > MID_MAX)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return TRUE;
}

static gboolean
read_credential (char **field, const char *text, gsize min, GError **error)
{
  if (!is_credential (text, min))
    return fail (error, "The fragment has a malformed ICE user name fragment "
                        "or password");
  if (*field != NULL && strcmp (*field, text) != 0)
    return fail (error, "The fragment speaks of more than one ICE session");
  if (*field == NULL)
    *field = g_strdup (text);
  return TRUE;
}

static gboolean
read_candidate (Reader *self, const char *text, GError **error)
{
  VcFragmentCandidate *candidate;

  if (self->n_sections > 0 && self->mid == NULL)
    return fail (error, "The fragment has a media section without “a=mid”");
  /* Candidates belong to a section, the end of candidates can be said of all */
  if (self->n_sections == 0 && *text != '\0')
    return fail (error, "The fragment has a candidate before the first media "
                        "section");
  if (self->fragment->candidates->len == VC_FRAGMENT_CANDIDATES_MAX)
    return fail (error, "The fragment has more than 256 candidates");
  candidate = g_new0 (VcFragmentCandidate, 1);
  candidate->mid = g_strdup (self->mid != NULL ? self->mid : "");
  candidate->text = g_strdup (text);
  g_ptr_array_add (self->fragment->candidates, candidate);
  return TRUE;
}

static gboolean
read_section (Reader *self, GError **error)
{
  g_clear_pointer (&self->mid, g_free);
  if (++self->n_sections > SECTIONS_MAX)
    return fail (error, "The fragment has more than 64 media sections");
  return TRUE;
}

static gboolean
read_mid (Reader *self, const char *text, GError **error)
{
  if (self->n_sections == 0 || self->mid != NULL || !is_mid (text))
    return fail (error, "The fragment has a misplaced or malformed “a=mid”");
  self->mid = g_strdup (text);
  return TRUE;
}

static const char *
get_value (const char *line, const char *prefix)
{
  return g_str_has_prefix (line, prefix) ? line + strlen (prefix) : NULL;
}

static gboolean
read_line (Reader *self, const char *line, GError **error)
{
  const char *value;

  if (get_value (line, "m=") != NULL)
    return read_section (self, error);
  if ((value = get_value (line, "a=mid:")) != NULL)
    return read_mid (self, value, error);
  if ((value = get_value (line, "a=ice-ufrag:")) != NULL)
    return read_credential (&self->fragment->ufrag, value, UFRAG_MIN, error);
  if ((value = get_value (line, "a=ice-pwd:")) != NULL)
    return read_credential (&self->fragment->pwd, value, PWD_MIN, error);
  if (get_value (line, "a=candidate:") != NULL)
    return read_candidate (self, line + strlen ("a="), error);
  if (strcmp (line, "a=end-of-candidates") == 0)
    return read_candidate (self, "", error);
  /* a=group, a=ice-options and whatever is to come */
  if (get_value (line, "a=") != NULL)
    return TRUE;
  return fail (error, "The fragment has a line that is neither a media "
                      "section nor an attribute");
}

static gboolean
is_clean (const char *line)
{
  if (strlen (line) > LINE_MAX_BYTES)
    return FALSE;
  for (const char *p = line; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return FALSE;
  return TRUE;
}

static gboolean
read_lines (Reader *self, const char *text, gsize length, GError **error)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    gsize end = strlen (*line);

    if (end > 0 && (*line)[end - 1] == '\r')
      (*line)[--end] = '\0';
    if (end == 0)
      continue;
    if (!is_clean (*line))
      return fail (error, "The fragment has a line that is not printable "
                          "ASCII or longer than 1024 bytes");
    if (!read_line (self, *line, error))
      return FALSE;
  }
  if (self->fragment->ufrag == NULL || self->fragment->pwd == NULL)
    return fail (error, "The fragment lacks “a=ice-ufrag” or “a=ice-pwd”");
  return TRUE;
}

VcFragment *
vc_fragment_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcFragment) self = NULL;
  Reader reader = {0};
  gboolean done;

  g_return_val_if_fail (text != NULL, NULL);

  if (length > LENGTH_MAX || memchr (text, '\0', length) != NULL) {
    fail (error, "The fragment is longer than 64 kB or holds a zero byte");
    return NULL;
  }
  self = g_new0 (VcFragment, 1);
  self->candidates =
    g_ptr_array_new_with_free_func ((GDestroyNotify)candidate_free);
  reader.fragment = self;
  done = read_lines (&reader, text, length, error);
  g_free (reader.mid);
  return done ? g_steal_pointer (&self) : NULL;
}

void
vc_fragment_free (VcFragment *self)
{
  g_free (self->ufrag);
  g_free (self->pwd);
  g_ptr_array_unref (self->candidates);
  g_free (self);
}
