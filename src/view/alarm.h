/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A source that calls back at the time that g_source_set_ready_time() says,
 * once.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Any thread may set its time; -1: never, which is where it begins. Returns:
 * (transfer full): attached to @context. */
GSource *vc_alarm_new (GMainContext *context, const char *name,
                       void (*func) (gpointer user_data), gpointer user_data);

/* Detaches it, too. */
void vc_alarm_free (GSource *self);

G_END_DECLS
