/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRoster: the viewers of a session, in the order in which they came.
 */

#include "roster.h"

#include <string.h>

void
vc_roster_init (VcRoster *self)
{
  *self = (VcRoster){
    .viewers = g_ptr_array_new_with_free_func ((GDestroyNotify)vc_viewer_free)};
}

void
vc_roster_clear (VcRoster *self)
{
  g_assert (self->viewers->len == 0);
  g_clear_pointer (&self->viewers, g_ptr_array_unref);
}

VcViewer *
vc_roster_add (VcRoster *self, VcPeer *peer, const char *offer)
{
  VcViewer *viewer =
    vc_viewer_new (++self->n_numbers, peer, offer, g_get_monotonic_time ());

  g_ptr_array_add (self->viewers, viewer);
  return viewer;
}

void
vc_roster_remove (VcRoster *self, VcViewer *viewer)
{
  g_assert (viewer != self->controller);
  g_ptr_array_remove (self->viewers, viewer);
}

VcViewer *
vc_roster_find_peer (const VcRoster *self, VcPeer *peer)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->peer == peer)
      return viewer;
  }
  return NULL;
}

/* 128 random bits cannot be found out by timing a comparison over a network. */
VcViewer *
vc_roster_find_id (const VcRoster *self, const char *id)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state != VC_VIEWER_JOINING && strcmp (viewer->id, id) == 0)
      return viewer;
  }
  return NULL;
}

VcViewer *
vc_roster_find_heir (const VcRoster *self)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN)
      return viewer;
  }
  return NULL;
}
