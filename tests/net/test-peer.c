/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeer against a second webrtcbin over loopback.
 */

#include <malloc.h>
#include <string.h>

#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

#include "browser.h"
#include "encoder.h"
#include "peer.h"
#include "until.h"

/* Bits per second: next to nothing. */
#define MOST_COLLAPSED 160000
#define WIDTH 320
#define HEIGHT 240

typedef struct {
  GstElement *source;
  VcProducer *producer;
  VcPeer *peer;
  Browser *browser;
  guint timer;
  guint n_frames;
  GArray *timestamps; /* of reports, as RTP */
  char *answer;
  GError *error;
  gboolean is_answered;
  GError *closed;
  GQueue messages;
  guint n_open;
} Fixture;

/* Runs the main context for as long as is needed to see that something does
 * not happen. */
static void
run_for (guint interval_ms)
{
  gint64 end = g_get_monotonic_time () + (gint64)interval_ms * 1000;

  WAIT_UNTIL (g_get_monotonic_time () >= end);
}

/* Flat patches that compress well, with one that moves. */
static GstBuffer *
create_picture (guint number)
{
  GstBuffer *buffer =
    gst_buffer_new_allocate (NULL, WIDTH * HEIGHT * 3 / 2, NULL);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (guint y = 0; y < HEIGHT; y++) {
    for (guint x = 0; x < WIDTH; x++)
      map.data[y * WIDTH + x] = 40 + 10 * (x / 32) + 8 * (y / 32);
  }
  for (guint y = 0; y < 32; y++)
    memset (map.data + y * WIDTH + number * 2 % (WIDTH - 32), 235, 32);
  memset (map.data + WIDTH * HEIGHT, 90, WIDTH * HEIGHT / 4);
  memset (map.data + WIDTH * HEIGHT * 5 / 4, 160, WIDTH * HEIGHT / 4);
  gst_buffer_unmap (buffer, &map);

  return buffer;
}

static void
push_picture (Fixture *fixture)
{
  GstBuffer *buffer = create_picture (fixture->n_frames++);
  GstClock *clock = vc_producer_get_clock (fixture->producer);

  GST_BUFFER_PTS (buffer) =
    gst_clock_get_time (clock) - vc_producer_get_base_time (fixture->producer);
  gst_app_src_push_buffer (GST_APP_SRC (fixture->source), buffer);
}

/* One that has_picture() tells from the last. */
static void
push_other_picture (Fixture *fixture)
{
  fixture->n_frames += 60;
  push_picture (fixture);
}

static gboolean
on_frame_timer (gpointer user_data)
{
  push_picture (user_data);

  return G_SOURCE_CONTINUE;
}

static void
begin_motion (Fixture *fixture)
{
  fixture->timer = g_timeout_add (17, on_frame_timer, fixture);
}

static void
end_motion (Fixture *fixture)
{
  g_clear_handle_id (&fixture->timer, g_source_remove);
}

static void
on_report (VcProducer *producer, const VcFrameReport *report,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  guint32 timestamp =
    (guint32)gst_util_uint64_scale (report->pts, 90000, GST_SECOND);

  g_array_append_val (fixture->timestamps, timestamp);
}

static void
on_message (VcPeer *peer, const char *channel, const char *text,
            gpointer user_data)
{
  Fixture *fixture = user_data;

  g_queue_push_tail (&fixture->messages,
                     g_strdup_printf ("%s:%s", channel, text));
}

static void
on_channel_open (VcPeer *peer, const char *channel, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_open++;
}

static void
on_closed (VcPeer *peer, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_no_error (fixture->closed);
  fixture->closed = g_error_copy (error);
}

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->answer =
    vc_peer_answer_finish (VC_PEER (object), result, &fixture->error);
  fixture->is_answered = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstCaps) caps = gst_caps_new_simple (
    "video/x-raw", "format", G_TYPE_STRING, "I420", "width", G_TYPE_INT, WIDTH,
    "height", G_TYPE_INT, HEIGHT, "framerate", GST_TYPE_FRACTION, 60, 1,
    "colorimetry", G_TYPE_STRING, "bt601", NULL);
  g_autoptr (GError) error = NULL;

  fixture->timestamps = g_array_new (FALSE, FALSE, sizeof (guint32));
  fixture->source = gst_element_factory_make ("appsrc", NULL);
  g_object_set (fixture->source, "caps", caps, "format", GST_FORMAT_TIME,
                "is-live", TRUE, NULL);
  fixture->producer = vc_producer_new_for_source (fixture->source, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->producer, "frame", G_CALLBACK (on_report),
                    fixture);
  g_assert_true (vc_producer_start (fixture->producer, &error));
  push_picture (fixture);
  WAIT_UNTIL (fixture->timestamps->len == 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  end_motion (fixture);
  g_clear_pointer (&fixture->browser, browser_free);
  if (fixture->peer != NULL)
    g_signal_handlers_disconnect_by_data (fixture->peer, fixture);
  g_clear_object (&fixture->peer);
  g_assert_true (vc_peer_drain (10 * G_USEC_PER_SEC));
  vc_producer_stop (fixture->producer);
  g_signal_handlers_disconnect_by_data (fixture->producer, fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->producer);
  g_array_unref (fixture->timestamps);
  g_queue_clear_full (&fixture->messages, g_free);
  g_free (fixture->answer);
  g_clear_error (&fixture->error);
  g_clear_error (&fixture->closed);
}

static void
create_peer (Fixture *fixture)
{
  VcPeerOptions options = {.bitrate = 2000000, .max_rate = 60.0};

  fixture->peer = vc_peer_new (fixture->producer, &options);
  g_signal_connect (fixture->peer, "message", G_CALLBACK (on_message), fixture);
  g_signal_connect (fixture->peer, "channel-open", G_CALLBACK (on_channel_open),
                    fixture);
  g_signal_connect (fixture->peer, "closed", G_CALLBACK (on_closed), fixture);
}

static void
answer (Fixture *fixture, const char *offer)
{
  vc_peer_answer_async (fixture->peer, offer, NULL, on_answered, fixture);
  WAIT_UNTIL (fixture->is_answered);
}

static void
connect_browser (Fixture *fixture, VcCodec codec)
{
  fixture->browser = browser_new (codec);
  create_peer (fixture);
  answer (fixture, browser_get_offer (fixture->browser));
  g_assert_no_error (fixture->error);
  g_test_message ("%s", fixture->answer);
  browser_set_answer (fixture->browser, fixture->answer);
}

static void
wait_for_picture (Fixture *fixture)
{
  WAIT_UNTIL (browser_count_frames (fixture->browser) > 0);
}

static double
compare_luma (GstSample *sample, guint number)
{
  g_autoptr (GstBuffer) expected = create_picture (number);
  GstVideoFrame frame;
  GstVideoInfo info;
  GstMapInfo map;
  guint64 sum = 0;

  g_assert_true (
    gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  /* A link that seems slow gets smaller pictures. */
  if (GST_VIDEO_INFO_WIDTH (&info) != WIDTH)
    return G_MAXDOUBLE;
  g_assert_true (gst_video_frame_map (
    &frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  gst_buffer_map (expected, &map, GST_MAP_READ);
  for (guint y = 0; y < HEIGHT; y++) {
    const guint8 *row = (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA (&frame, 0) +
                        y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0);

    for (guint x = 0; x < WIDTH; x++)
      sum += ABS (row[x] - map.data[y * WIDTH + x]);
  }
  gst_buffer_unmap (expected, &map);
  gst_video_frame_unmap (&frame);

  return (double)sum / (WIDTH * HEIGHT);
}

static gboolean
has_picture (Fixture *fixture, guint number)
{
  g_autoptr (GstSample) sample = browser_dup_picture (fixture->browser);

  return sample != NULL && compare_luma (sample, number) < 1.5;
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  VcCodec codec = GPOINTER_TO_INT (data);
  g_autofree char *rtpmap = NULL;

  connect_browser (fixture, codec);
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
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));

  begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 40);
  end_motion (fixture);
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));
  g_assert_cmpuint (browser_count_key_frames (fixture->browser), ==, 1);
}

/* Every packet says "show at once", and its timestamp is that of a frame. */
static void
test_packets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  guint n_known = 0;
  guint n_packets;
  Packet packet;

  connect_browser (fixture, VC_CODEC_H264);
  wait_for_picture (fixture);
  begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 60);
  end_motion (fixture);
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));

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

  connect_browser (fixture, GPOINTER_TO_INT (data));
  wait_for_picture (fixture);
  begin_motion (fixture);
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

  connect_browser (fixture, GPOINTER_TO_INT (data));
  wait_for_picture (fixture);
  begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 30);
  end_motion (fixture);
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));

  /* The tail of the burst, the packets' way, and the report of them. */
  run_for (1200);
  n_packets = browser_count_packets (fixture->browser);
  run_for (1500);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, n_packets);

  /* As Chromium does when a stream stops. */
  browser_request_key_frame (fixture->browser);
  run_for (1500);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, n_packets);
}

/* The last frame and what follows it gets lost; nothing moves any more. */
static void
test_lost_tail (Fixture *fixture, gconstpointer data)
{
  guint n_packets;

  connect_browser (fixture, VC_CODEC_H264);
  wait_for_picture (fixture);
  begin_motion (fixture);
  WAIT_UNTIL (fixture->n_frames > 30);
  end_motion (fixture);
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));
  run_for (400);

  browser_set_deaf (fixture->browser, TRUE);
  push_other_picture (fixture);
  run_for (1200);
  g_assert_false (has_picture (fixture, fixture->n_frames - 1));
  browser_set_deaf (fixture->browser, FALSE);

  browser_request_key_frame (fixture->browser);
  WAIT_UNTIL (has_picture (fixture, fixture->n_frames - 1));

  run_for (1200);
  n_packets = browser_count_packets (fixture->browser);
  browser_request_key_frame (fixture->browser);
  run_for (1000);
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

  connect_browser (fixture, VC_CODEC_H264);
  wait_for_picture (fixture);
  run_for (1300);
  n_frames = browser_count_frames (fixture->browser);
  n_packets = browser_count_packets (fixture->browser);

  push_other_picture (fixture);
  WAIT_UNTIL (browser_count_frames (fixture->browser) == n_frames + 1);
  n_bytes = browser_count_bytes (fixture->browser);
  WAIT_UNTIL (browser_count_frames (fixture->browser) == n_frames + 9);
  g_assert_cmpuint (browser_count_bytes (fixture->browser) - n_bytes, <, 1000);

  run_for (500);
  g_assert_cmpuint (browser_count_frames (fixture->browser), ==, n_frames + 9);
  g_assert_true (browser_get_packet (fixture->browser, n_packets, &first));
  g_assert_true (browser_get_packet (
    fixture->browser, browser_count_packets (fixture->browser) - 1, &second));
  g_assert_cmpint ((gint32)(second.timestamp - first.timestamp), >=, 240 * 90);
}

static gboolean
take_browser_message (Fixture *fixture, const char *expected)
{
  g_autofree char *message = browser_take_message (fixture->browser);

  if (message != NULL)
    g_assert_cmpstr (message, ==, expected);

  return message != NULL;
}

static gboolean
take_message (Fixture *fixture, const char *expected)
{
  g_autofree char *message = g_queue_pop_head (&fixture->messages);

  if (message != NULL)
    g_assert_cmpstr (message, ==, expected);

  return message != NULL;
}

static void
open_channels (Fixture *fixture)
{
  connect_browser (fixture, VC_CODEC_H264);
  WAIT_UNTIL (fixture->n_open == 2 &&
              browser_is_open (fixture->browser, "input") &&
              browser_is_open (fixture->browser, "control"));
}

static void
test_channels (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (65536, 'x');
  g_autofree char *expected = g_strconcat ("control:", large, NULL);

  g_assert_null (fixture->peer);
  open_channels (fixture);

  browser_send (fixture->browser, "input", "[1]");
  WAIT_UNTIL (take_message (fixture, "input:[1]"));
  browser_send (fixture->browser, "control", "€");
  WAIT_UNTIL (take_message (fixture, "control:€"));
  browser_send (fixture->browser, "control", large);
  WAIT_UNTIL (take_message (fixture, expected));

  g_assert_true (vc_peer_send (fixture->peer, "control", "{}"));
  WAIT_UNTIL (take_browser_message (fixture, "control:{}"));
  g_assert_true (vc_peer_send (fixture->peer, "input", "{\"ack\":1}"));
  WAIT_UNTIL (take_browser_message (fixture, "input:{\"ack\":1}"));
  g_assert_false (vc_peer_send (fixture->peer, "unknown", "{}"));
  g_assert_no_error (fixture->closed);
}

static void
test_binary_message (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  browser_send_data (fixture->browser, "control", 3);
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
  g_assert_false (vc_peer_send (fixture->peer, "control", "{}"));
}

static void
test_many_channels (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *label = g_strdup_printf ("more %u", i);

    browser_open_channel (fixture->browser, label);
  }
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
}

static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (60000, 'x');
  guint n_sent = 0;

  open_channels (fixture);
  browser_set_deaf (fixture->browser, TRUE);
  while (n_sent < 1000 && vc_peer_send (fixture->peer, "control", large))
    n_sent++;
  g_assert_cmpuint (n_sent, >, 1);
  g_assert_cmpuint (n_sent, <, 50);
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  browser_leave (fixture->browser);
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_LEFT);
}

static void
test_stop_early (Fixture *fixture, gconstpointer data)
{
  fixture->browser = browser_new (VC_CODEC_H264);
  create_peer (fixture);
  vc_peer_answer_async (fixture->peer, browser_get_offer (fixture->browser),
                        NULL, on_answered, fixture);
  vc_peer_stop (fixture->peer);
  WAIT_UNTIL (fixture->is_answered);
  g_assert_error (fixture->error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
  g_assert_null (fixture->answer);
}

static void
check_offer (Fixture *fixture, const char *offer, int code)
{
  g_clear_object (&fixture->peer);
  g_clear_error (&fixture->error);
  g_clear_pointer (&fixture->answer, g_free);
  fixture->is_answered = FALSE;
  create_peer (fixture);
  answer (fixture, offer);
  g_assert_error (fixture->error, VC_PEER_ERROR, code);
  g_assert_null (vc_peer_get_codec_name (fixture->peer));
}

static void
test_hostile_offers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cut = NULL;
  const char *offer;

  fixture->browser = browser_new (VC_CODEC_H264);
  offer = browser_get_offer (fixture->browser);
  check_offer (fixture, "", VC_PEER_ERROR_OFFER);
  check_offer (fixture, "<html>", VC_PEER_ERROR_OFFER);
  check_offer (fixture, "v=0\r\n", VC_PEER_ERROR_CODEC);

  /* Cut anywhere, an offer is refused or answered, but harms nobody. */
  for (gsize length = strlen (offer); length > 0; length = length * 4 / 5) {
    g_free (cut);
    cut = g_strndup (offer, length);
    g_clear_object (&fixture->peer);
    g_clear_error (&fixture->error);
    g_clear_pointer (&fixture->answer, g_free);
    fixture->is_answered = FALSE;
    create_peer (fixture);
    answer (fixture, cut);
    g_assert_true ((fixture->answer != NULL) != (fixture->error != NULL));
  }
}

static void
test_candidates (Fixture *fixture, gconstpointer data)
{
  static const char good[] =
    "candidate:1 1 UDP 2015363327 192.0.2.7 5 typ host";
  g_autoptr (GError) error = NULL;

  fixture->browser = browser_new (VC_CODEC_H264);
  create_peer (fixture);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 0, good, &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_clear_error (&error);
  g_assert_null (vc_peer_get_remote_ufrag (fixture->peer));

  answer (fixture, browser_get_offer (fixture->browser));
  g_assert_true (vc_peer_add_candidate (fixture->peer, 0, good, &error));
  g_assert_true (vc_peer_add_candidate (fixture->peer, 1, "", &error));
  g_assert_true (vc_peer_add_candidate (
    fixture->peer, 0, "candidate:1 1 UDP 1 a-b-c.local 5 typ host", &error));
  g_assert_no_error (error);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 2, good, &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_clear_error (&error);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 0, "what", &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_assert_cmpuint (strlen (vc_peer_get_remote_ufrag (fixture->peer)), >=, 4);
  g_assert_cmpuint (strlen (vc_peer_get_remote_pwd (fixture->peer)), >=, 22);

  browser_set_answer (fixture->browser, fixture->answer);
  wait_for_picture (fixture);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static guint64
read_resident_bytes (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));

  return g_ascii_strtoull (strchr (text, ' '), NULL, 10) * 4096;
}

static void
connect_once (Fixture *fixture)
{
  connect_browser (fixture, VC_CODEC_H264);
  wait_for_picture (fixture);
  g_signal_handlers_disconnect_by_data (fixture->peer, fixture);
  vc_peer_stop (fixture->peer);
  g_clear_pointer (&fixture->browser, browser_free);
  g_assert_true (vc_peer_drain (10 * G_USEC_PER_SEC));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&fixture->peer));
  g_clear_pointer (&fixture->answer, g_free);
  fixture->is_answered = FALSE;
  fixture->n_open = 0;
}

static void
test_many_viewers (Fixture *fixture, gconstpointer data)
{
  guint64 bytes;
  guint n_files;

  for (guint i = 0; i < 10; i++)
    connect_once (fixture);
  n_files = count_files ();
  bytes = read_resident_bytes ();

  for (guint i = 0; i < 50; i++)
    connect_once (fixture);
  g_test_message ("%u files before, %u after; %" G_GUINT64_FORMAT
                  " kB before, %" G_GUINT64_FORMAT " after",
                  n_files, count_files (), bytes / 1024,
                  read_resident_bytes () / 1024);
  g_assert_cmpuint (count_files (), <=, n_files);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (read_resident_bytes (), <, bytes + 30 * 1024 * 1024);
#endif
}

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

  connect_browser (fixture, GPOINTER_TO_INT (data));
  wait_for_picture (fixture);
  begin_motion (fixture);
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

  connect_browser (fixture, GPOINTER_TO_INT (data));
  wait_for_picture (fixture);
  begin_motion (fixture);
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

/* When the link was gone for long, every frame is one small packet; its worth
 * is found out all the same. */
static void
test_collapse (Fixture *fixture, gconstpointer data)
{
  guint least;

  connect_browser (fixture, GPOINTER_TO_INT (data));
  wait_for_picture (fixture);
  begin_motion (fixture);
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

  vc_peer_answer_async (other, browser_get_offer (deaf), NULL, on_answered,
                        fixture);
  WAIT_UNTIL (fixture->is_answered);
  browser_set_answer (deaf, fixture->answer);
  g_clear_pointer (&fixture->answer, g_free);
  fixture->is_answered = FALSE;
  WAIT_UNTIL (browser_count_frames (deaf) > 0);

  connect_browser (fixture, VC_CODEC_H264);
  wait_for_picture (fixture);
  begin_motion (fixture);
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

  g_autoptr (GstPlugin) gcc = NULL;
  g_autoptr (GError) error = NULL;

  mallopt (M_ARENA_MAX, 2);
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gcc = gst_plugin_load_file (g_getenv ("VC_TEST_GCC"), &error);
  g_assert_no_error (error);
  g_thread_join (vc_peer_warm_up ());

#define ADD(name, data, func)                                                  \
  g_test_add (name, Fixture, data, set_up, func, tear_down)

  ADD ("/peer/picture/h264", h264, test_picture);
  ADD ("/peer/picture/vp8", vp8, test_picture);
  ADD ("/peer/packets", NULL, test_packets);
  ADD ("/peer/key-frames/h264", h264, test_key_frames);
  ADD ("/peer/key-frames/vp8", vp8, test_key_frames);
  ADD ("/peer/idle/h264", h264, test_idle);
  ADD ("/peer/idle/vp8", vp8, test_idle);
  ADD ("/peer/lost-tail", NULL, test_lost_tail);
  ADD ("/peer/burst-tail", NULL, test_burst_tail);
  ADD ("/peer/congestion/estimate/h264", h264, test_estimate);
  ADD ("/peer/congestion/estimate/vp8", vp8, test_estimate);
  ADD ("/peer/congestion/silence/h264", h264, test_silence);
  ADD ("/peer/congestion/silence/vp8", vp8, test_silence);
  ADD ("/peer/congestion/collapse", h264, test_collapse);
  ADD ("/peer/congestion/other-viewer", NULL, test_other_viewer);
  ADD ("/peer/channels/both-ways", NULL, test_channels);
  ADD ("/peer/channels/binary", NULL, test_binary_message);
  ADD ("/peer/channels/many", NULL, test_many_channels);
  ADD ("/peer/channels/slow-reader", NULL, test_slow_reader);
  ADD ("/peer/leave", NULL, test_leave);
  ADD ("/peer/stop-early", NULL, test_stop_early);
  ADD ("/peer/offers", NULL, test_hostile_offers);
  ADD ("/peer/candidates", NULL, test_candidates);
  ADD ("/peer/many-viewers", NULL, test_many_viewers);

  return g_test_run ();
}
