/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRenderThread: the one thread in which a scene lives.
 */

#include "render-thread.h"

#include "alarm.h"
#include "frame-pool.h"
#include "observation.h"
#include "schedule.h"
#include "translation.h"

/* The last event that was applied, as frames tell it. */
typedef struct {
  guint viewer;
  guint seq;
  gint64 time_us;
} Stamp;

struct _VcRenderThread {
  VcScene *scene;
  VcExchange *exchange;
  VcObservation *observation;
  const VcRenderNews *news;
  gpointer news_data;

  GThread *thread;
  GMainContext *context;
  /* Set to ready by any thread, and only by the render thread: apart, so that
   * neither undoes what the other wants. */
  GSource *waker;
  GSource *timer;

  GMutex setup_lock;
  GCond setup_cond;
  gboolean is_set_up;
  GError *setup_error;

  struct {
    gboolean is_running;
    int width;
    int height;
    VcSchedule schedule;
    VcTranslation *translation;
    VcParameterDesk *desk;
    VcFramePool *pool;
    GArray *pending;
    Stamp stamp;
    gboolean has_changed;
    gboolean is_ready;
  } in_render;
};

static void
assert_in_render (VcRenderThread *self)
{
  g_assert (g_main_context_is_owner (self->context));
}

static void
wake (gpointer data)
{
  VcRenderThread *self = data;

  g_source_set_ready_time (self->waker, 0);
}

static gboolean
has_effect_by_itself (VcRenderThread *self, const VcEvent *event)
{
  return event->type != VC_EVENT_POINTER_MOVE ||
         vc_translation_is_active (self->in_render.translation);
}

/* Unnumbered events come from elsewhere than the viewers who count. */
static void
stamp_event_in_render (VcRenderThread *self, const VcEvent *event)
{
  if (event->seq == 0 && self->in_render.stamp.seq != 0)
    return;
  self->in_render.stamp = (Stamp){event->viewer, event->seq, event->time_us};
}

static guint
apply_patch_in_render (VcRenderThread *self)
{
  VcPatch *patch = vc_exchange_take_patch (self->exchange);

  if (patch)
    vc_parameter_desk_apply (self->in_render.desk, patch);
  return patch != NULL;
}

/* Returns how many events the scene got for this one. */
static guint
apply_event_in_render (VcRenderThread *self, const VcEvent *event)
{
  const GArray *edges;

  if (event->type == VC_EVENT_QUEUE_MARK)
    return apply_patch_in_render (self);
  edges = vc_translation_apply (self->in_render.translation, event);
  for (guint i = 0; i < edges->len; i++) {
    const VcEvent *edge = &g_array_index (edges, VcEvent, i);

    vc_observation_tell_event (self->observation, edge);
    vc_scene_handle_event (self->scene, edge);
  }
  stamp_event_in_render (self, event);
  return edges->len;
}

static void
apply_events_in_render (VcRenderThread *self)
{
  GArray *pending =
    vc_exchange_take_events (self->exchange, self->in_render.pending);
  gint64 now = g_get_monotonic_time ();
  gboolean was_active = vc_translation_is_active (self->in_render.translation);
  gboolean is_active;
  guint n_applied = 0;
  gint64 newest_us = now;

  assert_in_render (self);
  self->in_render.pending = pending;
  for (guint i = 0; i < pending->len; i++) {
    const VcEvent *event = &g_array_index (pending, VcEvent, i);

    newest_us = event->time_us;
    self->in_render.has_changed = FALSE;
    n_applied += apply_event_in_render (self, event);
    if (has_effect_by_itself (self, event) || self->in_render.has_changed)
      vc_schedule_note_input (&self->in_render.schedule, now);
  }
  is_active = vc_translation_is_active (self->in_render.translation);
  if (was_active && !is_active)
    vc_schedule_note_release (&self->in_render.schedule, now);
  vc_pace_ease (&self->in_render.schedule.pace, now - newest_us);
  vc_exchange_note_events (self->exchange, n_applied, is_active);
}

static void
resize_in_render (VcRenderThread *self, int width, int height)
{
  assert_in_render (self);
  self->in_render.width = width;
  self->in_render.height = height;
  vc_translation_set_aspect (self->in_render.translation,
                             (double)width / height);
  vc_scene_resize (self->scene, width, height);
  vc_observation_tell_size (self->observation, width, height);
  vc_schedule_note_change (&self->in_render.schedule, VC_TIER_FULL,
                           g_get_monotonic_time ());
}

static VcFrame *
acquire_frame_in_render (VcRenderThread *self)
{
  int width = self->in_render.width, height = self->in_render.height;
  VcFrame *frame = vc_frame_pool_acquire (self->in_render.pool, width, height);
  g_autofree char *text = NULL;
  g_autoptr (VcStatus) status = NULL;

  if (frame)
    return frame;
  text = g_strdup_printf ("Not enough memory for a picture of %d × %d pixels",
                          width, height);
  status = vc_status_new (VC_STATUS_FAILED, 0, text);
  self->news->status (status, self->news_data);
  return NULL;
}

static void
post_frame_in_render (VcRenderThread *self, VcFrame *frame,
                      const VcRenderRequest *request, gint64 start_us)
{
  g_autoptr (VcFrame) posted = NULL;

  frame->view_width = self->in_render.width;
  frame->view_height = self->in_render.height;
  frame->render_end_us = g_get_monotonic_time ();
  frame->is_ready = self->in_render.is_ready;
  vc_schedule_note_render (&self->in_render.schedule, request->tier,
                           frame->tier, start_us);
  posted = vc_frame_ref (frame);
  vc_exchange_post_frame (self->exchange, frame);
  vc_observation_tell_frame (self->observation, posted, self->scene);
}

static void
render_in_render (VcRenderThread *self, const VcRenderRequest *request)
{
  gboolean was_dirty = self->in_render.schedule.dirty;
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (VcFrame) frame = NULL;

  assert_in_render (self);
  /* Cleared first: the scene may say that it has changed while it renders. */
  self->in_render.schedule.dirty = FALSE;
  frame = acquire_frame_in_render (self);
  if (!frame)
    return;
  frame->viewer = self->in_render.stamp.viewer;
  frame->seq = self->in_render.stamp.seq;
  frame->input_time_us = self->in_render.stamp.time_us;
  frame->render_start_us = start_us;
  switch (vc_scene_render (self->scene, request, frame)) {
  case VC_RENDER_DONE:
    post_frame_in_render (self, g_steal_pointer (&frame), request, start_us);
    return;
  case VC_RENDER_ABORTED:
    self->in_render.schedule.dirty |= was_dirty;
    vc_exchange_note_abort (self->exchange);
    return;
  case VC_RENDER_FAILED:
  case VC_RENDER_PENDING:
    vc_schedule_note_failure (&self->in_render.schedule);
    return;
  }
}

/* Renders unless the world has changed since @state was read. Returns when to
 * look again: at once. */
static gint64
try_render_in_render (VcRenderThread *self, const VcExchangeState *state,
                      VcTier tier)
{
  static const gint never = 0;
  VcRenderRequest request = {.tier = tier,
                             .budget_us = state->budget_us,
                             .abort = &never,
                             .divisor = state->divisor};

  if (tier == VC_TIER_FULL) {
    request.abort = vc_exchange_watch (self->exchange, state);
    if (!request.abort)
      return 0;
  }
  render_in_render (self, &request);
  return 0;
}

/* Moves wait until a picture could show them, so that more of them are
 * coalesced; everything else is applied at once. Returns the time until which
 * moves wait, or -1. */
static gint64
take_events_in_render (VcRenderThread *self, const VcExchangeState *state,
                       gint64 now_us)
{
  gint64 earliest = vc_pace_get_earliest (&self->in_render.schedule.pace);
  gboolean can_render = state->has_room && earliest <= now_us;

  if (state->n_events == 0)
    return -1;
  if (state->n_firm == 0 && !can_render)
    return earliest;
  apply_events_in_render (self);
  return -1;
}

static void
begin_observation_in_render (VcRenderThread *self)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  vc_translation_append_held (self->in_render.translation, held);
  vc_observation_begin (self->observation, self->scene, self->in_render.width,
                        self->in_render.height, held);
}

/* One look at the world: apply what came, render if it is time, and say when
 * to look again. */
static void
step_in_render (VcRenderThread *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 moves_due, next;
  VcExchangeState state;
  VcTier tier;

  assert_in_render (self);
  g_source_set_ready_time (self->timer, -1);
  vc_exchange_read (self->exchange, &state);
  self->in_render.is_running = !state.closed;
  if (state.closed)
    return;
  vc_pace_set_rate (&self->in_render.schedule.pace, state.max_rate);
  if (state.width != self->in_render.width ||
      state.height != self->in_render.height)
    resize_in_render (self, state.width, state.height);
  if (vc_observation_is_due (self->observation))
    begin_observation_in_render (self);
  vc_schedule_make_way (&self->in_render.schedule, now, state.way_us);
  moves_due = take_events_in_render (self, &state, now);
  vc_parameter_desk_look (self->in_render.desk);

  next = vc_schedule_get_next (&self->in_render.schedule, now, &tier);
  vc_exchange_set_phase (
    self->exchange, vc_schedule_get_phase (&self->in_render.schedule, now));
  if (next < 0 && moves_due < 0) {
    /* Nothing to do but to find out that it rests. */
    if (now < self->in_render.schedule.calm_us)
      g_source_set_ready_time (self->timer, self->in_render.schedule.calm_us);
    return;
  }
  if (!vc_exchange_wait_for_room (self->exchange))
    return;
  if (moves_due >= 0)
    next = moves_due;
  else if (next <= now && state.has_room)
    next = try_render_in_render (self, &state, tier);
  g_source_set_ready_time (self->timer, next);
}

static void
on_changed (VcScene *scene, int tier, gpointer user_data)
{
  VcRenderThread *self = user_data;

  assert_in_render (self);
  self->in_render.has_changed = TRUE;
  vc_schedule_note_change (&self->in_render.schedule, tier,
                           g_get_monotonic_time ());
  wake (self);
}

/* There is always a picture from after the scene became ready. */
static void
on_status (VcScene *scene, const VcStatus *status, gpointer user_data)
{
  VcRenderThread *self = user_data;

  assert_in_render (self);
  self->in_render.is_ready = status->kind == VC_STATUS_READY;
  if (self->in_render.is_ready)
    on_changed (scene, VC_TIER_FULL, self);
  self->news->status (status, self->news_data);
}

static void
on_identified (VcScene *scene, gpointer user_data)
{
  VcRenderThread *self = user_data;

  vc_observation_tell_identity (self->observation, scene);
}

static void
on_alarm (gpointer user_data)
{
  step_in_render (user_data);
}

static void
init_in_render (VcRenderThread *self)
{
  self->in_render.translation = vc_translation_new ();
  self->in_render.pool = vc_frame_pool_new ();
  g_signal_connect (self->scene, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->scene, "status", G_CALLBACK (on_status), self);
  g_signal_connect (self->scene, "identified", G_CALLBACK (on_identified),
                    self);
}

static void
clear_in_render (VcRenderThread *self)
{
  g_signal_handlers_disconnect_by_data (self->scene, self);
  g_clear_pointer (&self->in_render.desk, vc_parameter_desk_free);
  g_clear_pointer (&self->in_render.translation, vc_translation_free);
  g_clear_pointer (&self->in_render.pool, vc_frame_pool_unref);
  g_clear_pointer (&self->in_render.pending, g_array_unref);
}

static gboolean
setup_in_render (VcRenderThread *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_good = vc_scene_setup (self->scene, &error);

  if (is_good)
    self->in_render.desk =
      vc_parameter_desk_new (self->scene, self->observation, self->waker,
                             &self->news->parameters, self->news_data);
  g_mutex_lock (&self->setup_lock);
  self->is_set_up = TRUE;
  if (!is_good)
    self->setup_error = g_steal_pointer (&error);
  g_cond_signal (&self->setup_cond);
  g_mutex_unlock (&self->setup_lock);
  return is_good;
}

static void
run_in_render (VcRenderThread *self)
{
  self->in_render.is_running = TRUE;
  wake (self);
  while (self->in_render.is_running)
    g_main_context_iteration (self->context, TRUE);
}

static gpointer
run_thread (gpointer data)
{
  VcRenderThread *self = data;

  g_main_context_push_thread_default (self->context);
  init_in_render (self);
  if (setup_in_render (self)) {
    run_in_render (self);
    vc_scene_teardown (self->scene);
  }
  clear_in_render (self);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
wait_for_setup (VcRenderThread *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->setup_lock);

  while (!self->is_set_up)
    g_cond_wait (&self->setup_cond, &self->setup_lock);
  if (!self->setup_error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->setup_error));
  return FALSE;
}

VcRenderThread *
vc_render_thread_new (VcScene *scene, int width, int height,
                      const VcRenderNews *news, gpointer user_data,
                      GError **error)
{
  VcRenderThread *self = g_new0 (VcRenderThread, 1);

  self->scene = g_object_ref (scene);
  self->news = news;
  self->news_data = user_data;
  g_mutex_init (&self->setup_lock);
  g_cond_init (&self->setup_cond);
  self->exchange = vc_exchange_new (width, height, wake, self);
  self->observation = vc_observation_new ();
  self->context = g_main_context_new ();
  self->waker = vc_alarm_new (self->context, "[vtkcast] wake", on_alarm, self);
  self->timer = vc_alarm_new (self->context, "[vtkcast] timer", on_alarm, self);

  self->thread = g_thread_new ("vtkcast-render", run_thread, self);
  if (wait_for_setup (self, error))
    return self;
  vc_render_thread_stop (self);
  vc_render_thread_free (self);
  return NULL;
}

void
vc_render_thread_stop (VcRenderThread *self)
{
  if (!vc_exchange_close (self->exchange))
    return;
  g_assert (self->thread != g_thread_self ());
  g_thread_join (g_steal_pointer (&self->thread));
}

void
vc_render_thread_free (VcRenderThread *self)
{
  g_assert (!self->thread);

  g_clear_pointer (&self->timer, vc_alarm_free);
  g_clear_pointer (&self->waker, vc_alarm_free);
  g_main_context_unref (self->context);
  vc_exchange_free (self->exchange);
  vc_observation_free (self->observation);
  g_clear_error (&self->setup_error);
  g_cond_clear (&self->setup_cond);
  g_mutex_clear (&self->setup_lock);
  g_object_unref (self->scene);
  g_free (self);
}

VcExchange *
vc_render_thread_get_exchange (VcRenderThread *self)
{
  return self->exchange;
}

void
vc_render_thread_set_observer (VcRenderThread *self,
                               const VcViewObserver *observer,
                               gpointer user_data, GDestroyNotify destroy)
{
  vc_observation_set (self->observation, observer, user_data, destroy);
  if (observer)
    wake (self);
}
