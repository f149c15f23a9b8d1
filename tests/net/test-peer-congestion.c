/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a peer does when its link carries little, or nothing.
 */

#include "peer-fixture.h"

/* Bits per second: next to nothing. */
#define MOST_COLLAPSED 160000

static VcPeerStats
get_stats (VcPeer *peer)
{
  VcPeerStats stats = {0};

  g_assert_true (vc_peer_get_stats (peer, &stats));

  return stats;
}

/* The browser's reports reach the controller in the peer, and what it finds
 * reaches the encoder. */
static void
test_estimate (Fixture *fixture, gconstpointer data)
{
  VcPeerStats stats = {0};

  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (get_stats (fixture->peer).has_estimate);
  WAIT_UNTIL (get_stats (fixture->peer).acked > 0);
  WAIT_UNTIL (get_stats (fixture->peer).fps > 20);
  stats = get_stats (fixture->peer);
  g_assert_cmpuint (stats.estimate, <=, 2000000);
  g_assert_cmpuint (stats.bitrate, <, stats.estimate);
  /* Small pictures do not need all of it. */
  g_assert_cmpuint (stats.bitrate, >, WIDTH * HEIGHT * 60 / 10);
  g_assert_cmpuint (stats.width, ==, WIDTH);
  g_assert_cmpuint (stats.height, ==, HEIGHT);
  g_assert_cmpuint (stats.quarters, ==, 4);

  vc_peer_stop (fixture->peer);
  g_assert_false (vc_peer_get_stats (fixture->peer, &stats));
}

/* Nothing comes back: less is sent, frames wait raw, and what waits encoded
 * stays short. When reports come again so does the picture. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  guint bitrate;
  guint n_frames;
  guint64 n_skipped;

  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (get_stats (fixture->peer).has_estimate);
  bitrate = get_stats (fixture->peer).bitrate;
  n_skipped = get_stats (fixture->peer).skipped;

  browser_set_deaf (fixture->browser, TRUE);
  WAIT_UNTIL (get_stats (fixture->peer).bitrate < bitrate * 2 / 3);
  WAIT_UNTIL (get_stats (fixture->peer).skipped > n_skipped + 20);
  g_assert_cmpint (get_stats (fixture->peer).pacer_queue_us, <, G_USEC_PER_SEC);

  browser_set_deaf (fixture->browser, FALSE);
  bitrate = get_stats (fixture->peer).bitrate;
  n_frames = browser_count_frames (fixture->browser);
  /* To 85 % of what it was, at once; the rest takes its time. */
  WAIT_UNTIL (get_stats (fixture->peer).bitrate > bitrate * 5 / 4);
  WAIT_UNTIL (browser_count_frames (fixture->browser) > n_frames + 60);
}

/* Each tenth packet is lost, repeats too, and this browser asks for none: what
 * it reports is enough. */
static void
test_loss (Fixture *fixture, gconstpointer data)
{
  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (get_stats (fixture->peer).has_estimate);

  browser_set_loss (fixture->browser, 10);
  WAIT_UNTIL (browser_count_lost (fixture->browser) >= 20);
  browser_set_loss (fixture->browser, 0);
  WAIT_UNTIL (browser_count_missing (fixture->browser) == 0);
}

/* When the link was gone for long, every frame is one small packet; its worth
 * is found out all the same. */
static void
test_collapse (Fixture *fixture, gconstpointer data)
{
  guint least;

  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (get_stats (fixture->peer).has_estimate);

  browser_set_deaf (fixture->browser, TRUE);
  WAIT_UNTIL (get_stats (fixture->peer).bitrate < MOST_COLLAPSED);
  least = get_stats (fixture->peer).estimate;
  browser_set_deaf (fixture->browser, FALSE);
  WAIT_UNTIL (get_stats (fixture->peer).estimate > 3 * least);
}

/* One browser that is cut off takes nothing from another. */
static void
test_other_viewer (Fixture *fixture, gconstpointer data)
{
  VcPeerOptions options = {.bitrate = 2000000, .max_rate = 60.0};
  g_autoptr (VcPeer) other = vc_peer_new (fixture->producer, &options);
  Browser *deaf = browser_new (VC_CODEC_H264);
  guint n_frames;

  fixture_begin_answer (fixture, other, browser_get_offer (deaf));
  WAIT_UNTIL (fixture->is_answered);
  browser_set_answer (deaf, fixture->answer);
  WAIT_UNTIL (browser_count_frames (deaf) > 0);

  fixture_connect_browser (fixture, VC_CODEC_H264);
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (get_stats (other).has_estimate);
  browser_set_deaf (deaf, TRUE);
  WAIT_UNTIL (get_stats (other).skipped > 20);
  n_frames = browser_count_frames (fixture->browser);
  WAIT_UNTIL (browser_count_frames (fixture->browser) > n_frames + 60);
  g_assert_cmpuint (get_stats (fixture->peer).skipped, <,
                    get_stats (fixture->peer).frames / 2);

  vc_peer_stop (other);
  browser_free (deaf);
}

int
main (int argc, char *argv[])
{
  gpointer h264 = GINT_TO_POINTER (VC_CODEC_H264);
  gpointer vp8 = GINT_TO_POINTER (VC_CODEC_VP8);

  fixture_init (&argc, &argv);
  fixture_add_test ("/peer/congestion/estimate/h264", h264, test_estimate);
  fixture_add_test ("/peer/congestion/estimate/vp8", vp8, test_estimate);
  fixture_add_test ("/peer/congestion/silence/h264", h264, test_silence);
  fixture_add_test ("/peer/congestion/silence/vp8", vp8, test_silence);
  fixture_add_test ("/peer/congestion/loss/h264", h264, test_loss);
  fixture_add_test ("/peer/congestion/loss/vp8", vp8, test_loss);
  fixture_add_test ("/peer/congestion/collapse", h264, test_collapse);
  fixture_add_test ("/peer/congestion/other-viewer", NULL, test_other_viewer);
  return g_test_run ();
}
