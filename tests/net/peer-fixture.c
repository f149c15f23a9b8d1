/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A peer whose source a test feeds, and a browser: a second webrtcbin over
 * loopback.
 */

#include "peer-fixture.h"

#include <string.h>

#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

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

static gboolean
on_frame_timer (gpointer user_data)
{
  push_picture (user_data);

  return G_SOURCE_CONTINUE;
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
  fixture_end_motion (fixture);
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

void
fixture_init (int *argc, char ***argv)
{
  g_autoptr (GstPlugin) gcc = NULL;
  g_autoptr (GError) error = NULL;

  gst_init (argc, argv);
  g_test_init (argc, argv, NULL);
  gcc = gst_plugin_load_file (g_getenv ("VC_TEST_GCC"), &error);
  g_assert_no_error (error);
  g_thread_join (vc_peer_warm_up ());
}

void
fixture_add_test (const char *path, gpointer data,
                  void (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

void
fixture_run_for (guint interval_ms)
{
  gint64 end = g_get_monotonic_time () + (gint64)interval_ms * 1000;

  WAIT_UNTIL (g_get_monotonic_time () >= end);
}

void
fixture_push_other_picture (Fixture *fixture)
{
  fixture->n_frames += 60;
  push_picture (fixture);
}

void
fixture_begin_motion (Fixture *fixture)
{
  fixture->timer = g_timeout_add (17, on_frame_timer, fixture);
}

void
fixture_end_motion (Fixture *fixture)
{
  g_clear_handle_id (&fixture->timer, g_source_remove);
}

void
fixture_create_peer (Fixture *fixture)
{
  VcPeerOptions options = {.bitrate = 2000000, .max_rate = 60.0};

  fixture->peer = vc_peer_new (fixture->producer, &options);
  g_signal_connect (fixture->peer, "message", G_CALLBACK (on_message), fixture);
  g_signal_connect (fixture->peer, "channel-open", G_CALLBACK (on_channel_open),
                    fixture);
  g_signal_connect (fixture->peer, "closed", G_CALLBACK (on_closed), fixture);
}

void
fixture_begin_answer (Fixture *fixture, VcPeer *peer, const char *offer)
{
  g_clear_pointer (&fixture->answer, g_free);
  g_clear_error (&fixture->error);
  fixture->is_answered = FALSE;
  vc_peer_answer_async (peer, offer, NULL, on_answered, fixture);
}

void
fixture_answer (Fixture *fixture, const char *offer)
{
  fixture_begin_answer (fixture, fixture->peer, offer);
  WAIT_UNTIL (fixture->is_answered);
}

void
fixture_connect_browser (Fixture *fixture, VcCodec codec)
{
  fixture->browser = browser_new (codec);
  fixture_create_peer (fixture);
  fixture_answer (fixture, browser_get_offer (fixture->browser));
  g_assert_no_error (fixture->error);
  g_test_message ("%s", fixture->answer);
  browser_set_answer (fixture->browser, fixture->answer);
}

void
fixture_wait_for_picture (Fixture *fixture)
{
  WAIT_UNTIL (browser_count_frames (fixture->browser) > 0);
}

gboolean
fixture_has_picture (Fixture *fixture, guint number)
{
  g_autoptr (GstSample) sample = browser_dup_picture (fixture->browser);

  return sample != NULL && compare_luma (sample, number) < 1.5;
}
