/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFarewell: peers that were told good-bye and get a moment to hear it.
 */

#include "farewell.h"

#include "timer.h"

#define MOMENT_MS 200

static void
stop_peers (VcFarewell *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    vc_peer_stop (self->peers->pdata[i]);
  g_ptr_array_set_size (self->peers, 0);
}

static gboolean
on_moment (gpointer user_data)
{
  VcFarewell *self = user_data;

  vc_timer_clear (&self->source);
  stop_peers (self);
  self->done (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
start (VcFarewell *self, guint milliseconds)
{
  if (self->source == NULL)
    self->source = vc_timer_new (milliseconds, on_moment, self);
}

void
vc_farewell_init (VcFarewell *self, VcFarewellFunc done, gpointer user_data)
{
  *self = (VcFarewell){.peers = g_ptr_array_new_with_free_func (g_object_unref),
                       .done = done,
                       .user_data = user_data};
}

void
vc_farewell_clear (VcFarewell *self)
{
  if (self->peers == NULL)
    return;
  vc_timer_clear (&self->source);
  stop_peers (self);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
}

void
vc_farewell_add (VcFarewell *self, VcPeer *peer)
{
  g_ptr_array_add (self->peers, g_object_ref (peer));
  start (self, MOMENT_MS);
}

void
vc_farewell_wake (VcFarewell *self)
{
  start (self, 0);
}
