/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Timers in the main context of the thread that starts them.
 *
 * g_timeout_add() uses the default main context, which in a program that embeds
 * this may belong to another thread, or not be run at all.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): calls @func each @milliseconds until it returns
 * G_SOURCE_REMOVE. */
GSource *vc_timer_new (guint milliseconds, GSourceFunc func,
                       gpointer user_data);

/* Stops and forgets it, also from within its function. @self: (inout): may
 * point to NULL. */
void vc_timer_clear (GSource **self);

G_END_DECLS
