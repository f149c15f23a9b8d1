/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the files of a recording are called.
 */

#include "record-name.h"

#include <string.h>

#define MIN_DIGITS 3
/* So that a number fits. */
#define MAX_DIGITS 6

static const char *const endings[] = {"mkv", "webm", "mp4"};

/* Cuts @ending off @text if that ends in it. */
static gboolean
cut (char *text, const char *ending)
{
  if (!g_str_has_suffix (text, ending))
    return FALSE;

  text[strlen (text) - strlen (ending)] = '\0';
  return TRUE;
}

/* Cuts off and returns the number at the end; 0 if there is none. */
static guint
cut_number (char *text)
{
  gsize length = strlen (text);
  gsize n_digits = 0;
  guint number;

  while (n_digits < length && g_ascii_isdigit (text[length - 1 - n_digits]))
    n_digits++;
  if (n_digits < MIN_DIGITS || n_digits > MAX_DIGITS || length < n_digits + 2 ||
      text[length - 1 - n_digits] != '-')
    return 0;

  number = (guint)g_ascii_strtoull (text + length - n_digits, NULL, 10);
  if (number != 0)
    text[length - 1 - n_digits] = '\0';
  return number;
}

char *
vc_record_name_new (const char *name, const char *ending, guint number)
{
  if (number == 0)
    return g_strdup_printf ("%s.%s", name, ending);

  return g_strdup_printf ("%s-%03u.%s", name, number, ending);
}

gboolean
vc_record_name_parse (const char *file, VcRecordName *name)
{
  g_autofree char *text = g_strdup (file);

  memset (name, 0, sizeof *name);
  name->is_part = cut (text, VC_RECORD_PART_ENDING);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *ending = g_strconcat (".", endings[i], NULL);

    if (!cut (text, ending))
      continue;
    name->ending = endings[i];
    name->number = cut_number (text);
    if (*text == '\0' || strchr (text, '/') != NULL)
      return FALSE;
    name->name = g_steal_pointer (&text);
    return TRUE;
  }

  return FALSE;
}

void
vc_record_name_clear (VcRecordName *name)
{
  g_clear_pointer (&name->name, g_free);
}
