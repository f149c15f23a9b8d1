/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A journal's session at any time, at any size, and what its scene does then.
 */

#include "canvas.h"
#include "live.h"
#include "replayed.h"
#include "still.h"

/* Is nothing left that would happen by itself? */
static gboolean
is_idle (void)
{
  GMainContext *context = g_main_context_get_thread_default ();
  int priority, timeout;
  GPollFD fds[16];
  gboolean is_ready;

  g_assert_true (g_main_context_acquire (context));
  is_ready = g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout, fds, G_N_ELEMENTS (fds));
  g_main_context_release (context);
  return !is_ready && timeout < 0;
}

/* A replay that is paused stands still. */
static void
assert_still (const VcTimeline *timeline, VcHost *host)
{
  g_autoptr (VcCursor) cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  guint n = vc_timeline_get_record (timeline)->entries->len;

  for (guint i = 1; i <= n; i++) {
    vc_cursor_seek (cursor, i, NULL);
    g_assert_true (is_idle ());
  }
}

/* What time does is not in the events: a flight, and a joystick. */
static void
test_animation (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;

  live_record (live);
  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.55, 0.5);
  live_key (live, "f");
  live_rest (live);
  live_key (live, "j");
  live_press (live, 1, 0.7, 0.6);
  live_pull (live, 1, 0.7, 0.6, 0.6, 0.5);
  live_release (live, 1, 0.6, 0.5);
  live_rest (live);
  live_key (live, "t");
  live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
  live_rest (live);
  timeline = live_end (live);
  host = replayed_open (live->location);
  replayed_assert_same_path (timeline, host, VC_CURSOR_EXACT);
  g_assert_cmpuint (
    replayed_assert_same_stills (timeline, host, VC_CURSOR_EXACT), ==, 3);
  assert_still (timeline, host);
}

/* To and fro, as a slider does. */
static void
test_seek (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;
  g_autoptr (VcCursor) cursor = NULL;
  const VcJournalRecord *record;
  guint n;

  live_record (live);
  live_drag_all (live);
  timeline = live_end (live);
  record = vc_timeline_get_record (timeline);
  n = record->entries->len;
  host = replayed_open (live->location);
  cursor = vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  for (guint i = 0; i < 200; i++) {
    guint index = g_test_rand_int_range (0, n);
    g_autoptr (GVariant) live_state = NULL, now = NULL;
    g_autoptr (GError) error = NULL;

    if (vc_journal_record_get (record, index)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, index + 1, &error);
    g_assert_no_error (error);
    live_state = replayed_get_state (timeline, index);
    now = vc_scene_save_state (vc_host_get_scene (host));
    g_assert_cmpfloat (replayed_compare_cameras (live_state, now), <=, 1e-9);
  }
}

/* (transfer full): of @scene, looked at as @state says, at that size. */
static char *
hash_directly (VcScene *scene, GVariant *state, int width, int height)
{
  static const gint never = 0;
  VcRenderRequest request = {.tier = VC_TIER_FULL, .abort = &never};
  g_autofree guint8 *pixels = g_malloc (4 * width * height);
  VcFrame frame = {.pixels = pixels,
                   .stride = 4 * width,
                   .view_width = width,
                   .view_height = height};

  vc_scene_resize (scene, width, height);
  vc_scene_restore_state (scene, state, NULL);
  vc_scene_render (scene, &request, &frame);
  return vc_still_hash_frame (&frame);
}

/* At another size the camera is the same, and events mean the same. */
static void
test_other_size (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;
  g_autoptr (VcHost) other = NULL;
  g_autoptr (VcCursor) cursor = NULL;
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  const VcJournalRecord *record;

  live_record (live);
  live_drag (live, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (live);
  /* Where it follows the size. */
  live_key (live, "r");
  live_rest (live);
  timeline = live_end (live);
  record = vc_timeline_get_record (timeline);
  host = replayed_open (live->location);
  other = replayed_open (live->location);
  cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EVENTS_ONLY);
  for (guint i = 0; i < record->entries->len; i++) {
    g_autoptr (GVariant) live_state = NULL, now = NULL;
    g_autofree char *sha256 = NULL, *wanted = NULL;
    const VcFrame *frame;

    if (vc_journal_record_get (record, i)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, i + 1, NULL);
    frame = vc_canvas_render (canvas, cursor, 800, 800, NULL);
    g_assert_cmpint (frame->width, ==, 800);
    g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
    sha256 = vc_still_hash_frame (frame);
    live_state = replayed_get_state (timeline, i);
    now = vc_scene_save_state (vc_host_get_scene (host));
    g_assert_cmpfloat (replayed_compare_cameras (live_state, now), <=, 1e-9);
    wanted = hash_directly (vc_host_get_scene (other), live_state, 800, 800);
    g_assert_cmpstr (sha256, ==, wanted);
  }
}

/* What observing costs the render thread, of each frame. */
static void
test_cost (void)
{
  g_autoptr (VcHost) host = replayed_open ("vtkcast:cone");
  gint64 begin;
  double mean;

  begin = g_get_monotonic_time ();
  for (int i = 0; i < 1000; i++)
    g_variant_unref (vc_scene_save_state (vc_host_get_scene (host)));
  mean = (g_get_monotonic_time () - begin) / 1000.0;
  g_test_message ("the state of a scene takes %.1f µs", mean);
  g_assert_cmpfloat (mean, <, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/animation", test_animation);
  g_test_add_func ("/replay/seek", test_seek);
  g_test_add_func ("/replay/other-size", test_other_size);
  g_test_add_func ("/replay/cost", test_cost);
  return g_test_run ();
}
