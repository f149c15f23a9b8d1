/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcExchange: the counter between the render thread and everybody else.
 */

#include "exchange.h"

#include <math.h>

#define DEFAULT_MAX_RATE 60.0
#define MAX_RATE_MIN 1.0
#define MAX_RATE_MAX 1000.0

/* With conversion and encoding, such a frame keeps to 60 Hz on two cores. */
#define DEFAULT_BUDGET_US 10000

/* A drag may leave the view, but not for a place that no screen has. */
#define POSITION_MAX 10.0

struct _VcExchange {
  void (*wake) (gpointer);
  gpointer wake_data;
  void (*phase_func) (gpointer);
  gpointer phase_data;

  GMutex lock;
  GCond frame_cond;

  gboolean closed;
  gint64 way_us;
  int width;
  int height;
  double max_rate;
  gint64 budget_us;
  guint divisor;

  VcEventQueue *queue;
  gboolean is_held;
  /* Something came that is worth giving up a render at rest. */
  gint interrupted;

  VcFrame *mailbox;
  VcFrame *newest;
  gboolean wants_room;
  VcPhase phase;

  VcViewStats stats;
};

static void
wake (VcExchange *self)
{
  self->wake (self->wake_data);
}

static gboolean
is_sane (const VcEvent *event)
{
  return isfinite (event->x) && isfinite (event->y) &&
         isfinite (event->delta_x) && isfinite (event->delta_y);
}

static VcEvent
sanitize (const VcEvent *event)
{
  VcEvent copy = *event;

  copy.x = CLAMP (copy.x, -POSITION_MAX, POSITION_MAX);
  copy.y = CLAMP (copy.y, -POSITION_MAX, POSITION_MAX);
  copy.key[VC_EVENT_KEY_MAX - 1] = '\0';
  if (copy.time_us == 0)
    copy.time_us = g_get_monotonic_time ();
  return copy;
}

/* A mouse that passes over the picture is no reason to give up on a better
 * one. */
static gboolean
is_bare_move (VcExchange *self, const VcEvent *event)
{
  return event->type == VC_EVENT_POINTER_MOVE && event->buttons == 0 &&
         !self->is_held;
}

/* Returns whether that changed the phase; the caller tells of it once it has
 * let go of the lock. */
static gboolean
interrupt_locked (VcExchange *self)
{
  gboolean was_moving = self->phase == VC_PHASE_MOVING;

  g_atomic_int_set (&self->interrupted, 1);
  self->phase = VC_PHASE_MOVING;
  return !was_moving;
}

static gboolean
is_at_rest_locked (VcExchange *self)
{
  const VcFrame *newest = self->newest;

  return newest && newest->tier == VC_TIER_FULL &&
         newest->width == self->width && newest->height == self->height &&
         vc_event_queue_get_length (self->queue) == 0;
}

static void
tell_phase (VcExchange *self)
{
  if (self->phase_func)
    self->phase_func (self->phase_data);
}

/* With no lock held: who waited may be told in this very call. */
static void
refuse_patches (VcExchange *self)
{
  VcPatch *patch;
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The view was stopped");

  while ((patch = vc_exchange_take_patch (self)) != NULL)
    vc_patch_finish (patch, error);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  VcExchange *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_cond_broadcast (&self->frame_cond);
}

static VcFrame *
wait_for_frame (VcExchange *self, GCancellable *cancellable, GError **error)
{
  while (!self->mailbox && !self->closed &&
         !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->frame_cond, &self->lock);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->closed) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                         "The view was stopped");
    return NULL;
  }
  return g_steal_pointer (&self->mailbox);
}

VcExchange *
vc_exchange_new (int width, int height, void (*wake_func) (gpointer),
                 gpointer wake_data)
{
  VcExchange *self = g_new0 (VcExchange, 1);

  self->wake = wake_func;
  self->wake_data = wake_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->frame_cond);
  self->queue = vc_event_queue_new ();
  self->width = CLAMP (width, 1, VC_VIEW_SIZE_MAX);
  self->height = CLAMP (height, 1, VC_VIEW_SIZE_MAX);
  self->max_rate = DEFAULT_MAX_RATE;
  self->budget_us = DEFAULT_BUDGET_US;
  self->divisor = 1;
  return self;
}

void
vc_exchange_free (VcExchange *self)
{
  g_clear_pointer (&self->mailbox, vc_frame_unref);
  g_clear_pointer (&self->newest, vc_frame_unref);
  vc_event_queue_free (self->queue);
  g_cond_clear (&self->frame_cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
vc_exchange_push_event (VcExchange *self, const VcEvent *event)
{
  gboolean is_news = FALSE;
  VcEvent copy;

  if (!is_sane (event))
    return;
  copy = sanitize (event);

  g_mutex_lock (&self->lock);
  if (self->closed) {
    g_mutex_unlock (&self->lock);
    return;
  }
  if (vc_event_queue_push (self->queue, &copy) == VC_PUSH_COALESCED)
    self->stats.coalesced++;
  if (!is_bare_move (self, &copy))
    is_news = interrupt_locked (self);
  g_mutex_unlock (&self->lock);

  wake (self);
  if (is_news)
    tell_phase (self);
}

void
vc_exchange_push_values (VcExchange *self, GVariant *values, GTask *task)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean is_news, closed;

  g_mutex_lock (&self->lock);
  closed = self->closed;
  if (vc_event_queue_push_values (self->queue, values, task, now_us) ==
      VC_PUSH_COALESCED)
    self->stats.coalesced++;
  is_news = !closed && interrupt_locked (self);
  g_mutex_unlock (&self->lock);

  if (closed)
    refuse_patches (self);
  else
    wake (self);
  if (is_news)
    tell_phase (self);
}

void
vc_exchange_set_size (VcExchange *self, int width, int height)
{
  gboolean is_news;

  g_mutex_lock (&self->lock);
  width = CLAMP (width, 1, VC_VIEW_SIZE_MAX);
  height = CLAMP (height, 1, VC_VIEW_SIZE_MAX);
  if (self->closed || (width == self->width && height == self->height)) {
    g_mutex_unlock (&self->lock);
    return;
  }
  self->width = width;
  self->height = height;
  is_news = interrupt_locked (self);
  g_mutex_unlock (&self->lock);

  wake (self);
  if (is_news)
    tell_phase (self);
}

void
vc_exchange_get_size (VcExchange *self, int *width, int *height)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (width)
    *width = self->width;
  if (height)
    *height = self->height;
}

void
vc_exchange_make_way (VcExchange *self, gint64 until_us)
{
  g_mutex_lock (&self->lock);
  self->way_us = MAX (self->way_us, until_us);
  g_atomic_int_set (&self->interrupted, 1);
  g_mutex_unlock (&self->lock);

  wake (self);
}

void
vc_exchange_set_max_rate (VcExchange *self, double hertz)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->max_rate = CLAMP (hertz, MAX_RATE_MIN, MAX_RATE_MAX);
}

void
vc_exchange_set_budget (VcExchange *self, gint64 budget_us, guint divisor)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->budget_us = MAX (budget_us, 1);
  self->divisor = MAX (divisor, 1);
}

VcFrame *
vc_exchange_take_frame (VcExchange *self, GCancellable *cancellable,
                        GError **error)
{
  gulong id = 0;
  gboolean wants_room;
  VcFrame *frame;

  if (cancellable)
    id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self,
                                NULL);

  g_mutex_lock (&self->lock);
  frame = wait_for_frame (self, cancellable, error);
  wants_room = frame && self->wants_room;
  if (wants_room)
    self->wants_room = FALSE;
  g_mutex_unlock (&self->lock);

  g_cancellable_disconnect (cancellable, id);
  if (wants_room)
    wake (self);
  return frame;
}

VcFrame *
vc_exchange_dup_frame (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->newest ? vc_frame_ref (self->newest) : NULL;
}

void
vc_exchange_get_stats (VcExchange *self, VcViewStats *stats)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *stats = self->stats;
}

VcPhase
vc_exchange_get_phase (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->phase;
}

VcFrame *
vc_exchange_dup_still (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->phase == VC_PHASE_STILL ? vc_frame_ref (self->newest) : NULL;
}

guint64
vc_exchange_get_still_id (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->phase == VC_PHASE_STILL ? self->newest->id : 0;
}

void
vc_exchange_watch_phase (VcExchange *self, void (*func) (gpointer),
                         gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->phase_func = func;
  self->phase_data = user_data;
  g_mutex_unlock (&self->lock);
  func (user_data);
}

gboolean
vc_exchange_close (VcExchange *self)
{
  gboolean was_open;

  g_mutex_lock (&self->lock);
  was_open = !self->closed;
  self->closed = TRUE;
  interrupt_locked (self);
  g_cond_broadcast (&self->frame_cond);
  g_mutex_unlock (&self->lock);

  if (was_open)
    wake (self);
  refuse_patches (self);
  return was_open;
}

void
vc_exchange_read (VcExchange *self, VcExchangeState *state)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *state = (VcExchangeState){
    .closed = self->closed,
    .way_us = self->way_us,
    .width = self->width,
    .height = self->height,
    .max_rate = self->max_rate,
    .budget_us = self->budget_us,
    .divisor = self->divisor,
    .has_room = !self->mailbox,
    .n_events = vc_event_queue_get_length (self->queue),
    .n_firm = vc_event_queue_get_n_firm (self->queue),
  };
}

GArray *
vc_exchange_take_events (VcExchange *self, GArray *empty)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_atomic_int_set (&self->interrupted, 0);
  return vc_event_queue_take (self->queue, empty);
}

VcPatch *
vc_exchange_take_patch (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return vc_event_queue_take_patch (self->queue);
}

void
vc_exchange_note_events (VcExchange *self, guint n_applied, gboolean is_held)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->stats.events += n_applied;
  self->is_held = is_held;
}

gboolean
vc_exchange_wait_for_room (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->wants_room = self->mailbox != NULL;
  return !self->wants_room;
}

const gint *
vc_exchange_watch (VcExchange *self, const VcExchangeState *state)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean is_known = !self->closed && self->width == state->width &&
                      self->height == state->height &&
                      self->way_us == state->way_us &&
                      !(g_atomic_int_get (&self->interrupted) &&
                        vc_event_queue_get_length (self->queue) > 0);

  if (!is_known)
    return NULL;
  g_atomic_int_set (&self->interrupted, 0);
  return &self->interrupted;
}

void
vc_exchange_post_frame (VcExchange *self, VcFrame *frame)
{
  g_autoptr (VcFrame) previous = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_assert (!self->mailbox);
  self->stats.renders++;
  frame->id = self->stats.renders;
  previous = g_steal_pointer (&self->newest);
  self->newest = vc_frame_ref (frame);
  self->mailbox = frame;
  g_cond_signal (&self->frame_cond);
}

void
vc_exchange_note_abort (VcExchange *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->stats.aborted++;
}

void
vc_exchange_set_phase (VcExchange *self, VcPhase phase)
{
  gboolean is_news;

  g_mutex_lock (&self->lock);
  is_news = !self->closed && phase != self->phase &&
            (phase != VC_PHASE_STILL || is_at_rest_locked (self));
  if (is_news)
    self->phase = phase;
  g_mutex_unlock (&self->lock);

  if (is_news)
    tell_phase (self);
}
