/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Timers in the main context of the thread that starts them.
 */

#include "timer.h"

GSource *
vc_timer_new (guint milliseconds, GSourceFunc func, gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, func, user_data, NULL);
  g_source_attach (source, context);
  return source;
}

void
vc_timer_clear (GSource **self)
{
  GSource *source = g_steal_pointer (self);

  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}
