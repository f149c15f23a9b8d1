/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a peer sends of the pictures of its source, and when it sends nothing.
 */

#include <string.h>

#include "peer-fixture.h"

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  VcCodec codec = GPOINTER_TO_INT (data);
  g_autofree char *rtpmap = NULL;

  fixture_connect_browser (fixture, codec);
  rtpmap = g_strdup_printf ("a=rtpmap:%d %s/90000",
                            codec == VC_CODEC_H264 ? BROWSER_H264_PAYLOAD_TYPE
                                                   : BROWSER_VP8_PAYLOAD_TYPE,
                            codec == VC_CODEC_H264 ? "H264" : "VP8");
  g_assert_nonnull (strstr (fixture->answer, rtpmap));
  g_assert_nonnull (strstr (fixture->answer, "a=extmap:6 http://www.webrtc"));
  g_assert_nonnull (strstr (fixture->answer, "a=extmap:4 http://www.ietf"));
  g_assert_nonnull (strstr (fixture->answer, "a=sendonly"));
  g_assert_nonnull (strstr (fixture->answer, "a=candidate:"));
  g_assert_nonnull (strstr (fixture->answer, "a=ssrc-group:FID "));
  g_assert_null (strstr (fixture->answer, "a=ssrc-group:FID 0"));
  g_assert_cmpstr (vc_peer_get_codec_name (fixture->peer), ==,
                   codec == VC_CODEC_H264 ? "H.264" : "VP8");

  /* The picture was there before the viewer. */
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));

  fixture_begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 40);
  fixture_end_motion (fixture);
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));
  g_assert_cmpuint (browser_count_key_frames (fixture->browser), ==, 1);
}

/* Without its parameter sets a key frame is worse than none, so that they come
 * three times. */
static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  VcCodec codec = GPOINTER_TO_INT (data);

  fixture_connect_browser (fixture, codec);
  fixture_wait_for_picture (fixture);
  if (codec == VC_CODEC_H264)
    WAIT_UNTIL (browser_count_first_repeats (fixture->browser) == 2);
  fixture_run_for (300);
  g_assert_cmpuint (browser_count_first_repeats (fixture->browser), ==,
                    codec == VC_CODEC_H264 ? 2 : 0);
}

/* Every packet says "show at once", and its timestamp is that of a frame. */
static void
test_packets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  guint n_known = 0;
  guint n_packets;
  Packet packet;

  fixture_connect_browser (fixture, VC_CODEC_H264);
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 60);
  fixture_end_motion (fixture);
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));

  for (guint i = 0; i < fixture->timestamps->len; i++)
    g_hash_table_add (known, GUINT_TO_POINTER (g_array_index (
                               fixture->timestamps, guint32, i)));
  g_assert_cmpuint (g_hash_table_size (known), ==, fixture->timestamps->len);

  n_packets = browser_count_packets (fixture->browser);
  for (guint i = 0; i < n_packets; i++) {
    g_assert_true (browser_get_packet (fixture->browser, i, &packet));
    g_assert_cmpuint (packet.payload_type, ==, BROWSER_H264_PAYLOAD_TYPE);
    g_assert_true (packet.has_playout_delay);
    if (packet.marker &&
        g_hash_table_contains (known, GUINT_TO_POINTER (packet.timestamp)))
      n_known++;
  }
  /* A few may have been replaced by newer ones in the encoder's queue. */
  g_assert_cmpuint (n_known, >=, 50);
}

static void
test_key_frames (Fixture *fixture, gconstpointer data)
{
  guint n_frames;

  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (browser_count_frames (fixture->browser) > 60);
  g_assert_cmpuint (browser_count_key_frames (fixture->browser), ==, 1);

  browser_request_key_frame (fixture->browser);
  WAIT_UNTIL (browser_count_key_frames (fixture->browser) == 2);
  n_frames = browser_count_frames (fixture->browser);
  WAIT_UNTIL (browser_count_frames (fixture->browser) > n_frames + 200);
  g_assert_cmpuint (browser_count_key_frames (fixture->browser), ==, 2);
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  guint n_packets;

  fixture_connect_browser (fixture, GPOINTER_TO_INT (data));
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 30);
  fixture_end_motion (fixture);
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));

  /* The tail of the burst, the packets' way, and the report of them. */
  fixture_run_for (1200);
  n_packets = browser_count_packets (fixture->browser);
  fixture_run_for (1500);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, n_packets);

  /* As Chromium does when a stream stops. */
  browser_request_key_frame (fixture->browser);
  fixture_run_for (1500);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, n_packets);
}

/* The last frame and what follows it gets lost; nothing moves any more. */
static void
test_lost_tail (Fixture *fixture, gconstpointer data)
{
  guint n_packets;

  fixture_connect_browser (fixture, VC_CODEC_H264);
  fixture_wait_for_picture (fixture);
  fixture_begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 30);
  fixture_end_motion (fixture);
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));
  fixture_run_for (400);

  browser_set_deaf (fixture->browser, TRUE);
  fixture_push_other_picture (fixture);
  fixture_run_for (1200);
  g_assert_false (fixture_has_picture (fixture, fixture->n_frames - 1));
  browser_set_deaf (fixture->browser, FALSE);

  browser_request_key_frame (fixture->browser);
  WAIT_UNTIL (fixture_has_picture (fixture, fixture->n_frames - 1));

  fixture_run_for (1200);
  n_packets = browser_count_packets (fixture->browser);
  browser_request_key_frame (fixture->browser);
  fixture_run_for (1000);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, n_packets);
}

/* A frame is followed by eight that cost next to nothing, so that the browser
 * notices if its packets got lost, and the picture becomes sharper. */
static void
test_burst_tail (Fixture *fixture, gconstpointer data)
{
  guint n_frames;
  guint64 n_bytes;
  guint n_packets;
  Packet first;
  Packet second;

  fixture_connect_browser (fixture, VC_CODEC_H264);
  fixture_wait_for_picture (fixture);
  fixture_run_for (1300);
  n_frames = browser_count_frames (fixture->browser);
  n_packets = browser_count_packets (fixture->browser);

  fixture_push_other_picture (fixture);
  WAIT_UNTIL (browser_count_frames (fixture->browser) == n_frames + 1);
  n_bytes = browser_count_bytes (fixture->browser);
  WAIT_UNTIL (browser_count_frames (fixture->browser) == n_frames + 9);
  g_assert_cmpuint (browser_count_bytes (fixture->browser) - n_bytes, <, 1000);

  fixture_run_for (500);
  g_assert_cmpuint (browser_count_frames (fixture->browser), ==, n_frames + 9);
  g_assert_true (browser_get_packet (fixture->browser, n_packets, &first));
  g_assert_true (browser_get_packet (
    fixture->browser, browser_count_packets (fixture->browser) - 1, &second));
  g_assert_cmpint ((gint32)(second.timestamp - first.timestamp), >=, 240 * 90);
}

int
main (int argc, char *argv[])
{
  gpointer h264 = GINT_TO_POINTER (VC_CODEC_H264);
  gpointer vp8 = GINT_TO_POINTER (VC_CODEC_VP8);

  fixture_init (&argc, &argv);
  fixture_add_test ("/peer/picture/h264", h264, test_picture);
  fixture_add_test ("/peer/picture/vp8", vp8, test_picture);
  fixture_add_test ("/peer/parameters/h264", h264, test_parameters);
  fixture_add_test ("/peer/parameters/vp8", vp8, test_parameters);
  fixture_add_test ("/peer/packets", NULL, test_packets);
  fixture_add_test ("/peer/key-frames/h264", h264, test_key_frames);
  fixture_add_test ("/peer/key-frames/vp8", vp8, test_key_frames);
  fixture_add_test ("/peer/idle/h264", h264, test_idle);
  fixture_add_test ("/peer/idle/vp8", vp8, test_idle);
  fixture_add_test ("/peer/lost-tail", NULL, test_lost_tail);
  fixture_add_test ("/peer/burst-tail", NULL, test_burst_tail);
  return g_test_run ();
}
