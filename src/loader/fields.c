/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Strict parsing of numbers in text headers.
 */

#include "fields.h"

#include <errno.h>
#include <math.h>

static const char *
skip_blanks (const char *p)
{
  while (*p == ' ' || *p == '\t')
    p++;
  return p;
}

static gboolean
ends_word (const char *p)
{
  return *p == '\0' || *p == ' ' || *p == '\t';
}

int
vc_fields_loose_doubles (const char *text, double *values, guint max)
{
  guint n = 0;

  for (const char *p = skip_blanks (text); *p; p = skip_blanks (p)) {
    char *end;
    double value = g_ascii_strtod (p, &end);

    if (end == p || !ends_word (end) || n == max)
      return -1;
    values[n++] = value;
    p = end;
  }
  return n;
}

gboolean
vc_fields_doubles (const char *text, double *values, guint n)
{
  if (vc_fields_loose_doubles (text, values, n) != (int)n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

gboolean
vc_fields_uints (const char *text, guint *values, guint max, guint *n)
{
  *n = 0;
  for (const char *p = skip_blanks (text); *p; p = skip_blanks (p)) {
    char *end;
    guint64 value;

    if (!g_ascii_isdigit (*p) || *n == max)
      return FALSE;
    errno = 0;
    value = g_ascii_strtoull (p, &end, 10);
    if (errno != 0 || !ends_word (end) || value > G_MAXUINT)
      return FALSE;
    values[(*n)++] = value;
    p = end;
  }
  return *n > 0;
}

gboolean
vc_fields_uint (const char *text, guint *value)
{
  guint n;

  return vc_fields_uints (text, value, 1, &n);
}

gboolean
vc_fields_int64 (const char *text, gint64 *value)
{
  const char *p = skip_blanks (text);
  char *end;

  errno = 0;
  *value = g_ascii_strtoll (p, &end, 10);
  return end != p && errno == 0 && *skip_blanks (end) == '\0';
}
