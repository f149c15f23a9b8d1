/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How far something is, as a line of text.
 */

#include "progress.h"

#include <math.h>

#define BAR_COLUMNS 30

double
vc_progress_get_share (const VcProgress *self)
{
  return self->total > 0 ? (double)MIN (self->done, self->total) / self->total
                         : 1;
}

static void
add_bar (GString *text, double share)
{
  int full = floor (share * BAR_COLUMNS);

  g_string_append_c (text, '[');
  for (int i = 0; i < BAR_COLUMNS; i++)
    g_string_append_c (text, i < full ? '#' : '.');
  g_string_append_c (text, ']');
}

static void
add_time (GString *text, double seconds)
{
  guint whole = CLAMP (ceil (seconds), 0, 359999);

  if (whole >= 3600)
    g_string_append_printf (text, "%u:%02u:%02u", whole / 3600, whole / 60 % 60,
                            whole % 60);
  else
    g_string_append_printf (text, "%u:%02u", whole / 60, whole % 60);
}

char *
vc_progress_describe (const VcProgress *self)
{
  GString *text = g_string_new (NULL);
  double share = vc_progress_get_share (self);

  add_bar (text, share);
  g_string_append_printf (text, " %3.0f %%", floor (100 * share));
  if (self->done > 0 && self->elapsed_us > 0) {
    if (share < 1) {
      g_string_append (text, ", ");
      add_time (text, self->elapsed_us / 1e6 * (1 - share) / share);
      g_string_append (text, " left");
    }
    g_string_append_printf (text, ", %.1f × real time",
                            (double)self->media_us / self->elapsed_us);
  }
  return g_string_free (text, FALSE);
}
