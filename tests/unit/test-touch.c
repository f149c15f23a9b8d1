/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Fingers become a mouse or a gesture.
 */

#include "touch.h"

#include <math.h>

typedef struct {
  VcTouch *touch;
  GArray *out;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->touch = vc_touch_new ();
  fixture->out = g_array_new (FALSE, FALSE, sizeof (VcEvent));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vc_touch_free (fixture->touch);
  g_array_unref (fixture->out);
}

static void
touch (Fixture *fixture, VcEventType type, guint id, double x, double y)
{
  VcEvent event = {.type = type, .touch_id = id, .x = x, .y = y, .seq = 5};

  vc_touch_apply (fixture->touch, &event, fixture->out);
}

static void
down (Fixture *fixture, guint id, double x, double y)
{
  touch (fixture, VC_EVENT_TOUCH_DOWN, id, x, y);
}

static void
move (Fixture *fixture, guint id, double x, double y)
{
  touch (fixture, VC_EVENT_TOUCH_MOVE, id, x, y);
}

static void
up (Fixture *fixture, guint id, double x, double y)
{
  touch (fixture, VC_EVENT_TOUCH_UP, id, x, y);
}

/* The kinds of what came out since the last call, one letter each. */
static void
assert_kinds (Fixture *fixture, const char *wanted)
{
  static const char letters[] = "mprw+-???x[g]";
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (guint i = 0; i < fixture->out->len; i++) {
    const VcEvent *event = &g_array_index (fixture->out, VcEvent, i);

    g_assert_cmpuint (event->seq, ==, 5);
    g_string_append_c (kinds, letters[event->type]);
  }
  g_assert_cmpstr (kinds->str, ==, wanted);
  g_array_set_size (fixture->out, 0);
}

static void
test_tap_is_click (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.5, 0.5);
  assert_kinds (fixture, "");
  move (fixture, 1, 0.501, 0.5);
  up (fixture, 1, 0.501, 0.5);
  assert_kinds (fixture, "mpr");
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  const VcEvent *press;

  down (fixture, 1, 0.5, 0.5);
  move (fixture, 1, 0.6, 0.5);
  press = &g_array_index (fixture->out, VcEvent, 1);
  g_assert_cmpfloat (press->x, ==, 0.5);
  g_assert_cmpuint (press->button, ==, 1);
  assert_kinds (fixture, "mpm");
  move (fixture, 1, 0.7, 0.5);
  assert_kinds (fixture, "m");
  up (fixture, 1, 0.7, 0.5);
  assert_kinds (fixture, "mr");
  move (fixture, 1, 0.8, 0.5);
  up (fixture, 1, 0.8, 0.5);
  assert_kinds (fixture, "");
}

static void
test_pinch_does_not_drag (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.4, 0.5);
  move (fixture, 1, 0.405, 0.5);
  down (fixture, 2, 0.6, 0.5);
  assert_kinds (fixture, "[");
  move (fixture, 1, 0.3, 0.5);
  assert_kinds (fixture, "g");
  up (fixture, 2, 0.6, 0.5);
  assert_kinds (fixture, "g]");
  up (fixture, 1, 0.3, 0.5);
  assert_kinds (fixture, "");
}

static void
test_second_finger_ends_drag (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.4, 0.5);
  move (fixture, 1, 0.5, 0.5);
  assert_kinds (fixture, "mpm");
  down (fixture, 2, 0.6, 0.5);
  assert_kinds (fixture, "r[");
}

static void
test_back_to_one_finger (Fixture *fixture, gconstpointer data)
{
  const VcEvent *press, *first;

  down (fixture, 1, 0.2, 0.5);
  down (fixture, 2, 0.8, 0.5);
  up (fixture, 1, 0.2, 0.5);
  assert_kinds (fixture, "[g]");
  move (fixture, 2, 0.83, 0.5);
  press = &g_array_index (fixture->out, VcEvent, 1);
  first = &g_array_index (fixture->out, VcEvent, 2);
  g_assert_cmpfloat (press->x, ==, 0.8);
  g_assert_cmpfloat (first->x, ==, 0.83);
  assert_kinds (fixture, "mpm");
  up (fixture, 2, 0.83, 0.5);
  assert_kinds (fixture, "mr");
}

static void
test_third_finger_waits (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.2, 0.5);
  down (fixture, 2, 0.8, 0.5);
  down (fixture, 3, 0.5, 0.9);
  move (fixture, 3, 0.5, 0.8);
  assert_kinds (fixture, "[");
  up (fixture, 1, 0.2, 0.5);
  assert_kinds (fixture, "g][");
  up (fixture, 3, 0.5, 0.8);
  up (fixture, 2, 0.8, 0.5);
  assert_kinds (fixture, "g]");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.4, 0.5);
  move (fixture, 1, 0.5, 0.5);
  touch (fixture, VC_EVENT_CANCEL, 0, 0, 0);
  assert_kinds (fixture, "mpmrx");
  down (fixture, 1, 0.4, 0.5);
  down (fixture, 2, 0.5, 0.5);
  touch (fixture, VC_EVENT_CANCEL, 0, 0, 0);
  assert_kinds (fixture, "[]x");
  up (fixture, 1, 0.4, 0.5);
  assert_kinds (fixture, "");
}

/* Adds up what the gesture events say. */
static VcEvent
sum_gesture (Fixture *fixture)
{
  VcEvent sum = {.scale = 1};

  for (guint i = 0; i < fixture->out->len; i++) {
    const VcEvent *event = &g_array_index (fixture->out, VcEvent, i);

    if (event->type != VC_EVENT_GESTURE)
      continue;
    sum.scale *= event->scale;
    sum.rotation += event->rotation;
    sum.delta_x += event->delta_x;
    sum.delta_y += event->delta_y;
  }
  g_array_set_size (fixture->out, 0);
  return sum;
}

/* Both fingers turn about (0.5, 0.5) in a view of 2:1 and go apart, in so many
 * steps; the sum may not depend on that. */
static void
test_gesture_sums (Fixture *fixture, gconstpointer data)
{
  guint n_steps = GPOINTER_TO_UINT (data);
  VcEvent sum;

  vc_touch_set_aspect (fixture->touch, 2);
  down (fixture, 1, 0.5 - 0.1 / 2, 0.5);
  down (fixture, 2, 0.5 + 0.1 / 2, 0.5);
  for (guint i = 1; i <= n_steps; i++) {
    double angle = G_PI / 2 * i / n_steps;
    double radius = 0.1 * (1 + 2.0 * i / n_steps);
    double dx = radius * cos (angle) / 2, dy = -radius * sin (angle);
    double shift = 0.2 * i / n_steps;

    move (fixture, 1, 0.5 - dx + shift, 0.5 - dy);
    move (fixture, 2, 0.5 + dx + shift, 0.5 + dy);
  }
  sum = sum_gesture (fixture);
  g_assert_cmpfloat_with_epsilon (sum.scale, 3, 1e-6);
  g_assert_cmpfloat_with_epsilon (sum.rotation, 90, 1e-6);
  g_assert_cmpfloat_with_epsilon (sum.delta_x, 0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (sum.delta_y, 0, 1e-6);
}

/* Across the angle where atan2 jumps. */
static void
test_rotation_wraps (Fixture *fixture, gconstpointer data)
{
  down (fixture, 1, 0.5, 0.5);
  down (fixture, 2, 0.3, 0.49);
  move (fixture, 2, 0.3, 0.51);
  g_assert_cmpfloat (fabs (sum_gesture (fixture).rotation), <, 10);
}

static void
test_fingers_on_one_spot (Fixture *fixture, gconstpointer data)
{
  VcEvent sum;

  down (fixture, 1, 0.5, 0.5);
  down (fixture, 2, 0.5, 0.5);
  move (fixture, 2, 0.7, 0.5);
  move (fixture, 2, 0.5, 0.5);
  sum = sum_gesture (fixture);
  g_assert_cmpfloat (sum.scale, ==, 1);
  g_assert_cmpfloat (sum.rotation, ==, 0);
}

static void
test_resize_is_no_gesture (Fixture *fixture, gconstpointer data)
{
  VcEvent sum;

  down (fixture, 1, 0.4, 0.4);
  down (fixture, 2, 0.6, 0.6);
  vc_touch_set_aspect (fixture->touch, 3);
  move (fixture, 2, 0.6, 0.6);
  sum = sum_gesture (fixture);
  g_assert_cmpfloat (sum.scale, ==, 1);
  g_assert_cmpfloat (sum.rotation, ==, 0);
}

#define ADD(name, data, func)                                                  \
  g_test_add ("/touch/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tap-is-click", NULL, test_tap_is_click);
  ADD ("drag", NULL, test_drag);
  ADD ("pinch-does-not-drag", NULL, test_pinch_does_not_drag);
  ADD ("second-finger-ends-drag", NULL, test_second_finger_ends_drag);
  ADD ("back-to-one-finger", NULL, test_back_to_one_finger);
  ADD ("third-finger-waits", NULL, test_third_finger_waits);
  ADD ("cancel", NULL, test_cancel);
  ADD ("gesture-sums/1", GUINT_TO_POINTER (1), test_gesture_sums);
  ADD ("gesture-sums/2", GUINT_TO_POINTER (2), test_gesture_sums);
  ADD ("gesture-sums/50", GUINT_TO_POINTER (50), test_gesture_sums);
  ADD ("rotation-wraps", NULL, test_rotation_wraps);
  ADD ("fingers-on-one-spot", NULL, test_fingers_on_one_spot);
  ADD ("resize-is-no-gesture", NULL, test_resize_is_no_gesture);
  return g_test_run ();
}
