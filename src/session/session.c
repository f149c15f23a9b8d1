/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSession: the people who watch one view, and which of them controls it.
 */

#include "session.h"

#include <string.h>

#include "control.h"
#include "dispatch.h"
#include "farewell.h"
#include "health.h"
#include "measure.h"
#include "roster.h"
#include "timer.h"
#include "transport-desk.h"
#include "trickle.h"

/* From an offer to the first picture. */
#define CONNECT_US (G_USEC_PER_SEC / 4)

G_DEFINE_QUARK (vc_session_error, vc_session_error)

/**
 * _VcSession:
 * @tick: each second while there are viewers
 */
struct _VcSession {
  GObject parent_instance;

  VcView *view;
  VcProducer *producer;
  VcSessionOptions options;
  VcRoster roster;
  VcFarewell farewell;
  VcStills *stills;
  VcSnapshot *snapshot;
  VcTransportDesk *desk;
  VcSceneDesk *scene;
  GSource *tick;
  gboolean failed;
  gboolean stopping;
};

enum { SIGNAL_FAILED, SIGNAL_STOPPED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VcSession, vc_session, G_TYPE_OBJECT)

static void
set_controller (VcSession *self, VcViewer *viewer)
{
  VcEvent cancel = {.type = VC_EVENT_CANCEL,
                    .time_us = g_get_monotonic_time ()};

  if (self->roster.controller != NULL) {
    cancel.viewer = self->roster.controller->number;
    vc_producer_push_event (self->producer, &cancel);
  }
  vc_roster_set_controller (&self->roster, viewer);
  if (viewer != NULL)
    vc_control_apply_size (self->view, viewer);
}

/* The view belongs to who has the first place. */
static void
choose_controller (VcSession *self)
{
  VcViewer *before = self->roster.controller;
  VcViewer *heir = vc_roster_find_heir (&self->roster);

  if (heir == before)
    return;
  set_controller (self, heir);
  if (before != NULL)
    vc_viewer_send_role (before, FALSE);
  if (heir != NULL)
    vc_viewer_send_role (heir, TRUE);
}

/* Takes @viewer, which is freed, off the list. */
static void
forget_viewer (VcSession *self, VcViewer *viewer)
{
  gboolean controlled = viewer == self->roster.controller;

  g_debug ("viewer %u leaves", viewer->number);
  g_signal_handlers_disconnect_by_data (viewer->peer, self);
  if (controlled)
    set_controller (self, NULL);
  vc_roster_remove (&self->roster, viewer);
  if (self->roster.viewers->len == 0)
    vc_timer_clear (&self->tick);
  if (controlled && !self->stopping)
    choose_controller (self);
}

static void
cut_viewer (VcSession *self, VcViewer *viewer)
{
  g_autoptr (VcPeer) peer = g_object_ref (viewer->peer);

  forget_viewer (self, viewer);
  vc_peer_stop (peer);
}

static void
on_farewell (gpointer user_data)
{
  VcSession *self = user_data;
  g_autoptr (VcSession) alive = g_object_ref (self);

  if (!self->stopping || vc_recordings_is_busy (self->roster.recordings))
    return;
  vc_producer_stop (self->producer);
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
}

static void
dismiss_viewer (VcSession *self, VcViewer *viewer, const char *reason,
                gboolean reconnect)
{
  g_debug ("viewer %u: %s", viewer->number, reason);
  if (viewer->state != VC_VIEWER_OPEN) {
    cut_viewer (self, viewer);
    return;
  }
  vc_viewer_send_bye (viewer, reason, reconnect);
  vc_farewell_add (&self->farewell, viewer->peer);
  forget_viewer (self, viewer);
}

static void
dismiss_everybody (VcSession *self, const char *reason)
{
  while (self->roster.viewers->len > 0)
    dismiss_viewer (self,
                    self->roster.viewers->pdata[self->roster.viewers->len - 1],
                    reason, TRUE);
}

static gboolean
on_tick (gpointer user_data)
{
  VcSession *self = user_data;
  gint64 now = g_get_monotonic_time ();

  vc_measure_viewers (&self->roster.metrics, self->roster.viewers);
  for (guint i = self->roster.viewers->len; i > 0; i--) {
    VcViewer *viewer = self->roster.viewers->pdata[i - 1];

    vc_viewer_send_link (viewer);
    if (vc_viewer_is_overdue (viewer, now)) {
      vc_roster_expect (&self->roster, viewer);
      dismiss_viewer (self, viewer, "Nothing was heard for 8 seconds", TRUE);
    }
  }
  /* The last viewer's leaving may have removed this source already. */
  return self->tick != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
on_message (VcPeer *peer, const char *channel, const char *text,
            gpointer user_data)
{
  VcSession *self = user_data;
  g_autoptr (GError) error = NULL;
  VcViewer *viewer = vc_roster_find_peer (&self->roster, peer);
  gint64 now = g_get_monotonic_time ();
  VcDispatch dispatch = {self->view,   self->producer, &self->roster,
                         self->stills, self->desk,     self->scene};

  if (!vc_viewer_hear (viewer, strlen (text), now))
    dismiss_viewer (self, viewer, "Too many messages", FALSE);
  else if (!vc_dispatch_receive (&dispatch, viewer, channel, text, now, &error))
    dismiss_viewer (self, viewer, error->message, FALSE);
}

static void
on_channel_open (VcPeer *peer, const char *channel, gpointer user_data)
{
  VcSession *self = user_data;
  g_autoptr (VcStatus) status = vc_view_dup_status (self->view);
  VcViewer *viewer = vc_roster_find_peer (&self->roster, peer);

  viewer->heard_us = g_get_monotonic_time ();
  if (strcmp (channel, VC_CHANNEL_STILL) == 0)
    vc_stills_add_viewer (self->stills, viewer);
  if (strcmp (channel, VC_CHANNEL_CONTROL) != 0 ||
      viewer->state != VC_VIEWER_ANSWERED)
    return;
  vc_roster_open (&self->roster, viewer);
  vc_viewer_send_hello (viewer, viewer == vc_roster_find_heir (&self->roster));
  vc_transport_desk_welcome (self->desk, viewer);
  vc_recordings_welcome (self->roster.recordings, viewer);
  vc_scene_desk_welcome (self->scene, viewer);
  choose_controller (self);
  if (status != NULL)
    vc_viewer_send_status (viewer, status);
}

static void
on_closed (VcPeer *peer, GError *error, gpointer user_data)
{
  VcSession *self = user_data;
  VcViewer *viewer = vc_roster_find_peer (&self->roster, peer);

  g_debug ("viewer %u: %s", viewer->number, error->message);
  vc_roster_expect (&self->roster, viewer);
  forget_viewer (self, viewer);
}

static void
on_frame (VcProducer *producer, const VcFrameReport *report, gpointer user_data)
{
  VcSession *self = user_data;

  vc_viewer_pace_view (self->roster.controller, self->view);
  vc_stills_note_frame (self->stills, report);
  vc_roster_send_frame (&self->roster, report);
}

static void
on_producer_failed (VcProducer *producer, GError *error, gpointer user_data)
{
  VcSession *self = user_data;

  if (self->failed || self->stopping)
    return;
  self->failed = TRUE;
  dismiss_everybody (self, "The server cannot show anything any more");
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

/* Not more than two viewers belong to one page, whatever it asks for. */
static void
make_way (VcSession *self, const char *id)
{
  VcViewer *rival;

  while ((rival = vc_roster_find_rival (&self->roster, id)) != NULL)
    cut_viewer (self, rival);
}

static VcViewer *
new_viewer (VcSession *self, const char *offer, const char *replaces)
{
  VcPeer *peer = vc_peer_new (self->producer, &self->options.peer);
  VcViewer *viewer = vc_roster_add (&self->roster, peer, offer, replaces);

  g_signal_connect (peer, "message", G_CALLBACK (on_message), self);
  g_signal_connect (peer, "channel-open", G_CALLBACK (on_channel_open), self);
  g_signal_connect (peer, "closed", G_CALLBACK (on_closed), self);
  if (self->tick == NULL)
    self->tick = vc_timer_new (1000, on_tick, self);
  return viewer;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  VcSession *self = g_task_get_source_object (task);
  g_autofree char *sdp =
    vc_peer_answer_finish (VC_PEER (source), result, &error);
  VcViewer *viewer = vc_roster_find_peer (&self->roster, VC_PEER (source));

  if (viewer == NULL) {
    g_task_return_new_error (task, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                             "The connection ended before it was answered");
  } else if (sdp == NULL) {
    cut_viewer (self, viewer);
    g_task_return_error (task, g_steal_pointer (&error));
  } else if (g_task_return_error_if_cancelled (task)) {
    cut_viewer (self, viewer);
  } else {
    g_task_return_pointer (task, vc_viewer_answer (viewer, sdp),
                           (GDestroyNotify)vc_answer_free);
  }
}

static void
vc_session_dispose (GObject *object)
{
  VcSession *self = VC_SESSION (object);

  self->stopping = TRUE;
  while (self->roster.viewers->len > 0)
    cut_viewer (self, self->roster.viewers->pdata[0]);
  vc_farewell_clear (&self->farewell);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, &self->roster);
  g_clear_pointer (&self->desk, vc_transport_desk_free);
  g_clear_pointer (&self->scene, vc_scene_desk_free);
  g_clear_pointer (&self->stills, vc_stills_free);
  g_clear_pointer (&self->snapshot, vc_snapshot_free);
  vc_recordings_remove (&self->roster);
  if (self->producer != NULL) {
    g_signal_handlers_disconnect_by_data (self->producer, self);
    vc_producer_stop (self->producer);
  }
  g_clear_object (&self->producer);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (vc_session_parent_class)->dispose (object);
}

static void
vc_session_finalize (GObject *object)
{
  VcSession *self = VC_SESSION (object);

  vc_roster_clear (&self->roster);
  G_OBJECT_CLASS (vc_session_parent_class)->finalize (object);
}

static void
vc_session_init (VcSession *self)
{
  vc_roster_init (&self->roster);
  vc_farewell_init (&self->farewell, on_farewell, self);
}

static void
vc_session_class_init (VcSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_session_dispose;
  object_class->finalize = vc_session_finalize;

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", VC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_STOPPED] =
    g_signal_new ("stopped", VC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

VcSession *
vc_session_new (VcView *view, const VcSessionOptions *options, GError **error)
{
  g_autoptr (VcSession) self = NULL;

  g_return_val_if_fail (VC_IS_VIEW (view), NULL);
  g_return_val_if_fail (options->max_viewers > 0, NULL);

  self = g_object_new (VC_TYPE_SESSION, NULL);
  self->view = g_object_ref (view);
  self->options = *options;
  self->desk = vc_transport_desk_new (options->transport, &self->roster);
  self->scene = vc_scene_desk_new (view, &self->roster);
  self->stills = vc_stills_new (view, &self->roster);
  self->snapshot = vc_snapshot_new (view);
  self->producer = vc_producer_new (view, options->peer.max_rate, error);
  if (self->producer == NULL)
    return NULL;
  g_signal_connect (self->producer, "frame", G_CALLBACK (on_frame), self);
  g_signal_connect (self->producer, "failed", G_CALLBACK (on_producer_failed),
                    self);
  g_signal_connect_swapped (view, "status", G_CALLBACK (vc_roster_send_status),
                            &self->roster);
  if (!vc_producer_start (self->producer, error))
    return NULL;
  if (!vc_recordings_install (&self->roster, self->producer, view,
                              options->recordings, &self->farewell, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
vc_session_stop (VcSession *self)
{
  g_return_if_fail (VC_IS_SESSION (self));

  if (self->stopping)
    return;
  self->stopping = TRUE;
  dismiss_everybody (self, "The server is stopping");
  vc_recordings_shut_down (self->roster.recordings);
  vc_farewell_wake (&self->farewell);
}

void
vc_session_add_viewer_async (VcSession *self, const char *offer,
                             const char *replaces, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  VcViewer *viewer;

  g_return_if_fail (VC_IS_SESSION (self));
  g_return_if_fail (offer != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vc_session_add_viewer_async);
  if (replaces != NULL)
    make_way (self, replaces);
  if (self->stopping || self->failed ||
      vc_roster_count (&self->roster, replaces) + self->farewell.peers->len >=
        self->options.max_viewers) {
    g_task_return_new_error (task, VC_SESSION_ERROR, VC_SESSION_ERROR_FULL,
                             "No more than %u viewers can watch",
                             self->options.max_viewers);
    return;
  }
  vc_view_make_way (self->view, CONNECT_US);
  viewer = new_viewer (self, offer, replaces);
  g_debug ("viewer %u comes", viewer->number);
  vc_peer_answer_async (viewer->peer, offer, cancellable, on_answer,
                        g_steal_pointer (&task));
}

VcAnswer *
vc_session_add_viewer_finish (VcSession *self, GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
vc_session_get_etag (VcSession *self, const char *viewer_id)
{
  VcViewer *viewer = vc_roster_find_id (&self->roster, viewer_id);

  return viewer != NULL ? viewer->etag : NULL;
}

gboolean
vc_session_patch_viewer (VcSession *self, const char *viewer_id,
                         const char *text, GError **error)
{
  VcViewer *viewer = vc_roster_find_id (&self->roster, viewer_id);

  g_return_val_if_fail (viewer != NULL, FALSE);
  return vc_trickle_apply (viewer, text, error);
}

void
vc_session_remove_viewer (VcSession *self, const char *viewer_id)
{
  VcViewer *viewer = vc_roster_find_id (&self->roster, viewer_id);

  if (viewer != NULL)
    cut_viewer (self, viewer);
}

guint
vc_session_get_n_viewers (VcSession *self)
{
  g_return_val_if_fail (VC_IS_SESSION (self), 0);

  return self->roster.viewers->len;
}

char *
vc_session_describe (VcSession *self, VcDescription what)
{
  VcHealth health = {.failed = self->failed,
                     .n_viewers = self->roster.viewers->len};

  vc_view_get_stats (self->view, &health.view);
  return what == VC_DESCRIPTION_METRICS
           ? vc_metrics_build (&self->roster.metrics, &health)
           : vc_health_describe (&health);
}

VcStills *
vc_session_get_stills (VcSession *self)
{
  return self->stills;
}

VcView *
vc_session_get_view (VcSession *self)
{
  return self->view;
}

VcSceneDesk *
vc_session_get_scene (VcSession *self)
{
  return self->scene;
}

VcSnapshot *
vc_session_get_snapshot (VcSession *self)
{
  return self->snapshot;
}

VcRecordings *
vc_session_get_recordings (VcSession *self)
{
  return self->roster.recordings;
}
