/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRoster: the viewers of a session, in the order in which they came.
 */

#include "roster.h"

#include <string.h>

#include "measure.h"
#include "recordings.h"
#include "report.h"

/* Who has come for the viewer @id. */
static VcViewer *
find_successor (const VcRoster *self, const char *id)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (g_strcmp0 (viewer->predecessor, id) == 0)
      return viewer;
  }
  return NULL;
}

static guint
find_place (const VcRoster *self, const char *id)
{
  VcViewer *viewer = vc_roster_find_id (self, id);

  return viewer != NULL
           ? viewer->place
           : vc_places_find (&self->places, id, g_get_monotonic_time ());
}

void
vc_roster_init (VcRoster *self)
{
  *self = (VcRoster){
    .viewers = g_ptr_array_new_with_free_func ((GDestroyNotify)vc_viewer_free)};
  vc_places_init (&self->places);
  vc_metrics_init (&self->metrics);
}

void
vc_roster_clear (VcRoster *self)
{
  g_assert (self->viewers->len == 0);
  g_clear_pointer (&self->viewers, g_ptr_array_unref);
  vc_places_clear (&self->places);
}

VcViewer *
vc_roster_add (VcRoster *self, VcPeer *peer, const char *offer,
               const char *predecessor)
{
  VcViewer *viewer =
    vc_viewer_new (++self->n_numbers, peer, offer, g_get_monotonic_time ());

  self->metrics.joined++;
  viewer->predecessor = g_strdup (predecessor);
  viewer->place = predecessor != NULL ? find_place (self, predecessor) : 0;
  g_ptr_array_add (self->viewers, viewer);
  return viewer;
}

void
vc_roster_open (VcRoster *self, VcViewer *viewer)
{
  viewer->state = VC_VIEWER_OPEN;
  if (viewer->place == 0)
    viewer->place = vc_places_take (&self->places);
  vc_recordings_note_viewer (self->recordings, viewer->number, "joined");
}

void
vc_roster_expect (VcRoster *self, VcViewer *viewer)
{
  if (viewer->place != 0)
    vc_places_keep (&self->places, viewer->id, viewer->place,
                    g_get_monotonic_time ());
}

void
vc_roster_remove (VcRoster *self, VcViewer *viewer)
{
  g_assert (viewer != self->controller);
  if (viewer->state == VC_VIEWER_OPEN)
    vc_recordings_note_viewer (self->recordings, viewer->number, "left");
  g_ptr_array_remove (self->viewers, viewer);
}

guint
vc_roster_count (const VcRoster *self, const char *replaced)
{
  guint n = 0;

  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    n += g_strcmp0 (viewer->id, replaced) != 0 &&
         find_successor (self, viewer->id) == NULL;
  }
  return n;
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
vc_roster_find_number (const VcRoster *self, guint number)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->number == number && viewer->state == VC_VIEWER_OPEN)
      return viewer;
  }
  return NULL;
}

VcViewer *
vc_roster_find_rival (const VcRoster *self, const char *id)
{
  VcViewer *viewer = vc_roster_find_id (self, id);
  VcViewer *rival = find_successor (self, id);

  if (rival == NULL && viewer != NULL && viewer->predecessor != NULL)
    rival = vc_roster_find_id (self, viewer->predecessor);
  return rival;
}

/* Of two with one place, the later one is there for the earlier one. */
VcViewer *
vc_roster_find_heir (const VcRoster *self)
{
  VcViewer *heir = NULL;

  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN &&
        (heir == NULL || viewer->place <= heir->place))
      heir = viewer;
  }
  return heir;
}

void
vc_roster_set_controller (VcRoster *self, VcViewer *viewer)
{
  self->controller = viewer;
  if (viewer != NULL)
    vc_recordings_note_viewer (self->recordings, viewer->number, "controls");
}

void
vc_roster_send_frame (VcRoster *self, const VcFrameReport *report)
{
  vc_measure_frame (&self->metrics, report);
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN) {
      g_autofree char *text = vc_report_build (report, viewer->number);

      vc_peer_send (viewer->peer, VC_CHANNEL_INPUT, text);
    }
  }
}

void
vc_roster_send_status (const VcRoster *self, const VcStatus *status)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN)
      vc_viewer_send_status (viewer, status);
  }
}

void
vc_roster_send_control (const VcRoster *self, const char *text)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    VcViewer *viewer = self->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN)
      vc_peer_send (viewer->peer, VC_CHANNEL_CONTROL, text);
  }
}
