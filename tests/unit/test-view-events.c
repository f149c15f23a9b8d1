/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What comes while a view renders, and in which order its scene gets it.
 */

#include <math.h>
#include <string.h>

#include "view-fixture.h"

static void
assert_aborted (Fixture *fixture, guint n)
{
  VcViewStats stats;

  fake_scene_wait (fixture->scene, fake_has_aborted, n);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  g_assert_cmpuint (fixture_count_renders (fixture), >=, 1);
  vc_view_get_stats (fixture->view, &stats);
  g_assert_cmpuint (stats.aborted, ==, n);
}

static void
test_event_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL, fine = NULL;

  fixture_begin_full (fixture);
  fixture_push (fixture, VC_EVENT_WHEEL, 3, 0);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  frame = fixture_take (fixture);
  g_assert_cmpuint (frame->seq, ==, 3);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  assert_aborted (fixture, 1);
  fine = fixture_take (fixture);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

/* An event that changes nothing: the picture that was given up is still due. */
static void
test_abandoned_is_repeated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_begin_full (fixture);
  fixture_push_key (fixture, "x");
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = fixture_take (fixture);
  g_assert_cmpuint (frame->id, ==, 2);
}

static void
test_hover_does_not_abort (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_begin_full (fixture);
  fixture_push (fixture, VC_EVENT_POINTER_MOVE, 3, 0);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  assert_aborted (fixture, 0);
}

static void
test_way_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL, fine = NULL;

  fixture_begin_full (fixture);
  vc_view_make_way (fixture->view, G_USEC_PER_SEC);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  fine = fixture_take (fixture);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

static void
test_size_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;
  int width, height;

  fixture_begin_full (fixture);
  vc_view_set_size (fixture->view, 80, 20);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->view_width, ==, 80);
  g_assert_cmpint (frame->height, ==, 20);
  vc_view_get_size (fixture->view, &width, &height);
  g_assert_cmpint (width, ==, 80);
  g_assert_cmpint (height, ==, 20);
}

static void
test_stop_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_begin_full (fixture);
  vc_view_stop (fixture->view);
  vc_view_stop (fixture->view);
  g_assert_null (vc_view_take_frame (fixture->view, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  fixture_push (fixture, VC_EVENT_WHEEL, 3, 0);
  vc_view_set_size (fixture->view, 10, 10);
}

/* A stale frame in the mailbox is taken, and the next follows at once. */
static void
test_mailbox_holds_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) stale = NULL, fresh = NULL;

  fake_scene_wait (fixture->scene, fake_has_full, 1);
  for (guint i = 1; i <= 20; i++)
    fixture_push (fixture, VC_EVENT_WHEEL, i, 0);
  fake_scene_wait_for_events (fixture->scene, 1);
  fake_scene_sync (fixture->scene);
  stale = fixture_take (fixture);
  g_assert_cmpuint (stale->seq, ==, 0);
  fresh = fixture_take (fixture);
  g_assert_cmpuint (fresh->seq, ==, 20);
}

/* While a frame waits to be taken, moves become one. */
static void
test_moves_coalesce (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;
  g_autoptr (GArray) events = NULL;
  VcViewStats stats;

  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT);
  fake_scene_wait_for_events (fixture->scene, 1);
  for (guint i = 2; i <= 101; i++)
    fixture_push (fixture, VC_EVENT_POINTER_MOVE, i, VC_BUTTON_LEFT);
  fixture_take_first (fixture);
  frame = fixture_take (fixture);
  g_assert_cmpuint (frame->seq, ==, 101);
  g_assert_cmpuint (frame->pixels[0], ==, 1);
  events = fake_scene_take_events (fixture->scene);
  g_assert_cmpuint (events->len, ==, 2);
  vc_view_get_stats (fixture->view, &stats);
  g_assert_cmpuint (stats.coalesced, ==, 99);
  g_assert_cmpuint (stats.events, ==, 2);
}

/* The order that a person made is the order that the scene sees. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const VcEventType order[] = {
    VC_EVENT_POINTER_MOVE,   VC_EVENT_BUTTON_PRESS, VC_EVENT_POINTER_MOVE,
    VC_EVENT_BUTTON_RELEASE, VC_EVENT_POINTER_MOVE, VC_EVENT_WHEEL,
    VC_EVENT_POINTER_MOVE,
  };
  g_autoptr (GArray) events = NULL;

  fixture_take_first (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    fixture_push (fixture, order[i], i + 1,
                  i == 1 || i == 2 ? VC_BUTTON_LEFT : 0);
  while (TRUE) {
    g_autoptr (VcFrame) frame = fixture_take (fixture);

    if (frame->seq == 7)
      break;
  }
  events = fake_scene_take_events (fixture->scene);
  g_assert_cmpuint (events->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < events->len; i++)
    g_assert_cmpint (g_array_index (events, VcEvent, i).type, ==, order[i]);
}

static void
test_hostile_events (Fixture *fixture, gconstpointer data)
{
  VcEvent nan = {.type = VC_EVENT_WHEEL, .x = NAN};
  VcEvent inf = {.type = VC_EVENT_WHEEL, .delta_y = INFINITY};
  VcEvent far = {.type = VC_EVENT_WHEEL, .x = -1e300, .y = 1e300};
  VcEvent key = {.type = VC_EVENT_KEY_PRESS};
  g_autoptr (GArray) events = NULL;
  const VcEvent *seen;

  for (guint i = 0; i < VC_EVENT_KEY_MAX; i++)
    key.key[i] = 'k';
  vc_view_push_event (fixture->view, &nan);
  vc_view_push_event (fixture->view, &inf);
  vc_view_push_event (fixture->view, &far);
  vc_view_push_event (fixture->view, &key);
  fake_scene_wait_for_events (fixture->scene, 2);
  events = fake_scene_take_events (fixture->scene);
  g_assert_cmpuint (events->len, ==, 2);
  seen = &g_array_index (events, VcEvent, 0);
  g_assert_cmpfloat (seen->x, ==, -10);
  g_assert_cmpfloat (seen->y, ==, 10);
  g_assert_cmpint (seen->time_us, >, 0);
  seen = &g_array_index (events, VcEvent, 1);
  g_assert_cmpuint (strlen (seen->key), ==, VC_EVENT_KEY_MAX - 1);
}

static void
test_touch_reaches_scene_as_mouse (Fixture *fixture, gconstpointer data)
{
  VcEvent event = {.type = VC_EVENT_TOUCH_DOWN, .x = 0.5, .y = 0.5, .seq = 1};
  g_autoptr (VcFrame) frame = NULL;

  fixture_take_first (fixture);
  vc_view_push_event (fixture->view, &event);
  event.type = VC_EVENT_TOUCH_MOVE;
  event.x = 0.7;
  event.seq = 2;
  vc_view_push_event (fixture->view, &event);
  frame = fixture_take (fixture);
  g_assert_cmpuint (frame->pixels[0], ==, 1);
  g_assert_cmpuint (frame->seq, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_test ("/view/event-aborts", test_event_aborts);
  fixture_add_test ("/view/abandoned-is-repeated", test_abandoned_is_repeated);
  fixture_add_test ("/view/hover-does-not-abort", test_hover_does_not_abort);
  fixture_add_test ("/view/way-aborts", test_way_aborts);
  fixture_add_test ("/view/size-aborts", test_size_aborts);
  fixture_add_test ("/view/stop-aborts", test_stop_aborts);
  fixture_add_test ("/view/mailbox-holds-one", test_mailbox_holds_one);
  fixture_add_test ("/view/moves-coalesce", test_moves_coalesce);
  fixture_add_test ("/view/order", test_order);
  fixture_add_test ("/view/hostile-events", test_hostile_events);
  fixture_add_test ("/view/touch-reaches-scene-as-mouse",
                    test_touch_reaches_scene_as_mouse);
  return g_test_run ();
}
