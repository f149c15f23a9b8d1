/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSdp: the lines of a session description, divided into sections.
 */

#include "sdp.h"

#include <string.h>

#define SECTIONS_MAX 64
#define LINES_MAX 4096
#define MEDIA_WORDS_MIN 4

static VcSdpSection *
section_new (void)
{
  VcSdpSection *self = g_new0 (VcSdpSection, 1);

  self->attributes = g_array_new (FALSE, FALSE, sizeof (VcSdpAttribute));

  return self;
}

static void
section_free (VcSdpSection *self)
{
  g_strfreev (self->media);
  g_array_unref (self->attributes);
  g_free (self);
}

/* Cuts @line in place. */
static void
add_attribute (VcSdpSection *section, char *line)
{
  VcSdpAttribute attribute = {line, ""};
  char *colon = strchr (line, ':');

  if (colon != NULL) {
    *colon = '\0';
    attribute.value = colon + 1;
  }
  g_array_append_val (section->attributes, attribute);
}

static const char *
add_media (VcSdp *self, const char *line)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) split = g_strsplit (line, " ", -1);
  VcSdpSection *section;

  if (self->sections->len > SECTIONS_MAX)
    return "it has too many media sections";

  for (guint i = 0; split[i] != NULL; i++) {
    if (split[i][0] != '\0')
      g_ptr_array_add (words, g_strdup (split[i]));
  }
  if (words->len < MEDIA_WORDS_MIN)
    return "a media line is incomplete";

  g_ptr_array_add (words, NULL);
  section = section_new ();
  section->media = (char **)g_ptr_array_steal (words, NULL);
  g_ptr_array_add (self->sections, section);

  return NULL;
}

static const char *
add_line (VcSdp *self, char *line)
{
  if (!g_ascii_isalpha (line[0]) || line[1] != '=')
    return "a line is not of the form “x=…”";

  if (line[0] == 'm')
    return add_media (self, line + 2);

  if (line[0] == 'a')
    add_attribute (self->sections->pdata[self->sections->len - 1], line + 2);

  return NULL;
}

static const char *
parse_lines (VcSdp *self)
{
  const char *problem = NULL;
  char *line = self->text;
  guint n_lines = 0;

  if (!g_str_has_prefix (line, "v=0\r") && !g_str_has_prefix (line, "v=0\n"))
    return "it does not begin with “v=0”";

  while (problem == NULL && line != NULL && *line != '\0') {
    char *end = strchr (line, '\n');

    if (end != NULL)
      *end++ = '\0';
    g_strchomp (line);
    if (*line != '\0')
      problem = add_line (self, line);
    if (++n_lines > LINES_MAX)
      problem = "it has too many lines";
    line = end;
  }

  return problem;
}

VcSdp *
vc_sdp_parse (const char *text, gsize length, const char **problem)
{
  g_autoptr (VcSdp) self = g_new0 (VcSdp, 1);

  self->sections =
    g_ptr_array_new_with_free_func ((GDestroyNotify)section_free);
  g_ptr_array_add (self->sections, section_new ());

  if (length == 0) {
    *problem = "it is empty";
    return NULL;
  }
  if (!g_utf8_validate_len (text, length, NULL)) {
    *problem = "it is not text";
    return NULL;
  }

  self->text = g_strndup (text, length);
  *problem = parse_lines (self);
  if (*problem != NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
vc_sdp_free (VcSdp *self)
{
  g_ptr_array_unref (self->sections);
  g_free (self->text);
  g_free (self);
}

const char *
vc_sdp_section_get (const VcSdpSection *self, const char *key)
{
  for (guint i = 0; i < self->attributes->len; i++) {
    VcSdpAttribute *attribute =
      &g_array_index (self->attributes, VcSdpAttribute, i);

    if (strcmp (attribute->key, key) == 0)
      return attribute->value;
  }

  return NULL;
}
