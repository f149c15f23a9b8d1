/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcView over a fake scene: when it renders, and what the frames tell.
 */

#include "view.h"

#include "fake-scene.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define WATCHDOG_SECONDS 60

typedef struct {
  FakeScene *scene;
  VcView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  fixture->scene = fake_scene_new ();
  fixture->view = vc_view_new (VC_SCENE (fixture->scene), 64, 48, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->scene);
  alarm (0);
}

static VcFrame *
take (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  VcFrame *frame = vc_view_take_frame (fixture->view, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (frame);
  return frame;
}

/* The picture that the view begins with. */
static void
take_first (Fixture *fixture)
{
  g_autoptr (VcFrame) frame = take (fixture);

  g_assert_cmpuint (frame->id, ==, 1);
}

static void
push (Fixture *fixture, VcEventType type, guint seq, VcButtons buttons)
{
  VcEvent event = {
    .type = type,
    .viewer = 4,
    .seq = seq,
    .time_us = 1000 + seq,
    .x = 0.5,
    .y = 0.5,
    .buttons = buttons,
    .button = type == VC_EVENT_POINTER_MOVE ? 0 : 1,
    .delta_y = 1,
  };

  vc_view_push_event (fixture->view, &event);
}

static void
push_key (Fixture *fixture, const char *key)
{
  VcEvent event = {.type = VC_EVENT_KEY_PRESS};

  g_strlcpy (event.key, key, sizeof event.key);
  vc_view_push_event (fixture->view, &event);
}

static guint64
count_renders (Fixture *fixture)
{
  VcViewStats stats;

  fake_scene_sync (fixture->scene);
  vc_view_get_stats (fixture->view, &stats);
  return stats.renders;
}

static void
test_first_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = take (fixture);

  g_assert_cmpuint (frame->id, ==, 1);
  g_assert_cmpint (frame->view_width, ==, 64);
  g_assert_cmpint (frame->view_height, ==, 48);
  g_assert_cmpint (frame->width, ==, 64);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  g_assert_cmpuint (frame->seq, ==, 0);
  g_assert_cmpint (frame->input_time_us, ==, 0);
  g_assert_cmpint (frame->render_start_us, >, 0);
  g_assert_cmpint (frame->render_end_us, >=, frame->render_start_us);
}

static void
test_idle_without_taker (Fixture *fixture, gconstpointer data)
{
  FakeCounts counts;

  fake_scene_wait (fixture->scene, fake_has_full, 1);
  for (guint i = 1; i < 50; i++) {
    push (fixture, VC_EVENT_WHEEL, i, 0);
    fake_scene_sync (fixture->scene);
  }
  g_assert_cmpuint (count_renders (fixture), ==, 1);
  fake_scene_get_counts (fixture->scene, &counts);
  g_assert_cmpuint (counts.full + counts.interactive, ==, 1);
}

static void
test_idle_without_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) events = NULL;

  take_first (fixture);
  push (fixture, VC_EVENT_POINTER_MOVE, 1, 0);
  fake_scene_wait_for_events (fixture->scene, 1);
  push_key (fixture, "x");
  fake_scene_wait_for_events (fixture->scene, 2);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
}

static void
test_stamp (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  push (fixture, VC_EVENT_WHEEL, 17, 0);
  frame = take (fixture);
  g_assert_cmpuint (frame->id, ==, 2);
  g_assert_cmpuint (frame->viewer, ==, 4);
  g_assert_cmpuint (frame->seq, ==, 17);
  g_assert_cmpint (frame->input_time_us, ==, 1017);
  g_assert_cmpuint (frame->pixels[0], ==, 1);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
}

/* One coarse picture, one good one, then nothing. */
static void
test_refinement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) coarse = NULL, fine = NULL;

  fake_scene_set_interactive (fixture->scene, 2, VC_TIER_INTERACTIVE);
  take_first (fixture);
  push (fixture, VC_EVENT_WHEEL, 1, 0);
  coarse = take (fixture);
  fine = take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (coarse->width, ==, 32);
  g_assert_cmpint (coarse->view_width, ==, 64);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
  g_assert_cmpint (fine->width, ==, 64);
  g_assert_cmpuint (fine->seq, ==, 1);
  g_assert_cmpint (fine->render_start_us - coarse->render_start_us, >=, 100000);
  g_assert_cmpuint (count_renders (fixture), ==, 3);
}

/* The button is held, but the hand rests. */
static void
test_refinement_while_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) coarse = NULL, fine = NULL;

  take_first (fixture);
  push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT);
  push (fixture, VC_EVENT_POINTER_MOVE, 2, VC_BUTTON_LEFT);
  coarse = take (fixture);
  fine = take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

static void
test_good_enough (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fake_scene_set_interactive (fixture->scene, 1, VC_TIER_FULL);
  take_first (fixture);
  push (fixture, VC_EVENT_WHEEL, 1, 0);
  frame = take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  /* Had it been coarse, this key would come before the refinement. */
  fake_scene_emit_changed (fixture->scene, VC_TIER_INTERACTIVE);
  vc_frame_unref (frame);
  frame = take (fixture);
  g_assert_cmpuint (frame->id, ==, 3);
}

static void
test_change_at_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  frame = take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  g_assert_cmpuint (count_renders (fixture), ==, 2);
}

static void
test_animation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) last = NULL;

  take_first (fixture);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (VcFrame) frame = NULL;

    fake_scene_emit_changed (fixture->scene, VC_TIER_INTERACTIVE);
    frame = take (fixture);
    g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  }
  last = take (fixture);
  g_assert_cmpint (last->tier, ==, VC_TIER_FULL);
  g_assert_cmpuint (count_renders (fixture), ==, 7);
}

static void
assert_aborted (Fixture *fixture, guint n)
{
  VcViewStats stats;

  fake_scene_wait (fixture->scene, fake_has_aborted, n);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  g_assert_cmpuint (count_renders (fixture), >=, 1);
  vc_view_get_stats (fixture->view, &stats);
  g_assert_cmpuint (stats.aborted, ==, n);
}

static void
test_event_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL, fine = NULL;

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  push (fixture, VC_EVENT_WHEEL, 3, 0);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  frame = take (fixture);
  g_assert_cmpuint (frame->seq, ==, 3);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  assert_aborted (fixture, 1);
  fine = take (fixture);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

/* An event that changes nothing: the picture that was given up is still due. */
static void
test_abandoned_is_repeated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  push_key (fixture, "x");
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = take (fixture);
  g_assert_cmpuint (frame->id, ==, 2);
}

static void
test_hover_does_not_abort (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  push (fixture, VC_EVENT_POINTER_MOVE, 3, 0);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  assert_aborted (fixture, 0);
}

static void
test_way_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL, fine = NULL;

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  vc_view_make_way (fixture->view, G_USEC_PER_SEC);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  fine = take (fixture);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

static void
test_size_aborts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;
  int width, height;

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  vc_view_set_size (fixture->view, 80, 20);
  fake_scene_wait (fixture->scene, fake_has_aborted, 1);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_AT_ONCE);
  frame = take (fixture);
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

  take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
  vc_view_stop (fixture->view);
  vc_view_stop (fixture->view);
  g_assert_null (vc_view_take_frame (fixture->view, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  push (fixture, VC_EVENT_WHEEL, 3, 0);
  vc_view_set_size (fixture->view, 10, 10);
}

static void
test_sizes_are_clamped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  vc_view_set_size (fixture->view, -5, 0);
  frame = take (fixture);
  g_assert_cmpint (frame->view_width, ==, 1);
  g_assert_cmpint (frame->view_height, ==, 1);
}

/* A stale frame in the mailbox is taken, and the next follows at once. */
static void
test_mailbox_holds_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) stale = NULL, fresh = NULL;

  fake_scene_wait (fixture->scene, fake_has_full, 1);
  for (guint i = 1; i <= 20; i++)
    push (fixture, VC_EVENT_WHEEL, i, 0);
  fake_scene_wait_for_events (fixture->scene, 1);
  fake_scene_sync (fixture->scene);
  stale = take (fixture);
  g_assert_cmpuint (stale->seq, ==, 0);
  fresh = take (fixture);
  g_assert_cmpuint (fresh->seq, ==, 20);
}

/* While a frame waits to be taken, moves become one. */
static void
test_moves_coalesce (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;
  g_autoptr (GArray) events = NULL;
  VcViewStats stats;

  push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT);
  fake_scene_wait_for_events (fixture->scene, 1);
  for (guint i = 2; i <= 101; i++)
    push (fixture, VC_EVENT_POINTER_MOVE, i, VC_BUTTON_LEFT);
  take_first (fixture);
  frame = take (fixture);
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

  take_first (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    push (fixture, order[i], i + 1, i == 1 || i == 2 ? VC_BUTTON_LEFT : 0);
  while (TRUE) {
    g_autoptr (VcFrame) frame = take (fixture);

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

  take_first (fixture);
  vc_view_push_event (fixture->view, &event);
  event.type = VC_EVENT_TOUCH_MOVE;
  event.x = 0.7;
  event.seq = 2;
  vc_view_push_event (fixture->view, &event);
  frame = take (fixture);
  g_assert_cmpuint (frame->pixels[0], ==, 1);
  g_assert_cmpuint (frame->seq, ==, 2);
}

static void
test_rate_is_limited (Fixture *fixture, gconstpointer data)
{
  gint64 first_us, last_us = 0;

  vc_view_set_max_rate (fixture->view, 100);
  take_first (fixture);
  first_us = g_get_monotonic_time ();
  for (guint i = 0; i < 30; i++) {
    g_autoptr (VcFrame) frame = NULL;

    push (fixture, VC_EVENT_WHEEL, i + 1, 0);
    frame = take (fixture);
    last_us = frame->render_start_us;
  }
  g_assert_cmpint (last_us - first_us, >=, 27 * 10000);
}

static void
test_failed_render (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  take_first (fixture);
  fake_scene_set_result (fixture->scene, VC_RENDER_FAILED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
  fake_scene_set_result (fixture->scene, VC_RENDER_DONE);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  frame = take (fixture);
  g_assert_cmpuint (frame->id, ==, 2);
}

static gpointer
cancel_later (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  take_first (fixture);
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_assert_null (vc_view_take_frame (fixture->view, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_dup_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) taken = NULL, newest = NULL;

  taken = take (fixture);
  newest = vc_view_dup_frame (fixture->view);
  g_assert_true (newest == taken);
}

static void
on_status (VcView *view, const VcStatus *status, gpointer user_data)
{
  GString *heard = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_string_append_printf (heard, "%d:%g:%s ", status->kind, status->progress,
                          status->text ? status->text : "");
}

static void
emit_status (Fixture *fixture, VcStatusKind kind, double progress,
             const char *text)
{
  g_autoptr (VcStatus) status = vc_status_new (kind, progress, text);

  fake_scene_emit_status (fixture->scene, status);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (VcStatus) last = NULL;

  g_assert_null (vc_view_dup_status (fixture->view));
  g_signal_connect (fixture->view, "status", G_CALLBACK (on_status), heard);
  emit_status (fixture, VC_STATUS_LOADING, 0.25, NULL);
  emit_status (fixture, VC_STATUS_LOADING, 0.5, NULL);
  emit_status (fixture, VC_STATUS_FAILED, 0, "no");
  emit_status (fixture, VC_STATUS_READY, 0, "yes");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (heard->str, ==, "0:0.5: 2:0:no 1:0:yes ");
  last = vc_view_dup_status (fixture->view);
  g_assert_cmpint (last->kind, ==, VC_STATUS_READY);
  g_assert_cmpstr (last->text, ==, "yes");
}

/* There is always a picture from after the scene became ready. */
static void
test_ready_is_shown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) before = take (fixture);
  g_autoptr (VcFrame) after = NULL;

  g_assert_false (before->is_ready);
  emit_status (fixture, VC_STATUS_READY, 0, "yes");
  after = take (fixture);
  g_assert_true (after->is_ready);
}

static void
test_setup_fails (void)
{
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (GError) error = NULL;

  fake_scene_fail_setup (scene, "There is no display");
  g_assert_null (vc_view_new (VC_SCENE (scene), 64, 48, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "There is no display");
}

static gpointer
push_many (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 1; i <= 500; i++) {
    push (fixture, VC_EVENT_BUTTON_PRESS, 3 * i, VC_BUTTON_LEFT);
    push (fixture, VC_EVENT_POINTER_MOVE, 3 * i + 1, VC_BUTTON_LEFT);
    push (fixture, VC_EVENT_BUTTON_RELEASE, 3 * i + 2, 0);
    if (i % 50 == 0)
      vc_view_set_size (fixture->view, 32 + i % 7, 32 + i % 5);
  }
  return NULL;
}

/* Everybody at once; afterwards nothing is held and nothing happens. */
static void
test_threads (Fixture *fixture, gconstpointer data)
{
  GThread *threads[3];
  g_autoptr (VcFrame) last = NULL;
  guint64 renders;

  vc_view_set_max_rate (fixture->view, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("push", push_many, fixture);
  do {
    g_autoptr (VcFrame) newest = vc_view_dup_frame (fixture->view);

    g_clear_pointer (&last, vc_frame_unref);
    last = take (fixture);
  } while (last->seq < 1502);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  while (last->tier != VC_TIER_FULL) {
    vc_frame_unref (last);
    last = take (fixture);
  }
  renders = count_renders (fixture);
  g_assert_cmpuint (last->id, ==, renders);
}

static void
test_many_views (void)
{
  for (guint i = 0; i < 100; i++) {
    Fixture fixture;

    set_up (&fixture, NULL);
    push (&fixture, VC_EVENT_WHEEL, 1, 0);
    tear_down (&fixture, NULL);
  }
}

static void
on_phase (VcView *view, int phase, gpointer user_data)
{
  GArray *phases = user_data;

  g_array_append_val (phases, phase);
}

static void
wait_for_still (Fixture *fixture, guint64 id)
{
  while (vc_view_get_still_id (fixture->view) != id)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_still (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) phases = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (VcFrame) coarse = NULL;
  g_autoptr (VcFrame) fine = NULL;
  g_autoptr (VcFrame) still = NULL;

  fake_scene_set_interactive (fixture->scene, 2, VC_TIER_INTERACTIVE);
  g_signal_connect (fixture->view, "phase", G_CALLBACK (on_phase), phases);
  /* It needs no taker. */
  wait_for_still (fixture, 1);
  take_first (fixture);
  push (fixture, VC_EVENT_WHEEL, 1, 0);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  coarse = take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  fine = take (fixture);
  wait_for_still (fixture, fine->id);
  still = vc_view_dup_still (fixture->view);
  g_assert_true (still->pixels == fine->pixels);
  g_assert_cmpuint (still->seq, ==, 1);

  while (phases->len == 0 ||
         g_array_index (phases, int, phases->len - 1) != VC_PHASE_STILL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (vc_view_get_phase (fixture->view), ==, VC_PHASE_STILL);
  g_assert_cmpuint (count_renders (fixture), ==, 3);
  g_signal_handlers_disconnect_by_data (fixture->view, phases);
}

/* What moves nothing does no more than interrupt; a hover not even that. */
static void
test_still_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) phases = g_array_new (FALSE, FALSE, sizeof (int));

  wait_for_still (fixture, 1);
  g_signal_connect (fixture->view, "phase", G_CALLBACK (on_phase), phases);
  push (fixture, VC_EVENT_POINTER_MOVE, 1, 0);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 1);
  fake_scene_sync (fixture->scene);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 1);
  push_key (fixture, "x");
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  wait_for_still (fixture, 1);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
  while (phases->len == 0 ||
         g_array_index (phases, int, phases->len - 1) != VC_PHASE_STILL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (fixture->view, phases);
}

static void
test_still_makes_way (Fixture *fixture, gconstpointer data)
{
  wait_for_still (fixture, 1);
  vc_view_make_way (fixture->view, G_USEC_PER_SEC);
  fake_scene_sync (fixture->scene);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 1);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
}

/* A change from within, another size, a failure. */
static void
test_still_ends (Fixture *fixture, gconstpointer data)
{
  wait_for_still (fixture, 1);
  take_first (fixture);
  vc_view_set_size (fixture->view, 32, 32);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), !=, 1);
  vc_frame_unref (take (fixture));
  wait_for_still (fixture, 2);
  fake_scene_set_result (fixture->scene, VC_RENDER_FAILED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_sync (fixture->scene);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  g_assert_cmpint (vc_view_get_phase (fixture->view), ==, VC_PHASE_REFINING);
  vc_view_stop (fixture->view);
  g_assert_null (vc_view_dup_still (fixture->view));
}

#define ADD(name, func)                                                        \
  g_test_add ("/view/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first-frame", test_first_frame);
  ADD ("idle-without-taker", test_idle_without_taker);
  ADD ("idle-without-change", test_idle_without_change);
  ADD ("stamp", test_stamp);
  ADD ("refinement", test_refinement);
  ADD ("refinement-while-held", test_refinement_while_held);
  ADD ("good-enough", test_good_enough);
  ADD ("change-at-rest", test_change_at_rest);
  ADD ("animation", test_animation);
  ADD ("event-aborts", test_event_aborts);
  ADD ("abandoned-is-repeated", test_abandoned_is_repeated);
  ADD ("hover-does-not-abort", test_hover_does_not_abort);
  ADD ("way-aborts", test_way_aborts);
  ADD ("size-aborts", test_size_aborts);
  ADD ("stop-aborts", test_stop_aborts);
  ADD ("sizes-are-clamped", test_sizes_are_clamped);
  ADD ("mailbox-holds-one", test_mailbox_holds_one);
  ADD ("moves-coalesce", test_moves_coalesce);
  ADD ("order", test_order);
  ADD ("hostile-events", test_hostile_events);
  ADD ("touch-reaches-scene-as-mouse", test_touch_reaches_scene_as_mouse);
  ADD ("rate-is-limited", test_rate_is_limited);
  ADD ("failed-render", test_failed_render);
  ADD ("cancel", test_cancel);
  ADD ("dup-frame", test_dup_frame);
  ADD ("status", test_status);
  ADD ("ready-is-shown", test_ready_is_shown);
  g_test_add_func ("/view/setup-fails", test_setup_fails);
  ADD ("still", test_still);
  ADD ("still-again", test_still_again);
  ADD ("still-makes-way", test_still_makes_way);
  ADD ("still-ends", test_still_ends);
  ADD ("threads", test_threads);
  g_test_add_func ("/view/many-views", test_many_views);
  return g_test_run ();
}
