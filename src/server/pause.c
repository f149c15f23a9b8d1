/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPause: a request that is answered later, if somebody still waits for it.
 */

#include "pause.h"

struct _VcPause {
  SoupServerMessage *message;
  GCancellable *cancellable;
  gboolean disconnected;
};

static void
on_disconnected (SoupServerMessage *message, gpointer user_data)
{
  VcPause *self = user_data;

  self->disconnected = TRUE;
  g_cancellable_cancel (self->cancellable);
}

VcPause *
vc_pause_new (SoupServerMessage *message, GCancellable *cancellable)
{
  VcPause *self = g_new0 (VcPause, 1);

  self->message = g_object_ref (message);
  g_set_object (&self->cancellable, cancellable);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected),
                    self);
  soup_server_message_pause (message);
  return self;
}

SoupServerMessage *
vc_pause_get_message (VcPause *self)
{
  return self->disconnected ? NULL : self->message;
}

void
vc_pause_end (VcPause *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (!self->disconnected)
    soup_server_message_unpause (self->message);
  g_clear_object (&self->cancellable);
  g_object_unref (self->message);
  g_free (self);
}
