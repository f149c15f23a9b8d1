/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTouch: turns the fingers of each viewer into a mouse or a gesture.
 */

#include "touch.h"

#include <math.h>

/* Fingers closer than that, in view heights, have no direction. */
#define DISTANCE_MIN 1e-3

typedef enum {
  STATE_NONE,
  STATE_RESTING,
  STATE_DRAGGING,
  STATE_GESTURE,
} State;

typedef struct {
  guint id;
  double x;
  double y;
} Finger;

/* Two fingers as a gesture sees them. */
typedef struct {
  double x;
  double y;
  double distance;
  double angle;
} Grip;

typedef struct {
  guint viewer;
  State state;
  guint n_fingers;
  Finger fingers[VC_TOUCH_FINGERS_MAX];
  /* Resting: where the first finger came down, and whether it may be a tap. */
  double x;
  double y;
  gboolean may_tap;
  Grip grip;
} Hand;

struct _VcTouch {
  double aspect;
  GPtrArray *hands;
};

static Hand *
find_hand (VcTouch *self, guint viewer)
{
  for (guint i = 0; i < self->hands->len; i++) {
    Hand *hand = g_ptr_array_index (self->hands, i);

    if (hand->viewer == viewer)
      return hand;
  }
  return NULL;
}

static Hand *
add_hand (VcTouch *self, guint viewer)
{
  Hand *hand;

  if (self->hands->len >= VC_TOUCH_VIEWERS_MAX)
    return NULL;
  hand = g_new0 (Hand, 1);
  hand->viewer = viewer;
  g_ptr_array_add (self->hands, hand);
  return hand;
}

static int
find_finger (const Hand *hand, guint id)
{
  for (guint i = 0; i < hand->n_fingers; i++)
    if (hand->fingers[i].id == id)
      return i;
  return -1;
}

static Grip
measure_grip (const Hand *hand, double aspect)
{
  const Finger *a = &hand->fingers[0], *b = &hand->fingers[1];
  double dx = (b->x - a->x) * aspect;
  double dy = b->y - a->y;

  return (Grip){
    .x = (a->x + b->x) / 2,
    .y = (a->y + b->y) / 2,
    .distance = hypot (dx, dy),
    .angle = atan2 (-dy, dx) * 180 / G_PI,
  };
}

static VcEvent *
emit (const VcEvent *cause, VcEventType type, double x, double y, GArray *out)
{
  VcEvent event = *cause;

  event.type = type;
  event.x = x;
  event.y = y;
  event.touch_id = 0;
  event.button = 0;
  event.buttons = 0;
  event.click_count = 1;
  event.scale = 1;
  event.rotation = 0;
  event.delta_x = event.delta_y = 0;
  g_array_append_val (out, event);
  return &g_array_index (out, VcEvent, out->len - 1);
}

static void
emit_button (const VcEvent *cause, VcEventType type, double x, double y,
             GArray *out)
{
  VcEvent *event = emit (cause, type, x, y, out);

  event->button = 1;
  event->buttons = type == VC_EVENT_BUTTON_PRESS ? VC_BUTTON_LEFT : 0;
}

/* Widgets look where the mouse is before a button goes down. */
static void
press (const Hand *hand, const VcEvent *cause, GArray *out)
{
  emit (cause, VC_EVENT_POINTER_MOVE, hand->x, hand->y, out);
  emit_button (cause, VC_EVENT_BUTTON_PRESS, hand->x, hand->y, out);
}

static void
begin_gesture (VcTouch *self, Hand *hand, const VcEvent *cause, GArray *out)
{
  hand->state = STATE_GESTURE;
  hand->grip = measure_grip (hand, self->aspect);
  emit (cause, VC_EVENT_GESTURE_BEGIN, hand->grip.x, hand->grip.y, out);
}

static void
continue_gesture (VcTouch *self, Hand *hand, const VcEvent *cause, GArray *out)
{
  Grip last = hand->grip;
  VcEvent *event;

  hand->grip = measure_grip (hand, self->aspect);
  event = emit (cause, VC_EVENT_GESTURE, hand->grip.x, hand->grip.y, out);
  event->delta_x = hand->grip.x - last.x;
  event->delta_y = hand->grip.y - last.y;
  if (last.distance < DISTANCE_MIN || hand->grip.distance < DISTANCE_MIN)
    return;
  event->scale = hand->grip.distance / last.distance;
  event->rotation = remainder (hand->grip.angle - last.angle, 360);
}

static void
rest (Hand *hand, gboolean may_tap)
{
  hand->state = STATE_RESTING;
  hand->x = hand->fingers[0].x;
  hand->y = hand->fingers[0].y;
  hand->may_tap = may_tap;
}

/* Whatever the fingers do ends. */
static void
let_go (Hand *hand, const VcEvent *cause, GArray *out)
{
  const Finger *finger = &hand->fingers[0];

  if (hand->state == STATE_GESTURE)
    emit (cause, VC_EVENT_GESTURE_END, hand->grip.x, hand->grip.y, out);
  else if (hand->state == STATE_DRAGGING)
    emit_button (cause, VC_EVENT_BUTTON_RELEASE, finger->x, finger->y, out);
  hand->state = STATE_NONE;
}

static void
tap (Hand *hand, const VcEvent *cause, GArray *out)
{
  press (hand, cause, out);
  emit_button (cause, VC_EVENT_BUTTON_RELEASE, hand->x, hand->y, out);
  hand->state = STATE_NONE;
}

static void
put_finger (VcTouch *self, Hand *hand, const VcEvent *event, GArray *out)
{
  if (hand->n_fingers == VC_TOUCH_FINGERS_MAX)
    return;
  hand->fingers[hand->n_fingers++] =
    (Finger){event->touch_id, event->x, event->y};
  if (hand->n_fingers == 1) {
    rest (hand, TRUE);
  } else if (hand->n_fingers == 2) {
    let_go (hand, event, out);
    begin_gesture (self, hand, event, out);
  }
}

static void
lift_finger (VcTouch *self, Hand *hand, guint index, const VcEvent *event,
             GArray *out)
{
  if (index == 0 && hand->state == STATE_RESTING && hand->may_tap)
    tap (hand, event, out);
  else if (index < 2)
    let_go (hand, event, out);

  hand->n_fingers--;
  for (guint i = index; i < hand->n_fingers; i++)
    hand->fingers[i] = hand->fingers[i + 1];

  if (hand->n_fingers == 0 || index >= 2)
    return;
  if (hand->n_fingers == 1)
    rest (hand, FALSE);
  else
    begin_gesture (self, hand, event, out);
}

static void
move_finger (VcTouch *self, Hand *hand, guint index, const VcEvent *event,
             GArray *out)
{
  Finger *finger = &hand->fingers[index];

  finger->x = event->x;
  finger->y = event->y;
  if (hand->state == STATE_GESTURE && index < 2) {
    continue_gesture (self, hand, event, out);
    return;
  }
  if (hand->state == STATE_RESTING &&
      hypot ((finger->x - hand->x) * self->aspect, finger->y - hand->y) >
        VC_TOUCH_DRAG_DISTANCE) {
    press (hand, event, out);
    hand->state = STATE_DRAGGING;
  }
  if (hand->state == STATE_DRAGGING)
    emit (event, VC_EVENT_POINTER_MOVE, finger->x, finger->y, out)->buttons =
      VC_BUTTON_LEFT;
}

static void
on_down (VcTouch *self, const VcEvent *event, GArray *out)
{
  Hand *hand = find_hand (self, event->viewer);
  int index;

  if (!hand)
    hand = add_hand (self, event->viewer);
  if (!hand)
    return;
  /* Down twice: that it was lifted got lost. */
  index = find_finger (hand, event->touch_id);
  if (index >= 0)
    lift_finger (self, hand, index, event, out);
  put_finger (self, hand, event, out);
}

static void
on_move (VcTouch *self, const VcEvent *event, GArray *out)
{
  Hand *hand = find_hand (self, event->viewer);
  int index = hand ? find_finger (hand, event->touch_id) : -1;

  if (index >= 0)
    move_finger (self, hand, index, event, out);
}

static void
on_up (VcTouch *self, const VcEvent *event, GArray *out)
{
  Hand *hand = find_hand (self, event->viewer);
  int index = hand ? find_finger (hand, event->touch_id) : -1;

  if (index < 0)
    return;
  move_finger (self, hand, index, event, out);
  lift_finger (self, hand, index, event, out);
  if (hand->n_fingers == 0)
    g_ptr_array_remove (self->hands, hand);
}

static void
on_cancel (VcTouch *self, const VcEvent *event, GArray *out)
{
  Hand *hand = find_hand (self, event->viewer);

  if (hand) {
    let_go (hand, event, out);
    g_ptr_array_remove (self->hands, hand);
  }
  g_array_append_vals (out, event, 1);
}

VcTouch *
vc_touch_new (void)
{
  VcTouch *self = g_new0 (VcTouch, 1);

  self->aspect = 1;
  self->hands = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
vc_touch_free (VcTouch *self)
{
  g_ptr_array_unref (self->hands);
  g_free (self);
}

void
vc_touch_set_aspect (VcTouch *self, double aspect)
{
  self->aspect = aspect;
  /* The fingers did not move. */
  for (guint i = 0; i < self->hands->len; i++) {
    Hand *hand = g_ptr_array_index (self->hands, i);

    if (hand->state == STATE_GESTURE)
      hand->grip = measure_grip (hand, aspect);
  }
}

void
vc_touch_apply (VcTouch *self, const VcEvent *event, GArray *out)
{
  switch (event->type) {
  case VC_EVENT_TOUCH_DOWN:
    on_down (self, event, out);
    return;
  case VC_EVENT_TOUCH_MOVE:
    on_move (self, event, out);
    return;
  case VC_EVENT_TOUCH_UP:
    on_up (self, event, out);
    return;
  case VC_EVENT_CANCEL:
    on_cancel (self, event, out);
    return;
  case VC_EVENT_GESTURE_BEGIN:
  case VC_EVENT_GESTURE:
  case VC_EVENT_GESTURE_END:
    /* Only made here. */
    return;
  default:
    g_array_append_vals (out, event, 1);
  }
}

void
vc_touch_append_held (const VcTouch *self, GArray *out)
{
  for (guint i = 0; i < self->hands->len; i++) {
    const Hand *hand = g_ptr_array_index (self->hands, i);
    VcEvent cause = {.viewer = hand->viewer};

    if (hand->state == STATE_GESTURE)
      emit (&cause, VC_EVENT_GESTURE_BEGIN, hand->grip.x, hand->grip.y, out);
  }
}
