/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLayout: the media sections of an SDP offer, as far as a session cares.
 */

#include "layout.h"

#include <string.h>

#define SECTIONS_MAX 64

static void
read_line (VcLayout *self, char *line, GPtrArray *mids)
{
  g_strchomp (line);
  if (g_str_has_prefix (line, "m=") && mids->len < SECTIONS_MAX) {
    self->has_channels |= g_str_has_prefix (line, "m=application ");
    g_ptr_array_add (mids, g_strdup (""));
  } else if (g_str_has_prefix (line, "a=mid:") && mids->len > 0) {
    g_free (mids->pdata[mids->len - 1]);
    mids->pdata[mids->len - 1] = g_strdup (line + strlen ("a=mid:"));
  }
}

VcLayout *
vc_layout_new (const char *offer)
{
  VcLayout *self = g_new0 (VcLayout, 1);
  g_auto (GStrv) lines = g_strsplit (offer, "\n", -1);
  GPtrArray *mids = g_ptr_array_new ();

  for (char **line = lines; *line != NULL; line++)
    read_line (self, *line, mids);
  g_ptr_array_add (mids, NULL);
  self->mids = (GStrv)g_ptr_array_free (mids, FALSE);
  return self;
}

void
vc_layout_free (VcLayout *self)
{
  g_strfreev (self->mids);
  g_free (self);
}

int
vc_layout_find (const VcLayout *self, const char *mid)
{
  for (int i = 0; self->mids[i] != NULL; i++)
    if (strcmp (self->mids[i], mid) == 0)
      return i;
  return -1;
}
