/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalHeld: what a scene holds after the events that it got.
 */

#include "journal-held.h"

static const struct {
  VcEventType begin;
  VcEventType end;
} pairs[] = {
  {VC_EVENT_BUTTON_PRESS, VC_EVENT_BUTTON_RELEASE},
  {VC_EVENT_TOUCH_DOWN, VC_EVENT_TOUCH_UP},
  {VC_EVENT_GESTURE_BEGIN, VC_EVENT_GESTURE_END},
};

static gboolean
has_position (const VcEvent *event)
{
  return event->type != VC_EVENT_KEY_PRESS &&
         event->type != VC_EVENT_KEY_RELEASE && event->type != VC_EVENT_CANCEL;
}

/* Buttons and fingers have numbers. */
static gboolean
is_same_thing (const VcEvent *a, const VcEvent *b)
{
  return a->viewer == b->viewer && a->button == b->button &&
         a->touch_id == b->touch_id;
}

static void
move_pointer (GArray *held, const VcEvent *event)
{
  for (guint i = 0; i < held->len; i++) {
    VcEvent *hold = &g_array_index (held, VcEvent, i);

    if (hold->viewer != event->viewer || hold->touch_id != event->touch_id)
      continue;
    hold->x = event->x;
    hold->y = event->y;
  }
}

static void
remove_hold (GArray *held, VcEventType type, const VcEvent *event)
{
  for (guint i = held->len; i > 0; i--) {
    const VcEvent *hold = &g_array_index (held, VcEvent, i - 1);

    if (hold->type == type && is_same_thing (hold, event))
      g_array_remove_index (held, i - 1);
  }
}

void
vc_journal_held_apply (GArray *held, const VcEvent *event)
{
  if (has_position (event))
    move_pointer (held, event);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    if (event->type == pairs[i].begin || event->type == pairs[i].end)
      remove_hold (held, pairs[i].begin, event);
    if (event->type == pairs[i].begin)
      g_array_append_vals (held, event, 1);
  }
}

/* Styles move by the difference from where the pointer was last. A double click
 * would do more than hold. */
void
vc_journal_held_press (const GArray *held, GArray *out)
{
  for (guint i = 0; i < held->len; i++) {
    VcEvent event = g_array_index (held, VcEvent, i);
    VcEvent move = event;

    if (!has_position (&event))
      continue;
    move.type = VC_EVENT_POINTER_MOVE;
    move.button = 0;
    event.click_count = 1;
    if (i == 0)
      g_array_append_val (out, move);
    g_array_append_val (out, event);
  }
}

void
vc_journal_held_release (const GArray *held, GArray *out)
{
  for (guint i = held->len; i > 0; i--) {
    VcEvent event = g_array_index (held, VcEvent, i - 1);

    for (gsize j = 0; j < G_N_ELEMENTS (pairs); j++) {
      if (event.type != pairs[j].begin)
        continue;
      event.type = pairs[j].end;
      event.buttons &= ~(event.button ? 1u << (event.button - 1) : 0);
      g_array_append_val (out, event);
      break;
    }
  }
}
