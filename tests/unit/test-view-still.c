/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The exact picture of a view at rest.
 */

#include "view-fixture.h"

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
  fixture_take_first (fixture);
  fixture_push (fixture, VC_EVENT_WHEEL, 1, 0);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  coarse = fixture_take (fixture);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  fine = fixture_take (fixture);
  wait_for_still (fixture, fine->id);
  still = vc_view_dup_still (fixture->view);
  g_assert_true (still->pixels == fine->pixels);
  g_assert_cmpuint (still->seq, ==, 1);

  while (phases->len == 0 ||
         g_array_index (phases, int, phases->len - 1) != VC_PHASE_STILL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (vc_view_get_phase (fixture->view), ==, VC_PHASE_STILL);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 3);
  g_signal_handlers_disconnect_by_data (fixture->view, phases);
}

/* What moves nothing does no more than interrupt; a hover not even that. */
static void
test_still_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) phases = g_array_new (FALSE, FALSE, sizeof (int));

  wait_for_still (fixture, 1);
  g_signal_connect (fixture->view, "phase", G_CALLBACK (on_phase), phases);
  fixture_push (fixture, VC_EVENT_POINTER_MOVE, 1, 0);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 1);
  fake_scene_sync (fixture->scene);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 1);
  fixture_push_key (fixture, "x");
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  wait_for_still (fixture, 1);
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 1);
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
  g_assert_cmpuint (fixture_count_renders (fixture), ==, 1);
}

/* A change from within, another size, a failure. */
static void
test_still_ends (Fixture *fixture, gconstpointer data)
{
  wait_for_still (fixture, 1);
  fixture_take_first (fixture);
  vc_view_set_size (fixture->view, 32, 32);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), !=, 1);
  vc_frame_unref (fixture_take (fixture));
  wait_for_still (fixture, 2);
  fake_scene_set_result (fixture->scene, VC_RENDER_FAILED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_sync (fixture->scene);
  g_assert_cmpuint (vc_view_get_still_id (fixture->view), ==, 0);
  g_assert_cmpint (vc_view_get_phase (fixture->view), ==, VC_PHASE_REFINING);
  vc_view_stop (fixture->view);
  g_assert_null (vc_view_dup_still (fixture->view));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_test ("/view/still", test_still);
  fixture_add_test ("/view/still-again", test_still_again);
  fixture_add_test ("/view/still-makes-way", test_still_makes_way);
  fixture_add_test ("/view/still-ends", test_still_ends);
  return g_test_run ();
}
