/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlayer: a scene that shows a journal's session.
 */

#include "player.h"

#include "alarm.h"
#include "clock.h"
#include "cursor.h"
#include "screen.h"

/* If the next entry comes within that time, the picture is in movement. */
#define MOVING_US 150000
#define MARKS_MAX 500

/**
 * _VcPlayer:
 * @waker: from setup to teardown: steps when its time comes
 * @cursor: (nullable): once the right data are there
 * @is_busy: the inner scene is being moved by us
 */
struct _VcPlayer {
  GObject parent_instance;

  VcReplaySource *source;
  VcScene *scene;
  GArray *marks;
  GMainContext *context;

  GMutex lock;
  VcReplayClock clock;
  GSource *waker;

  struct {
    VcCursor *cursor;
    VcScreen *screen;
    int width;
    int height;
    gboolean is_busy;
    VcStatus *ready;
  } in_render;
};

static gboolean
on_announced (gpointer user_data)
{
  vc_transport_emit_changed (user_data);
  return G_SOURCE_REMOVE;
}

/* In the main context, later. */
static void
announce (VcPlayer *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_announced, g_object_ref (self),
                         g_object_unref);
  g_source_attach (source, self->context);
}

static void
fail_in_render (VcPlayer *self, const GError *error)
{
  g_autoptr (VcStatus) status =
    vc_status_new (VC_STATUS_FAILED, 1, error->message);

  g_clear_pointer (&self->in_render.cursor, vc_cursor_free);
  vc_scene_emit_status (VC_SCENE (self), status);
}

/* Returns the index of the first entry that has not happened yet. */
static guint
find_index (VcPlayer *self, gint64 *position_us, gboolean *playing)
{
  gint64 now = g_get_monotonic_time ();
  gboolean has_ended;

  g_mutex_lock (&self->lock);
  *position_us = vc_replay_clock_get_position (&self->clock, now);
  has_ended = vc_replay_clock_stop_at_end (&self->clock, now);
  *playing = self->clock.playing;
  g_mutex_unlock (&self->lock);
  if (has_ended)
    announce (self);
  return vc_timeline_find_index (self->source->timeline, *position_us);
}

/* Of the journal's next entry, or of its end. */
static gint64
get_next_us (VcPlayer *self, guint index)
{
  const VcJournalRecord *record =
    vc_timeline_get_record (self->source->timeline);

  return index < record->entries->len
           ? vc_journal_record_get (record, index)->t_us
           : vc_journal_record_get_duration (record);
}

static void
schedule (VcPlayer *self, gint64 next_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->clock.playing)
    g_source_set_ready_time (self->waker,
                             vc_replay_clock_get_time (&self->clock, next_us));
}

static void
step_in_render (VcPlayer *self)
{
  g_autoptr (GError) error = NULL;
  gint64 position_us, next_us;
  gboolean playing, is_good;
  guint index;

  if (self->in_render.cursor == NULL)
    return;
  index = find_index (self, &position_us, &playing);
  self->in_render.is_busy = TRUE;
  is_good = vc_cursor_seek (self->in_render.cursor, index, &error);
  self->in_render.is_busy = FALSE;
  if (!is_good) {
    fail_in_render (self, error);
    return;
  }
  next_us = get_next_us (self, index);
  if (vc_cursor_take_change (self->in_render.cursor))
    vc_scene_emit_changed (VC_SCENE (self),
                           playing && next_us - position_us < MOVING_US
                             ? VC_TIER_INTERACTIVE
                             : VC_TIER_FULL);
  if (playing)
    schedule (self, next_us);
}

static void
on_woken (gpointer user_data)
{
  step_in_render (user_data);
}

static void
wake (VcPlayer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->waker != NULL)
    g_source_set_ready_time (self->waker, 0);
}

/* Once the data are there, and are known to be the right ones. */
static void
begin_in_render (VcPlayer *self)
{
  g_autofree char *identity = vc_scene_dup_identity (self->scene);
  g_autoptr (GError) error = NULL;

  if (identity == NULL || self->in_render.ready == NULL ||
      self->in_render.cursor != NULL)
    return;
  if (!vc_replay_source_check_identity (self->source, identity, &error)) {
    fail_in_render (self, error);
    return;
  }
  self->in_render.cursor =
    vc_cursor_new (self->source->timeline, self->scene, VC_CURSOR_EXACT);
  step_in_render (self);
  if (self->in_render.cursor == NULL)
    return;
  vc_scene_emit_changed (VC_SCENE (self), VC_TIER_FULL);
  vc_scene_emit_status (VC_SCENE (self), self->in_render.ready);
}

static void
on_identified (VcScene *scene, gpointer user_data)
{
  begin_in_render (user_data);
}

static void
on_changed (VcScene *scene, int tier, gpointer user_data)
{
  VcPlayer *self = user_data;

  if (!self->in_render.is_busy)
    vc_scene_emit_changed (VC_SCENE (self), tier);
}

static void
on_status (VcScene *scene, const VcStatus *status, gpointer user_data)
{
  VcPlayer *self = user_data;

  if (status->kind != VC_STATUS_READY) {
    vc_scene_emit_status (VC_SCENE (self), status);
    return;
  }
  g_clear_pointer (&self->in_render.ready, vc_status_free);
  self->in_render.ready = vc_status_copy (status);
  begin_in_render (self);
}

static gboolean
vc_player_setup (VcScene *scene, GError **error)
{
  VcPlayer *self = VC_PLAYER (scene);
  GSource *waker = vc_alarm_new (g_main_context_get_thread_default (),
                                 "[vtkcast] replay", on_woken, self);

  g_mutex_lock (&self->lock);
  self->waker = waker;
  g_mutex_unlock (&self->lock);
  g_signal_connect (self->scene, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->scene, "status", G_CALLBACK (on_status), self);
  g_signal_connect (self->scene, "identified", G_CALLBACK (on_identified),
                    self);
  return vc_scene_setup (self->scene, error);
}

static void
vc_player_teardown (VcScene *scene)
{
  VcPlayer *self = VC_PLAYER (scene);

  g_clear_pointer (&self->in_render.cursor, vc_cursor_free);
  g_clear_pointer (&self->in_render.ready, vc_status_free);
  vc_scene_teardown (self->scene);
}

static void
vc_player_resize (VcScene *scene, int width, int height)
{
  VcPlayer *self = VC_PLAYER (scene);

  self->in_render.width = width;
  self->in_render.height = height;
  if (self->in_render.cursor == NULL)
    vc_scene_resize (self->scene, width, height);
}

static void
vc_player_handle_event (VcScene *scene, const VcEvent *event)
{
}

static VcRenderResult
vc_player_render (VcScene *scene, const VcRenderRequest *request,
                  VcFrame *frame)
{
  VcPlayer *self = VC_PLAYER (scene);
  VcRenderResult result;

  if (self->in_render.cursor == NULL)
    return vc_scene_render (self->scene, request, frame);
  self->in_render.is_busy = TRUE;
  result = vc_screen_render (self->in_render.screen, self->in_render.cursor,
                             self->in_render.width, self->in_render.height,
                             request, frame);
  self->in_render.is_busy = FALSE;
  return result;
}

static GVariant *
vc_player_save_state (VcScene *scene)
{
  return vc_scene_save_state (VC_PLAYER (scene)->scene);
}

static char *
vc_player_dup_identity (VcScene *scene)
{
  return vc_scene_dup_identity (VC_PLAYER (scene)->scene);
}

static void
vc_player_scene_init (VcSceneInterface *iface)
{
  iface->setup = vc_player_setup;
  iface->teardown = vc_player_teardown;
  iface->resize = vc_player_resize;
  iface->handle_event = vc_player_handle_event;
  iface->render = vc_player_render;
  iface->save_state = vc_player_save_state;
  iface->dup_identity = vc_player_dup_identity;
}

static void
vc_player_command (VcTransport *transport, const VcTransportState *wanted)
{
  VcPlayer *self = VC_PLAYER (transport);
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  if (wanted->position >= 0)
    vc_replay_clock_seek (&self->clock, wanted->position * G_USEC_PER_SEC, now);
  vc_replay_clock_set_speed (&self->clock, wanted->speed, now);
  if (wanted->playing != self->clock.playing)
    vc_replay_clock_play (&self->clock, wanted->playing, now);
  g_mutex_unlock (&self->lock);
  wake (self);
  announce (self);
}

static void
vc_player_get_state (VcTransport *transport, VcTransportState *state)
{
  VcPlayer *self = VC_PLAYER (transport);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 position_us =
    vc_replay_clock_get_position (&self->clock, g_get_monotonic_time ());

  *state = (VcTransportState){
    .position = position_us / 1e6,
    .duration = self->clock.duration_us / 1e6,
    .playing = self->clock.playing,
    .speed = self->clock.speed,
  };
}

static const GArray *
vc_player_get_marks (VcTransport *transport)
{
  return VC_PLAYER (transport)->marks;
}

static void
vc_player_transport_init (VcTransportInterface *iface)
{
  iface->command = vc_player_command;
  iface->get_state = vc_player_get_state;
  iface->get_marks = vc_player_get_marks;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
  VcPlayer, vc_player, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (VC_TYPE_SCENE, vc_player_scene_init)
    G_IMPLEMENT_INTERFACE (VC_TYPE_TRANSPORT, vc_player_transport_init))

static const char *
get_mark (const VcJournalEntry *entry)
{
  switch (entry->type) {
  case VC_JOURNAL_STILL:
    return "exact picture";
  case VC_JOURNAL_VIEWER:
    return g_strcmp0 (entry->what, "joined") == 0 ? "a viewer came"
           : g_strcmp0 (entry->what, "left") == 0 ? "a viewer left"
                                                  : "control passed on";
  case VC_JOURNAL_GAP:
    return "something is missing";
  default:
    return NULL;
  }
}

static GArray *
find_marks (const VcJournalRecord *record)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (VcTransportMark));

  for (guint i = 0; i < record->entries->len && marks->len < MARKS_MAX; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i);
    VcTransportMark mark = {entry->t_us / 1e6, get_mark (entry)};

    if (mark.what != NULL)
      g_array_append_val (marks, mark);
  }
  return marks;
}

static void
vc_player_finalize (GObject *object)
{
  VcPlayer *self = VC_PLAYER (object);

  g_signal_handlers_disconnect_by_data (self->scene, self);
  g_clear_pointer (&self->waker, vc_alarm_free);
  g_object_unref (self->scene);
  vc_screen_free (self->in_render.screen);
  vc_replay_source_free (self->source);
  g_array_unref (self->marks);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vc_player_parent_class)->finalize (object);
}

static void
vc_player_init (VcPlayer *self)
{
  g_mutex_init (&self->lock);
  self->in_render.screen = vc_screen_new ();
  self->context = g_main_context_ref_thread_default ();
}

static void
vc_player_class_init (VcPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_player_finalize;
}

VcPlayer *
vc_player_new (VcReplaySource *source, VcScene *scene)
{
  VcPlayer *self;
  const VcJournalRecord *record = vc_timeline_get_record (source->timeline);

  g_return_val_if_fail (VC_IS_SCENE (scene), NULL);

  self = g_object_new (VC_TYPE_PLAYER, NULL);
  self->source = source;
  self->scene = g_object_ref (scene);
  self->marks = find_marks (record);
  vc_replay_clock_init (&self->clock, vc_journal_record_get_duration (record));
  return self;
}
