/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEvent: one input event on its way from a person to a scene.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcEventType:
 * @VC_EVENT_POINTER_MOVE: the mouse moved; position and held buttons are valid
 * @VC_EVENT_BUTTON_PRESS: a button went down
 * @VC_EVENT_BUTTON_RELEASE: a button went up
 * @VC_EVENT_WHEEL: the wheel turned by `delta_x`, `delta_y`
 * @VC_EVENT_KEY_PRESS: a key went down (repeats included)
 * @VC_EVENT_KEY_RELEASE: a key went up
 * @VC_EVENT_TOUCH_DOWN: finger `touch_id` came down
 * @VC_EVENT_TOUCH_MOVE: finger `touch_id` moved
 * @VC_EVENT_TOUCH_UP: finger `touch_id` was lifted
 * @VC_EVENT_CANCEL: whatever `viewer` holds is released, at once, wherever it
 * is
 * @VC_EVENT_GESTURE_BEGIN: two fingers began to move. The three gesture types
 *   are made by VcView from touches; scenes get them instead of two-finger
 *   touches
 * @VC_EVENT_GESTURE: `scale`, `rotation`, `delta_x`, `delta_y` since the last
 *   gesture event
 * @VC_EVENT_GESTURE_END: the two fingers are no longer down
 */
typedef enum {
  VC_EVENT_POINTER_MOVE,
  VC_EVENT_BUTTON_PRESS,
  VC_EVENT_BUTTON_RELEASE,
  VC_EVENT_WHEEL,
  VC_EVENT_KEY_PRESS,
  VC_EVENT_KEY_RELEASE,
  VC_EVENT_TOUCH_DOWN,
  VC_EVENT_TOUCH_MOVE,
  VC_EVENT_TOUCH_UP,
  VC_EVENT_CANCEL,
  VC_EVENT_GESTURE_BEGIN,
  VC_EVENT_GESTURE,
  VC_EVENT_GESTURE_END,
} VcEventType;

/* The bit of button n is 1 << (n - 1). */
typedef enum {
  VC_BUTTON_LEFT = 1 << 0,
  VC_BUTTON_MIDDLE = 1 << 1,
  VC_BUTTON_RIGHT = 1 << 2,
} VcButtons;

typedef enum {
  VC_MODIFIER_SHIFT = 1 << 0,
  VC_MODIFIER_CONTROL = 1 << 1,
  VC_MODIFIER_ALT = 1 << 2,
  VC_MODIFIER_META = 1 << 3,
} VcModifiers;

#define VC_EVENT_KEY_MAX 32

/**
 * VcEvent:
 * @type: what happened
 * @viewer: who did it; 0 is the local user
 * @seq: grows with each event of a viewer; 0 = the event has no number
 * @time_us: when the process received it, g_get_monotonic_time()
 * @x: 0…1 from the left edge of the view; outside that range while a button
 *   is held and the pointer has left the view
 * @y: 0…1 from the top edge
 * @buttons: the buttons held after this event
 * @button: the button that changed: 1 left, 2 middle, 3 right; else 0
 * @click_count: 2 for the press that completes a double click, else 1
 * @modifiers: the modifier keys held
 * @delta_x: wheel: notches, positive to the right; gesture: movement of the
 *   midpoint in view widths
 * @delta_y: wheel: notches, positive away from the user (zoom in); gesture:
 *   movement of the midpoint in view heights, positive down
 * @scale: gesture: factor of the distance of the fingers
 * @rotation: gesture: degrees, counter-clockwise
 * @touch_id: which finger
 * @key: X11 keysym name ("a", "A", "Left", "Return", "space"),
 *   zero-terminated
 *
 * A plain value, copied freely.
 */
typedef struct {
  VcEventType type;
  guint viewer;
  guint seq;
  gint64 time_us;
  double x;
  double y;
  VcButtons buttons;
  guint button;
  guint click_count;
  VcModifiers modifiers;
  double delta_x;
  double delta_y;
  double scale;
  double rotation;
  guint touch_id;
  char key[VC_EVENT_KEY_MAX];
} VcEvent;

G_END_DECLS
