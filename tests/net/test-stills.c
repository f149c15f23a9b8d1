/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Exact stills on their way to a browser: byte by byte, at its pace, and not a
 * chunk more once somebody moves.
 */

#include <string.h>

#include "still-viewer.h"

#define WHEEL                                                                  \
  "[{\"type\":\"wheel\",\"seq\":%u,\"x\":0.5,\"y\":0.5,\"dx\":0,\"dy\":1}]"

static void
test_exact (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);
  g_autoptr (GBytes) file = NULL;

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  g_assert_cmpint (still_viewer_get (viewer, "chunks"), >, 40);
  g_assert_cmpstr (json_object_get_string_member (viewer->head, "type"), ==,
                   "image/webp");
  WAIT_UNTIL (still_viewer_has_all (viewer));
  file = browser_take_data (viewer->browser);
  still_viewer_assert_webp (viewer, file);
  still_viewer_ping (viewer);
  g_assert_cmpuint (still_viewer_count_chunks (viewer), ==,
                    still_viewer_get (viewer, "chunks"));
  g_assert_true (still_viewer_has_heard (viewer, "{\"phase\":\"still\"}"));
  still_viewer_free (viewer);
  house_free (house);
}

static gboolean
get_newest (StillViewer *viewer, Packet *packet)
{
  guint n = browser_count_packets (viewer->browser);

  return n > 0 && browser_get_packet (viewer->browser, n - 1, packet);
}

/* The frame has the timestamp that the head tells, and its repeats, which are
 * for who gets no stills, end with the same six bits. */
static void
test_timestamps (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);
  StillViewer *watcher = still_viewer_come (house, FALSE);
  Packet packet;
  guint before;

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  before = browser_count_packets (watcher->browser);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (still_viewer_count_heads (viewer) == 2);
  WAIT_UNTIL (get_newest (watcher, &packet) &&
              browser_count_packets (watcher->browser) > before &&
              packet.timestamp != (guint32)still_viewer_get (viewer, "rtp") &&
              packet.timestamp % 64 ==
                (guint32)still_viewer_get (viewer, "rtp") % 64);
  g_assert_true (browser_get_packet (watcher->browser, before, &packet));
  g_assert_cmpuint (packet.timestamp % 64, !=, 0);
  still_viewer_free (watcher);
  still_viewer_free (viewer);
  house_free (house);
}

static void
test_window (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  WAIT_UNTIL (still_viewer_count_chunks (viewer) == 2);
  for (guint i = 0; i < 5; i++)
    still_viewer_ping (viewer);
  g_assert_cmpuint (still_viewer_count_chunks (viewer), ==, 2);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), 1);
  WAIT_UNTIL (still_viewer_count_chunks (viewer) >= 3);
  /* What is said twice, of another picture, or of chunks that never were. */
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), 1);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), 0);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), -7);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), G_MAXINT64);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), 4097);
  still_viewer_ack (viewer, still_viewer_get (viewer, "id") + 1, 2);
  still_viewer_ack (viewer, -still_viewer_get (viewer, "id"), 2);
  still_viewer_ack (viewer, G_MAXINT64, G_MAXINT64);
  browser_send (viewer->browser, "still", "{\"channel\":3}");
  still_viewer_ping (viewer);
  still_viewer_ping (viewer);
  /* Two for the one that has come. */
  g_assert_cmpuint (still_viewer_count_chunks (viewer), <=, 4);
  WAIT_UNTIL (still_viewer_has_all (viewer));
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 1);
  still_viewer_free (viewer);
  house_free (house);
}

static void
test_interrupted (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);
  g_autofree char *wheel = g_strdup_printf (WHEEL, 1);
  g_autoptr (GBytes) file = NULL;
  guint on_the_way;

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  WAIT_UNTIL (still_viewer_take_chunks (viewer, 10));
  /* It does not come to rest again. */
  fake_scene_set_full (house->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_set_interactive (house->scene, 2, VC_TIER_INTERACTIVE);
  browser_send (viewer->browser, "input", wheel);
  WAIT_UNTIL (still_viewer_has_heard (viewer, "{\"phase\":\"moving\"}"));
  still_viewer_ping (viewer);
  on_the_way = still_viewer_count_chunks (viewer);
  g_assert_cmpuint (on_the_way, <, still_viewer_get (viewer, "chunks"));
  still_viewer_take_chunks (viewer, on_the_way);
  for (guint i = 0; i < 5; i++)
    still_viewer_ping (viewer);
  g_assert_cmpuint (still_viewer_count_chunks (viewer), ==, on_the_way);

  fake_scene_set_full (house->scene, FAKE_RENDER_AT_ONCE);
  g_bytes_unref (browser_take_data (viewer->browser));
  viewer->first = browser_count_data (viewer->browser);
  vc_view_push_event (
    house->view, &(VcEvent){.type = VC_EVENT_WHEEL, .viewer = 1, .delta_y = 1});
  WAIT_UNTIL (still_viewer_count_heads (viewer) == 2);
  g_assert_cmpint (still_viewer_get (viewer, "seq"), ==, 1);
  WAIT_UNTIL (still_viewer_has_all (viewer));
  file = browser_take_data (viewer->browser);
  still_viewer_assert_webp (viewer, file);
  still_viewer_free (viewer);
  house_free (house);
}

/* A key that changes nothing: the picture goes on where it was. */
static void
test_again (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);
  g_autoptr (GBytes) file = NULL;
  g_autofree char *again = NULL;

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  WAIT_UNTIL (still_viewer_take_chunks (viewer, 10));
  again = g_strdup_printf ("{\"again\":%" G_GINT64_FORMAT ",\"seq\":1}",
                           still_viewer_get (viewer, "id"));
  browser_send (viewer->browser, "input",
                "[{\"type\":\"keydown\",\"seq\":1,\"key\":\"x\"}]");
  WAIT_UNTIL (still_viewer_has_heard (viewer, again));
  WAIT_UNTIL (still_viewer_has_all (viewer));
  g_assert_cmpuint (viewer->n_heads, ==, 1);
  file = browser_take_data (viewer->browser);
  still_viewer_assert_webp (viewer, file);
  still_viewer_free (viewer);
  house_free (house);
}

/* One does not answer, one comes late, one has no channel for stills. */
static void
test_three (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *silent = still_viewer_come (house, TRUE);
  StillViewer *plain = still_viewer_come (house, FALSE);
  StillViewer *late;
  g_autoptr (GBytes) file = NULL;

  WAIT_UNTIL (still_viewer_count_heads (silent) == 1);
  WAIT_UNTIL (still_viewer_count_chunks (silent) == 2);
  late = still_viewer_come (house, TRUE);
  WAIT_UNTIL (still_viewer_count_heads (late) == 1);
  WAIT_UNTIL (still_viewer_has_all (late));
  file = browser_take_data (late->browser);
  still_viewer_assert_webp (late, file);
  g_assert_cmpuint (still_viewer_count_chunks (silent), ==, 2);
  still_viewer_ping (plain);
  g_assert_cmpuint (still_viewer_count_heads (plain) +
                      browser_count_data (plain->browser),
                    ==, 0);
  g_assert_cmpuint (plain->log->len, ==, 0);
  still_viewer_free (silent);
  still_viewer_free (plain);
  still_viewer_free (late);
  house_free (house);
}

static void
assert_end (const char *message, guint n)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  for (guint i = 0; i < n; i++)
    browser_send (viewer->browser, "still", message);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  browser_free (viewer->browser);
  viewer->browser = browser_new (VC_CODEC_VP8);
  still_viewer_free (viewer);
  house_free (house);
}

static void
test_hostile (void)
{
  assert_end ("chunks!", 1);
  assert_end ("{\"ack\":\"x\"}", 1);
  assert_end ("{\"ack\":1,\"chunks\":999}", 5000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/stills/exact", test_exact);
  g_test_add_func ("/stills/timestamps", test_timestamps);
  g_test_add_func ("/stills/window", test_window);
  g_test_add_func ("/stills/interrupted", test_interrupted);
  g_test_add_func ("/stills/again", test_again);
  g_test_add_func ("/stills/three", test_three);
  g_test_add_func ("/stills/hostile", test_hostile);
  return g_test_run ();
}
