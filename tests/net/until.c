/* SPDX-License-Identifier: BSD-3-Clause
 *
 * WAIT_UNTIL: runs the main context until something is true.
 */

#include "until.h"

#define TICK_MS 5

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("waited too long for: %s", (const char *)user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

guint
until_begin (const char *what, guint seconds)
{
  return g_timeout_add_seconds (seconds, on_watchdog, (gpointer)what);
}

void
until_iterate (void)
{
  guint tick = g_timeout_add (TICK_MS, on_tick, NULL);

  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, tick) != NULL)
    g_source_remove (tick);
}
