/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtksrc over a fake scene, in a harness.
 */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include <string.h>
#include <unistd.h>

#include "fake-scene.h"
#include "view.h"

#define WATCHDOG_SECONDS 60
#define META "VtkcastFrameMeta"

typedef struct {
  FakeScene *scene;
  VcView *view;
  GstHarness *harness;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GstElement *element;

  alarm (WATCHDOG_SECONDS);
  fixture->scene = fake_scene_new ();
  fixture->view = vc_view_new (VC_SCENE (fixture->scene), 64, 48, &error);
  g_assert_no_error (error);
  element = gst_element_factory_make ("vtksrc", NULL);
  g_assert_nonnull (element);
  g_object_set (element, "view", fixture->view, NULL);
  fixture->harness = gst_harness_new_with_element (element, NULL, "src");
  gst_object_unref (element);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gst_harness_teardown (fixture->harness);
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->scene);
  alarm (0);
}

static void
play (Fixture *fixture, const char *caps)
{
  if (caps)
    gst_harness_set_sink_caps_str (fixture->harness, caps);
  gst_harness_play (fixture->harness);
}

/* (transfer full) */
static GstBuffer *
pull (Fixture *fixture)
{
  GstBuffer *buffer = gst_harness_pull (fixture->harness);

  g_assert_nonnull (buffer);
  return buffer;
}

static void
get_info (Fixture *fixture, GstVideoInfo *info)
{
  g_autoptr (GstCaps) caps =
    gst_pad_get_current_caps (fixture->harness->sinkpad);

  g_assert_nonnull (caps);
  g_assert_true (gst_video_info_from_caps (info, caps));
}

static void
assert_size (Fixture *fixture, int width, int height)
{
  GstVideoInfo info;

  get_info (fixture, &info);
  g_assert_cmpint (info.width, ==, width);
  g_assert_cmpint (info.height, ==, height);
}

/* The first byte of an RGBx buffer is the scene's state. */
static guint
get_state (GstBuffer *buffer)
{
  guint8 byte;

  g_assert_cmpuint (gst_buffer_extract (buffer, 0, &byte, 1), ==, 1);
  return byte;
}

static GstStructure *
get_meta (GstBuffer *buffer)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, META);

  g_assert_nonnull (meta);
  return gst_custom_meta_get_structure (meta);
}

static int
get_tier (GstBuffer *buffer)
{
  int tier = -1;

  g_assert_true (gst_structure_get_int (get_meta (buffer), "tier", &tier));
  return tier;
}

/* (transfer full): a buffer of full quality, after which nothing follows. */
static GstBuffer *
pull_full (Fixture *fixture)
{
  GstBuffer *buffer = pull (fixture);

  while (get_tier (buffer) != VC_TIER_FULL) {
    gst_buffer_unref (buffer);
    buffer = pull (fixture);
  }
  return buffer;
}

static void
push_wheel (Fixture *fixture)
{
  gst_harness_push_upstream_event (
    fixture->harness, gst_navigation_event_new_mouse_scroll (32, 24, 0, 1, 0));
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
test_first_buffer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  GstVideoInfo info;

  play (fixture, NULL);
  buffer = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (GST_VIDEO_INFO_FORMAT (&info), ==, GST_VIDEO_FORMAT_RGBx);
  g_assert_cmpint (info.width, ==, 64);
  g_assert_cmpint (info.height, ==, 48);
  g_assert_cmpint (info.fps_n, ==, 60);
  g_assert_cmpint (info.fps_d, ==, 1);
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, 64 * 48 * 4);
  g_assert_true (GST_BUFFER_PTS_IS_VALID (buffer));
}

static void
test_no_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (VcFrame) frame = NULL;
  GstMapInfo map;

  play (fixture, NULL);
  buffer = pull (fixture);
  frame = vc_view_dup_frame (fixture->view);
  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_assert_true (map.data == frame->pixels);
  gst_buffer_unmap (buffer, &map);
  g_assert_true (GST_MEMORY_IS_READONLY (gst_buffer_peek_memory (buffer, 0)));
}

/* A buffer that is still held is not rendered over. */
static void
test_held_buffers_stay (Fixture *fixture, gconstpointer data)
{
  GstBuffer *held[8];

  play (fixture, NULL);
  held[0] = pull (fixture);
  for (guint i = 1; i < G_N_ELEMENTS (held); i++) {
    push_wheel (fixture);
    held[i] = pull (fixture);
    while (get_state (held[i]) != i) {
      gst_buffer_unref (held[i]);
      held[i] = pull (fixture);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (held); i++) {
    g_assert_cmpuint (get_state (held[i]), ==, i);
    gst_buffer_unref (held[i]);
  }
}

static void
test_outlives_view (void)
{
  Fixture fixture;
  GstBuffer *buffer;

  set_up (&fixture, NULL);
  play (&fixture, NULL);
  buffer = pull (&fixture);
  tear_down (&fixture, NULL);
  g_assert_cmpuint (get_state (buffer), ==, 0);
  gst_buffer_unref (buffer);
}

/* White of the fake scene's state 255 would need 255 events; grey will do: the
 * luma of (0, tier, width) is known. */
static void
test_i420 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  GstVideoInfo info;
  GstVideoFrame mapped;
  double luma = 16 + (0.257 * 0 + 0.504 * VC_TIER_FULL + 0.098 * 64);

  play (fixture, "video/x-raw, format=I420");
  buffer = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (GST_VIDEO_INFO_FORMAT (&info), ==, GST_VIDEO_FORMAT_I420);
  g_assert_true (gst_video_colorimetry_matches (&info.colorimetry,
                                                GST_VIDEO_COLORIMETRY_BT601));
  g_assert_true (gst_video_frame_map (&mapped, &info, buffer, GST_MAP_READ));
  for (int y = 0; y < 48; y++)
    for (int x = 0; x < 64; x++)
      g_assert_cmpfloat_with_epsilon (
        ((guint8 *)mapped.data[0])[y * mapped.info.stride[0] + x], luma, 2);
  gst_video_frame_unmap (&mapped);
}

static void
test_odd_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autofree char *caps = g_strdup_printf (
    "video/x-raw, format=%s, width=37, height=11", (const char *)data);
  GstVideoInfo info;

  play (fixture, caps);
  buffer = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (info.width, ==, 37);
  g_assert_cmpint (info.height, ==, 11);
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, info.size);
}

/* While somebody interacts, the scene renders small; buffers stay large. */
static void
test_reduced_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, coarse = NULL;
  g_autofree char *caps =
    g_strdup_printf ("video/x-raw, format=%s", (const char *)data);
  GstVideoInfo info;

  fake_scene_set_interactive (fixture->scene, 2, VC_TIER_INTERACTIVE);
  play (fixture, caps);
  first = pull (fixture);
  push_wheel (fixture);
  coarse = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (get_tier (coarse), ==, VC_TIER_INTERACTIVE);
  g_assert_cmpuint (gst_buffer_get_size (coarse), ==, info.size);
  assert_size (fixture, 64, 48);
}

static void
test_downstream_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  int width, height;

  play (fixture, "video/x-raw, width=100, height=50");
  buffer = pull (fixture);
  assert_size (fixture, 100, 50);
  vc_view_get_size (fixture->view, &width, &height);
  g_assert_cmpint (width, ==, 100);
  g_assert_cmpint (height, ==, 50);
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, 100 * 50 * 4);
}

/* The scene is idle, and the source waits; then downstream wants another
 * size. */
static void
test_downstream_resizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;

  play (fixture, "video/x-raw, width=64, height=48");
  first = pull (fixture);
  gst_harness_set_sink_caps_str (fixture->harness,
                                 "video/x-raw, width=80, height=20");
  gst_harness_push_upstream_event (fixture->harness,
                                   gst_event_new_reconfigure ());
  second = pull (fixture);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 80 * 20 * 4);
  assert_size (fixture, 80, 20);
}

/* Nothing new is rendered for another format. */
static void
test_downstream_reformats (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;

  play (fixture, "video/x-raw, format=RGBx");
  first = pull (fixture);
  gst_harness_set_sink_caps_str (fixture->harness, "video/x-raw, format=I420");
  gst_harness_push_upstream_event (fixture->harness,
                                   gst_event_new_reconfigure ());
  second = pull (fixture);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 64 * 48 * 3 / 2);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
}

static void
test_view_resizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;

  play (fixture, NULL);
  first = pull (fixture);
  vc_view_set_size (fixture->view, 31, 17);
  second = pull (fixture);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 31 * 17 * 4);
  assert_size (fixture, 31, 17);
  g_assert_cmpuint (gst_harness_buffers_in_queue (fixture->harness), ==, 0);
}

static void
test_properties_resize (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;

  play (fixture, NULL);
  first = pull (fixture);
  g_object_set (fixture->harness->element, "width", 33, NULL);
  second = pull (fixture);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 33 * 48 * 4);
}

/* Downstream takes one size only: it wins. */
static void
test_downstream_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;
  int width, height;

  play (fixture, "video/x-raw, width=64, height=48");
  first = pull (fixture);
  vc_view_set_size (fixture->view, 100, 100);
  second = pull (fixture);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 64 * 48 * 4);
  vc_view_get_size (fixture->view, &width, &height);
  g_assert_cmpint (width, ==, 64);
  g_assert_cmpint (height, ==, 48);
}

static void
test_framerate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;
  GstVideoInfo info;

  g_object_set (fixture->harness->element, "max-framerate", 30, 1, NULL);
  play (fixture, NULL);
  first = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (info.fps_n, ==, 30);
  g_object_set (fixture->harness->element, "max-framerate", 15, 1, NULL);
  second = pull (fixture);
  get_info (fixture, &info);
  g_assert_cmpint (info.fps_n, ==, 15);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
}

static void
test_impossible_caps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_bus (fixture->harness->element, bus);
  play (fixture, "video/x-raw, format=NV12");
  message =
    gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_element_set_bus (fixture->harness->element, NULL);
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;

  play (fixture, NULL);
  buffer = pull (fixture);
  gst_harness_push_upstream_event (
    fixture->harness, gst_navigation_event_new_mouse_move (10, 10, 0));
  fake_scene_wait_for_events (fixture->scene, 1);
  g_assert_cmpuint (count_renders (fixture), ==, 1);
  g_assert_cmpuint (gst_harness_buffers_in_queue (fixture->harness), ==, 0);
}

static void
test_pts (Fixture *fixture, gconstpointer data)
{
  GstClockTime last = GST_CLOCK_TIME_NONE;

  play (fixture, NULL);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GstBuffer) buffer = pull (fixture);
    GstClockTime pts = GST_BUFFER_PTS (buffer);

    g_assert_true (GST_CLOCK_TIME_IS_VALID (pts));
    if (GST_CLOCK_TIME_IS_VALID (last))
      g_assert_cmpuint (gst_util_uint64_scale (pts, 90000, GST_SECOND), >,
                        gst_util_uint64_scale (last, 90000, GST_SECOND));
    last = pts;
    push_wheel (fixture);
  }
}

/* PTS are running times, not counted. */
static void
test_pts_follow_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;

  gst_harness_use_testclock (fixture->harness);
  play (fixture, NULL);
  first = pull (fixture);
  gst_harness_set_time (fixture->harness, 7 * GST_SECOND);
  push_wheel (fixture);
  second = pull (fixture);
  g_assert_cmpuint (GST_BUFFER_PTS (second), ==, 7 * GST_SECOND);
}

static void
test_meta (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;
  GstEvent *event = gst_navigation_event_new_mouse_scroll (32, 24, 0, 1, 0);
  guint viewer, seq;
  gint64 input, start, end;
  guint64 id;

  play (fixture, NULL);
  first = pull (fixture);
  gst_structure_set (gst_event_writable_structure (event), "viewer",
                     G_TYPE_UINT, 3, "seq", G_TYPE_UINT, 77, "time-us",
                     G_TYPE_INT64, (gint64)123456, NULL);
  gst_harness_push_upstream_event (fixture->harness, event);
  second = pull (fixture);
  g_assert_true (gst_structure_get (
    get_meta (second), "viewer", G_TYPE_UINT, &viewer, "seq", G_TYPE_UINT, &seq,
    "input-time", G_TYPE_INT64, &input, "render-start", G_TYPE_INT64, &start,
    "render-end", G_TYPE_INT64, &end, "frame-id", G_TYPE_UINT64, &id, NULL));
  g_assert_cmpuint (viewer, ==, 3);
  g_assert_cmpuint (seq, ==, 77);
  g_assert_cmpint (input, ==, 123456);
  g_assert_cmpint (start, <=, end);
  g_assert_cmpuint (id, ==, 2);
  g_assert_cmpint (get_tier (second), ==, VC_TIER_INTERACTIVE);
}

static void
test_meta_survives_conversion (void)
{
  g_autoptr (GstElement) bin = NULL;
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (VcView) view = vc_view_new (VC_SCENE (scene), 64, 48, NULL);
  g_autoptr (GstBuffer) buffer = NULL;
  GstElement *source;
  GstHarness *harness;

  bin = gst_parse_bin_from_description (
    "vtksrc name=s ! videoconvert ! videoscale ! "
    "video/x-raw, format=I420, width=32 ! identity",
    TRUE, NULL);
  source = gst_bin_get_by_name (GST_BIN (bin), "s");
  g_object_set (source, "view", view, NULL);
  gst_object_unref (source);
  harness =
    gst_harness_new_with_element (gst_object_ref_sink (bin), NULL, "src");
  gst_harness_play (harness);
  buffer = gst_harness_pull (harness);
  g_assert_cmpint (get_tier (buffer), ==, VC_TIER_FULL);
  gst_harness_teardown (harness);
}

/* Pixels of the caps become fractions of the view, also outside of it. */
static void
test_navigation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GArray) events = NULL;
  const VcEvent *drag;

  play (fixture, NULL);
  buffer = pull (fixture);
  gst_harness_push_upstream_event (
    fixture->harness,
    gst_navigation_event_new_mouse_button_press (1, 32, 12, 0));
  gst_harness_push_upstream_event (
    fixture->harness, gst_navigation_event_new_mouse_move (
                        -64, 96, GST_NAVIGATION_MODIFIER_BUTTON1_MASK));
  gst_harness_push_upstream_event (
    fixture->harness,
    gst_navigation_event_new_mouse_button_release (1, 32, 12, 0));
  gst_harness_push_upstream_event (
    fixture->harness, gst_navigation_event_new_key_press (
                        "a", GST_NAVIGATION_MODIFIER_CONTROL_MASK));
  fake_scene_wait_for_events (fixture->scene, 4);
  events = fake_scene_take_events (fixture->scene);
  drag = &g_array_index (events, VcEvent, 1);
  g_assert_cmpint (g_array_index (events, VcEvent, 0).type, ==,
                   VC_EVENT_BUTTON_PRESS);
  g_assert_cmpfloat (drag->x, ==, -1);
  g_assert_cmpfloat (drag->y, ==, 2);
  g_assert_cmpint (drag->buttons, ==, VC_BUTTON_LEFT);
  g_assert_cmpint (g_array_index (events, VcEvent, 2).type, ==,
                   VC_EVENT_BUTTON_RELEASE);
  g_assert_cmpstr (g_array_index (events, VcEvent, 3).key, ==, "a");
  g_assert_cmpint (g_array_index (events, VcEvent, 3).modifiers, ==,
                   VC_MODIFIER_CONTROL);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GArray) events = NULL;

  play (fixture, NULL);
  buffer = pull (fixture);
  gst_harness_push_upstream_event (
    fixture->harness,
    gst_navigation_event_new_mouse_button_press (1, 32, 12, 0));
  gst_harness_push_upstream_event (fixture->harness,
                                   gst_event_new_navigation (gst_structure_new (
                                     "application/x-gst-navigation", "event",
                                     G_TYPE_STRING, "vtkcast-cancel", NULL)));
  fake_scene_wait_for_events (fixture->scene, 2);
  events = fake_scene_take_events (fixture->scene);
  g_assert_cmpint (g_array_index (events, VcEvent, 1).type, ==,
                   VC_EVENT_BUTTON_RELEASE);
}

static void
test_queries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean is_live;
  GstClockTime min, max;

  play (fixture, NULL);
  buffer = pull (fixture);
  g_assert_true (gst_pad_peer_query (fixture->harness->sinkpad, query));
  gst_query_parse_latency (query, &is_live, &min, &max);
  g_assert_true (is_live);
  g_assert_cmpuint (min, ==, 0);
  g_assert_cmpuint (max, ==, GST_CLOCK_TIME_NONE);
}

static void
test_again_and_again (Fixture *fixture, gconstpointer data)
{
  play (fixture, NULL);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GstBuffer) buffer = pull (fixture);

    g_assert_cmpuint (get_state (buffer), ==, 0);
    gst_element_set_state (fixture->harness->element, GST_STATE_NULL);
    gst_element_set_state (fixture->harness->element, GST_STATE_PLAYING);
  }
  g_assert_cmpuint (count_renders (fixture), ==, 1);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) first = NULL, last = NULL;

  play (fixture, NULL);
  first = pull (fixture);
  gst_element_set_state (fixture->harness->element, GST_STATE_PAUSED);
  push_wheel (fixture);
  fake_scene_wait_for_events (fixture->scene, 1);
  gst_element_set_state (fixture->harness->element, GST_STATE_PLAYING);
  last = pull_full (fixture);
  while (get_state (last) != 1) {
    gst_buffer_unref (last);
    last = pull_full (fixture);
  }
}

static void
test_eos (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstEvent) event = NULL;

  play (fixture, NULL);
  buffer = pull (fixture);
  gst_element_send_event (fixture->harness->element, gst_event_new_eos ());
  while (!event || GST_EVENT_TYPE (event) != GST_EVENT_EOS) {
    gst_clear_event (&event);
    event = gst_harness_pull_event (fixture->harness);
    g_assert_nonnull (event);
  }
}

static void
test_view_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstEvent) event = NULL;

  play (fixture, NULL);
  buffer = pull (fixture);
  vc_view_stop (fixture->view);
  while (!event || GST_EVENT_TYPE (event) != GST_EVENT_EOS) {
    gst_clear_event (&event);
    event = gst_harness_pull_event (fixture->harness);
    g_assert_nonnull (event);
  }
}

typedef struct {
  const char *location;
  GQuark domain;
  int code;
} Failure;

static void
test_failure (gconstpointer data)
{
  const Failure *failure = data;
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  element = gst_object_ref_sink (gst_element_factory_make ("vtksrc", NULL));
  gst_element_set_bus (element, bus);
  g_object_set (element, "location", failure->location, NULL);
  g_assert_cmpint (gst_element_set_state (element, GST_STATE_PLAYING), ==,
                   GST_STATE_CHANGE_FAILURE);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  g_test_message ("%s", error->message);
  g_assert_error (error, failure->domain, failure->code);
  /* A sentence, and no remnant of a format. */
  g_assert_nonnull (strchr (error->message, ' '));
  g_assert_null (strchr (error->message, '%'));
  gst_element_set_state (element, GST_STATE_NULL);
  gst_element_set_bus (element, NULL);
  alarm (0);
}

static void
add_failures (void)
{
  static Failure failures[] = {
    {NULL, 0, GST_RESOURCE_ERROR_NOT_FOUND},
    {"/nonexistent/head.nrrd", 0, GST_RESOURCE_ERROR_OPEN_READ},
    {"vtkcast:nothing", 0, GST_RESOURCE_ERROR_OPEN_READ},
    {"", 0, GST_RESOURCE_ERROR_OPEN_READ},
    {"/dev/null", 0, GST_RESOURCE_ERROR_OPEN_READ},
  };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autofree char *path = g_strdup_printf ("/vtksrc/failure/%u", i);

    failures[i].domain = GST_RESOURCE_ERROR;
    g_test_add_data_func (path, &failures[i], test_failure);
  }
}

#define ADD(name, data, func)                                                  \
  g_test_add ("/vtksrc/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  ADD ("first-buffer", NULL, test_first_buffer);
  ADD ("no-copy", NULL, test_no_copy);
  ADD ("held-buffers-stay", NULL, test_held_buffers_stay);
  g_test_add_func ("/vtksrc/outlives-view", test_outlives_view);
  ADD ("i420", NULL, test_i420);
  ADD ("odd-sizes/rgbx", "RGBx", test_odd_sizes);
  ADD ("odd-sizes/i420", "I420", test_odd_sizes);
  ADD ("reduced-size/rgbx", "RGBx", test_reduced_size);
  ADD ("reduced-size/i420", "I420", test_reduced_size);
  ADD ("downstream-size", NULL, test_downstream_size);
  ADD ("downstream-resizes", NULL, test_downstream_resizes);
  ADD ("downstream-reformats", NULL, test_downstream_reformats);
  ADD ("view-resizes", NULL, test_view_resizes);
  ADD ("properties-resize", NULL, test_properties_resize);
  ADD ("downstream-wins", NULL, test_downstream_wins);
  ADD ("framerate", NULL, test_framerate);
  ADD ("impossible-caps", NULL, test_impossible_caps);
  ADD ("idle", NULL, test_idle);
  ADD ("pts", NULL, test_pts);
  ADD ("pts-follow-clock", NULL, test_pts_follow_clock);
  ADD ("meta", NULL, test_meta);
  g_test_add_func ("/vtksrc/meta-survives-conversion",
                   test_meta_survives_conversion);
  ADD ("navigation", NULL, test_navigation);
  ADD ("cancel", NULL, test_cancel);
  ADD ("queries", NULL, test_queries);
  ADD ("again-and-again", NULL, test_again_and_again);
  ADD ("pause", NULL, test_pause);
  ADD ("eos", NULL, test_eos);
  ADD ("view-stops", NULL, test_view_stops);
  add_failures ();
  return g_test_run ();
}
