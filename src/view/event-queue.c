/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEventQueue: the events that wait to be applied.
 */

#include "event-queue.h"

#include <math.h>

struct _VcEventQueue {
  GArray *events;
  guint n_firm;
  /* One for each mark, those that were taken included. */
  GQueue patches;
};

static VcEvent *
get_event (VcEventQueue *self, guint i)
{
  return &g_array_index (self->events, VcEvent, i);
}

static gboolean
is_move (const VcEvent *event)
{
  return event->type == VC_EVENT_POINTER_MOVE ||
         event->type == VC_EVENT_TOUCH_MOVE;
}

static gboolean
is_same_motion (const VcEvent *a, const VcEvent *b)
{
  return a->type == b->type && a->viewer == b->viewer &&
         a->buttons == b->buttons && a->touch_id == b->touch_id;
}

/* The newer move goes to the end, where it happened. */
static gboolean
replace_move (VcEventQueue *self, const VcEvent *event)
{
  for (guint i = self->events->len; i > 0; i--) {
    const VcEvent *older = get_event (self, i - 1);

    if (!is_move (older))
      return FALSE;
    if (is_same_motion (older, event)) {
      g_array_remove_index (self->events, i - 1);
      g_array_append_vals (self->events, event, 1);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
add_wheel (VcEventQueue *self, const VcEvent *event)
{
  VcEvent *last;
  double dx, dy;

  if (self->events->len == 0)
    return FALSE;
  last = get_event (self, self->events->len - 1);
  if (last->type != VC_EVENT_WHEEL || last->viewer != event->viewer ||
      last->buttons != event->buttons || last->modifiers != event->modifiers)
    return FALSE;
  dx = last->delta_x + event->delta_x;
  dy = last->delta_y + event->delta_y;
  if (fabs (dx) > VC_EVENT_QUEUE_NOTCHES_MAX ||
      fabs (dy) > VC_EVENT_QUEUE_NOTCHES_MAX)
    return FALSE;
  *last = *event;
  last->delta_x = dx;
  last->delta_y = dy;
  return TRUE;
}

static void
append (VcEventQueue *self, const VcEvent *event)
{
  g_array_append_vals (self->events, event, 1);
  if (!is_move (event))
    self->n_firm++;
}

static void
cancel_viewer (VcEventQueue *self, const VcEvent *event)
{
  VcEvent cancel = {
    .type = VC_EVENT_CANCEL,
    .viewer = event->viewer,
    .seq = event->seq,
    .time_us = event->time_us,
    .x = event->x,
    .y = event->y,
  };
  guint n_kept = 0;

  self->n_firm = 0;
  for (guint i = 0; i < self->events->len; i++) {
    VcEvent kept = *get_event (self, i);

    if (kept.viewer == event->viewer && kept.type != VC_EVENT_QUEUE_MARK)
      continue;
    *get_event (self, n_kept++) = kept;
    if (!is_move (&kept))
      self->n_firm++;
  }
  g_array_set_size (self->events, n_kept);
  append (self, &cancel);
}

static gboolean
ends_with_mark (VcEventQueue *self)
{
  for (guint i = self->events->len; i > 0; i--) {
    const VcEvent *event = get_event (self, i - 1);

    if (!is_move (event))
      return event->type == VC_EVENT_QUEUE_MARK;
  }
  return FALSE;
}

static gboolean
can_join (VcEventQueue *self, VcPatch *last, GVariant *values)
{
  if (!last)
    return FALSE;
  return g_queue_get_length (&self->patches) >= VC_EVENT_QUEUE_PATCHES_MAX ||
         (ends_with_mark (self) && vc_patch_can_add (last, values));
}

VcEventQueue *
vc_event_queue_new (void)
{
  VcEventQueue *self = g_new0 (VcEventQueue, 1);

  self->events = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  return self;
}

void
vc_event_queue_free (VcEventQueue *self)
{
  g_queue_clear_full (&self->patches, (GDestroyNotify)vc_patch_free);
  g_array_unref (self->events);
  g_free (self);
}

VcPushResult
vc_event_queue_push (VcEventQueue *self, const VcEvent *event)
{
  if (is_move (event) && replace_move (self, event))
    return VC_PUSH_COALESCED;
  if (event->type == VC_EVENT_WHEEL && add_wheel (self, event))
    return VC_PUSH_COALESCED;
  if (self->events->len >= VC_EVENT_QUEUE_MAX) {
    cancel_viewer (self, event);
    return VC_PUSH_OVERFLOW;
  }
  append (self, event);
  return VC_PUSH_QUEUED;
}

VcPushResult
vc_event_queue_push_values (VcEventQueue *self, GVariant *values, GTask *task,
                            gint64 time_us)
{
  VcPatch *last = g_queue_peek_tail (&self->patches);
  VcEvent mark = {.type = VC_EVENT_QUEUE_MARK, .time_us = time_us};

  if (can_join (self, last, values)) {
    vc_patch_add (last, values, task);
    return VC_PUSH_COALESCED;
  }
  g_queue_push_tail (&self->patches, vc_patch_new (values, task));
  append (self, &mark);
  return VC_PUSH_QUEUED;
}

VcPatch *
vc_event_queue_take_patch (VcEventQueue *self)
{
  return g_queue_pop_head (&self->patches);
}

GArray *
vc_event_queue_take (VcEventQueue *self, GArray *empty)
{
  GArray *events = self->events;

  if (!empty)
    empty = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  g_array_set_size (empty, 0);
  self->events = empty;
  self->n_firm = 0;
  return events;
}

guint
vc_event_queue_get_length (VcEventQueue *self)
{
  return self->events->len;
}

guint
vc_event_queue_get_n_firm (VcEventQueue *self)
{
  return self->n_firm;
}
