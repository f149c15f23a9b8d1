/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A source that calls back at the time that g_source_set_ready_time() says.
 */

#include "alarm.h"

typedef struct {
  GSource source;
  void (*func) (gpointer user_data);
  gpointer user_data;
} Alarm;

static gboolean
dispatch_alarm (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Alarm *self = (Alarm *)source;

  g_source_set_ready_time (source, -1);
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs alarm_funcs = {.dispatch = dispatch_alarm};

GSource *
vc_alarm_new (GMainContext *context, const char *name,
              void (*func) (gpointer user_data), gpointer user_data)
{
  GSource *source = g_source_new (&alarm_funcs, sizeof (Alarm));
  Alarm *self = (Alarm *)source;

  self->func = func;
  self->user_data = user_data;
  g_source_set_static_name (source, name);
  g_source_attach (source, context);
  return source;
}

void
vc_alarm_free (GSource *self)
{
  g_source_destroy (self);
  g_source_unref (self);
}
