/* SPDX-License-Identifier: BSD-3-Clause
 *
 * When a view renders, and what its frames tell.
 */

#include <math.h>

#include "view-fixture.h"

static void
test_first_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = fixture_take (fixture);

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
    fixture_push (fixture, VC_EVENT_WHEEL, i, 0);
    fake_scene_sync (fixture->scene);
  }
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 1);
  fake_scene_get_counts (fixture->scene, &counts);
  g_assert_cmpuint (counts.full + counts.interactive, ==, 1);
}

static void
test_idle_without_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) events = NULL;

  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_POINTER_MOVE, 1, 0);
  fake_scene_wait_for_events (fixture->scene, 1);
  fixture_push_key (fixture, "x");
  fake_scene_wait_for_events (fixture->scene, 2);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 1);
}

static void
test_stamp (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_WHEEL, 17, 0);
  frame = fixture_take (fixture);
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
  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_WHEEL, 1, 0);
  coarse = fixture_take (fixture);
  fine = fixture_take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (coarse->width, ==, 32);
  g_assert_cmpint (coarse->view_width, ==, 64);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
  g_assert_cmpint (fine->width, ==, 64);
  g_assert_cmpuint (fine->seq, ==, 1);
  g_assert_cmpint (fine->render_start_us - coarse->render_start_us, >=, 100000);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 3);
}

/* The button is held, but the hand rests. */
static void
test_refinement_while_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) coarse = NULL, fine = NULL;

  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT);
  fixture_push (fixture, VC_EVENT_POINTER_MOVE, 2, VC_BUTTON_LEFT);
  coarse = fixture_take (fixture);
  fine = fixture_take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (fine->tier, ==, VC_TIER_FULL);
}

static void
test_good_enough (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fake_scene_set_interactive (fixture->scene, 1, VC_TIER_FULL);
  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_WHEEL, 1, 0);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  /* Had it been coarse, this key would come before the refinement. */
  fake_scene_emit_changed (fixture->scene, VC_TIER_INTERACTIVE);
  vc_frame_unref (frame);
  frame = fixture_take (fixture);
  g_assert_cmpuint (frame->id, ==, 3);
}

static void
test_change_at_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_take_first (fixture);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 2);
}

static void
test_animation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) last = NULL;

  fixture_take_first (fixture);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (VcFrame) frame = NULL;

    fake_scene_emit_changed (fixture->scene, VC_TIER_INTERACTIVE);
    frame = fixture_take (fixture);
    g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  }
  last = fixture_take (fixture);
  g_assert_cmpint (last->tier, ==, VC_TIER_FULL);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 7);
}

static void
test_sizes_are_clamped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_take_first (fixture);
  vc_view_set_size (fixture->view, -5, 0);
  frame = fixture_take (fixture);
  g_assert_cmpint (frame->view_width, ==, 1);
  g_assert_cmpint (frame->view_height, ==, 1);
}

static void
test_rate_is_limited (Fixture *fixture, gconstpointer data)
{
  gint64 first_us, last_us = 0;

  vc_view_set_max_rate (fixture->view, 100);
  fixture_take_first (fixture);
  first_us = g_get_monotonic_time ();
  for (guint i = 0; i < 30; i++) {
    g_autoptr (VcFrame) frame = NULL;

    fixture_push (fixture, VC_EVENT_WHEEL, i + 1, 0);
    frame = fixture_take (fixture);
    last_us = frame->render_start_us;
  }
  g_assert_cmpint (last_us - first_us, >=, 27 * 10000);
}

static void
test_failed_render (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) frame = NULL;

  fixture_take_first (fixture);
  fake_scene_set_result (fixture->scene, VC_RENDER_FAILED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 1);
  fake_scene_set_result (fixture->scene, VC_RENDER_DONE);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  frame = fixture_take (fixture);
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

  fixture_take_first (fixture);
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_assert_null (vc_view_take_frame (fixture->view, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_dup_frame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) taken = NULL, newest = NULL;

  taken = fixture_take (fixture);
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
  g_autoptr (VcFrame) before = fixture_take (fixture);
  g_autoptr (VcFrame) after = NULL;

  g_assert_false (before->is_ready);
  emit_status (fixture, VC_STATUS_READY, 0, "yes");
  after = fixture_take (fixture);
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
    fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 3 * i, VC_BUTTON_LEFT);
    fixture_push (fixture, VC_EVENT_POINTER_MOVE, 3 * i + 1, VC_BUTTON_LEFT);
    fixture_push (fixture, VC_EVENT_BUTTON_RELEASE, 3 * i + 2, 0);
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
    last = fixture_take (fixture);
  } while (last->seq < 1502);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  while (last->tier != VC_TIER_FULL) {
    vc_frame_unref (last);
    last = fixture_take (fixture);
  }
  renders = fixture_count_renders (fixture);
  g_assert_cmpuint (last->id, ==, renders);
}

static void
on_camera (VcScene *scene, GVariant *camera, gpointer user_data)
{
  ++*(guint *)user_data;
}

static void
emit_camera (VcScene *scene, double x, double angle)
{
  double position[] = {x, 0, 1};
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "position",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                          position, 3,
                                                          sizeof *position));
  g_variant_dict_insert (&dict, "viewAngle", "d", angle);
  vc_scene_emit_camera_changed (scene, g_variant_dict_end (&dict));
}

/* JSON would make zeros of it. */
static void
test_camera_at_infinity (void)
{
  g_autoptr (VcScene) scene = VC_SCENE (fake_scene_new ());
  guint n_told = 0;

  g_signal_connect (scene, "camera-changed", G_CALLBACK (on_camera), &n_told);
  emit_camera (scene, INFINITY, 30);
  emit_camera (scene, NAN, 30);
  emit_camera (scene, 1, -INFINITY);
  g_assert_cmpuint (n_told, ==, 0);
  emit_camera (scene, 1, 30);
  g_assert_cmpuint (n_told, ==, 1);
}

static void
test_many_views (void)
{
  for (guint i = 0; i < 100; i++) {
    Fixture fixture;

    fixture_set_up (&fixture, NULL);
    fixture_push (&fixture, VC_EVENT_WHEEL, 1, 0);
    fixture_tear_down (&fixture, NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_test ("/view/first-frame", test_first_frame);
  fixture_add_test ("/view/idle-without-taker", test_idle_without_taker);
  fixture_add_test ("/view/idle-without-change", test_idle_without_change);
  fixture_add_test ("/view/stamp", test_stamp);
  fixture_add_test ("/view/refinement", test_refinement);
  fixture_add_test ("/view/refinement-while-held", test_refinement_while_held);
  fixture_add_test ("/view/good-enough", test_good_enough);
  fixture_add_test ("/view/change-at-rest", test_change_at_rest);
  fixture_add_test ("/view/animation", test_animation);
  fixture_add_test ("/view/sizes-are-clamped", test_sizes_are_clamped);
  fixture_add_test ("/view/rate-is-limited", test_rate_is_limited);
  fixture_add_test ("/view/failed-render", test_failed_render);
  fixture_add_test ("/view/cancel", test_cancel);
  fixture_add_test ("/view/dup-frame", test_dup_frame);
  fixture_add_test ("/view/status", test_status);
  fixture_add_test ("/view/ready-is-shown", test_ready_is_shown);
  g_test_add_func ("/view/setup-fails", test_setup_fails);
  fixture_add_test ("/view/threads", test_threads);
  g_test_add_func ("/view/camera-at-infinity", test_camera_at_infinity);
  g_test_add_func ("/view/many-views", test_many_views);
  return g_test_run ();
}
