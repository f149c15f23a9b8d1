/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The launch lines of vtksrc's documentation do what they say.
 */

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define WATCHDOG_SECONDS 100
#define N_DRAGS 30
#define VOXELS 32

/* Of 255, mean of all bytes: what a lossy codec may do to a picture. */
#define LOSSY_TOLERANCE 2.0

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  fixture->folder = g_dir_make_tmp ("vtkcast-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, data, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
  alarm (0);
}

static GstElement *
launch (const char *format, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) line = g_string_new (format);
  GstElement *pipeline;

  g_string_replace (line, "PATH", path, 0);
  g_test_message ("%s", line->str);
  pipeline = gst_parse_launch (line->str, &error);
  g_assert_no_error (error);
  return pipeline;
}

/* (transfer full) */
static GstMessage *
wait_for_message (GstElement *pipeline, GstMessageType types)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  return gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, types);
}

static void
wait_for_eos (GstElement *pipeline)
{
  g_autoptr (GstMessage) message =
    wait_for_message (pipeline, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    g_assert_no_error (error);
  }
}

static void
run_to_eos (const char *format, const char *path)
{
  g_autoptr (GstElement) pipeline = launch (format, path);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* All pictures that a line ending in an appsink "sink" gives; (transfer full)
 * (element-type GstSample). */
static GPtrArray *
decode (const char *format, const char *path)
{
  g_autoptr (GstElement) pipeline = launch (format, path);
  g_autoptr (GstElement) sink =
    gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  GPtrArray *samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gst_sample_unref);
  GstSample *sample;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))))
    g_ptr_array_add (samples, sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return samples;
}

/* Mean difference of the colours of two RGBx pictures of the same size. */
static double
compare (GstBuffer *a, GstBuffer *b)
{
  GstMapInfo map_a, map_b;
  guint64 sum = 0;

  g_assert_true (gst_buffer_map (a, &map_a, GST_MAP_READ));
  g_assert_true (gst_buffer_map (b, &map_b, GST_MAP_READ));
  g_assert_cmpuint (map_a.size, ==, map_b.size);
  for (gsize i = 0; i < map_a.size; i++)
    if (i % 4 < 3)
      sum += ABS ((int)map_a.data[i] - (int)map_b.data[i]);
  gst_buffer_unmap (b, &map_b);
  gst_buffer_unmap (a, &map_a);
  return (double)sum / (gst_buffer_get_size (a) / 4 * 3);
}

static GstBuffer *
get_picture (GPtrArray *samples, guint i)
{
  g_assert_cmpuint (samples->len, >, i);
  return gst_sample_get_buffer (g_ptr_array_index (samples, i));
}

/* The part of the pixels that do not look like the top left one. */
static double
measure_content (GstBuffer *picture)
{
  GstMapInfo map;
  gsize n = 0;

  g_assert_true (gst_buffer_map (picture, &map, GST_MAP_READ));
  for (gsize i = 0; i < map.size; i += 4)
    n += ABS ((int)map.data[i] - (int)map.data[0]) > 16 ||
         ABS ((int)map.data[i + 1] - (int)map.data[1]) > 16;
  gst_buffer_unmap (picture, &map);
  return 4.0 * n / gst_buffer_get_size (picture);
}

static void
test_png (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) raw = NULL, png = NULL;

  run_to_eos ("vtksrc location=vtkcast:cone num-buffers=1 ! videoconvert ! "
              "pngenc ! filesink location=PATH",
              fixture->path);
  raw = decode ("vtksrc location=vtkcast:cone num-buffers=1 ! "
                "video/x-raw, format=RGBx ! appsink name=sink",
                "");
  png = decode ("filesrc location=PATH ! pngdec ! videoconvert ! "
                "video/x-raw, format=RGBx ! appsink name=sink",
                fixture->path);
  g_assert_cmpuint (png->len, ==, 1);
  g_assert_cmpfloat (compare (get_picture (raw, 0), get_picture (png, 0)), ==,
                     0);
  g_assert_cmpfloat (measure_content (get_picture (png, 0)), >, 0.1);
}

/* A ball of bone in air. */
static void
write_ball (const char *path, gsize n_bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_string_append_printf (text,
                          "NRRD0004\ntype: short\ndimension: 3\n"
                          "space: left-posterior-superior\n"
                          "sizes: %d %d %d\n"
                          "space directions: (1,0,0) (0,1,0) (0,0,1)\n"
                          "space origin: (0,0,0)\n"
                          "kinds: domain domain domain\n"
                          "endian: little\nencoding: raw\n\n",
                          VOXELS, VOXELS, VOXELS);
  for (int i = 0; i < VOXELS * VOXELS * VOXELS; i++) {
    int x = i % VOXELS - VOXELS / 2, y = i / VOXELS % VOXELS - VOXELS / 2;
    int z = i / VOXELS / VOXELS - VOXELS / 2;
    gint16 value = GINT16_TO_LE (x * x + y * y + z * z < 144 ? 1500 : -1000);

    g_string_append_len (text, (const char *)&value, sizeof value);
  }
  g_assert_true (g_file_set_contents (
    path, text->str, n_bytes ? (gssize)n_bytes : (gssize)text->len, &error));
}

/* The very first buffer shows the data, in full quality. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) pictures = NULL;
  GstCustomMeta *meta;
  int tier;

  write_ball (fixture->path, 0);
  pictures = decode ("vtksrc location=PATH num-buffers=1 width=200 height=150 "
                     "! video/x-raw, format=RGBx ! appsink name=sink",
                     fixture->path);
  g_assert_cmpuint (pictures->len, ==, 1);
  g_assert_cmpfloat (measure_content (get_picture (pictures, 0)), >, 0.02);
  meta =
    gst_buffer_get_custom_meta (get_picture (pictures, 0), "VtkcastFrameMeta");
  g_assert_true (gst_structure_get_int (gst_custom_meta_get_structure (meta),
                                        "tier", &tier));
  g_assert_cmpint (tier, ==, 1);
}

static void
test_broken_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  write_ball (fixture->path, 1000);
  pipeline = launch ("vtksrc location=PATH ! fakesink", fixture->path);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = wait_for_message (pipeline, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_ERROR);
  gst_message_parse_error (message, &error, NULL);
  g_test_message ("%s", error->message);
  g_assert_error (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* What went through a pad. */
typedef struct {
  GMutex lock;
  GCond cond;
  guint n;
  GstBuffer *last;
} Tap;

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Tap *tap = user_data;

  g_mutex_lock (&tap->lock);
  tap->n++;
  gst_buffer_replace (&tap->last, GST_PAD_PROBE_INFO_BUFFER (info));
  g_cond_broadcast (&tap->cond);
  g_mutex_unlock (&tap->lock);
  return GST_PAD_PROBE_OK;
}

static void
wait_for_buffers (Tap *tap, guint n)
{
  g_mutex_lock (&tap->lock);
  while (tap->n < n)
    g_cond_wait (&tap->cond, &tap->lock);
  g_mutex_unlock (&tap->lock);
}

/* A drag with the left button, a picture for each step. */
static void
drag (GstPad *pad, Tap *tap)
{
  wait_for_buffers (tap, 1);
  gst_pad_send_event (
    pad, gst_navigation_event_new_mouse_button_press (1, 640, 360, 0));
  for (guint i = 1; i <= N_DRAGS; i++) {
    gst_pad_send_event (
      pad, gst_navigation_event_new_mouse_move (
             640 + 10 * i, 360 + 5 * i, GST_NAVIGATION_MODIFIER_BUTTON1_MASK));
    wait_for_buffers (tap, 1 + i);
  }
  gst_pad_send_event (pad, gst_navigation_event_new_mouse_button_release (
                             1, 640 + 10 * N_DRAGS, 360 + 5 * N_DRAGS, 0));
}

static void
check_recording (const char *path, const Tap *tap, guint n_least)
{
  g_autoptr (GPtrArray) pictures =
    decode ("filesrc location=PATH ! matroskademux ! avdec_h264 ! "
            "videoconvert ! video/x-raw, format=I420 ! "
            "appsink name=sink sync=false",
            path);
  GstBuffer *first = get_picture (pictures, 0);
  GstBuffer *last = get_picture (pictures, pictures->len - 1);

  g_test_message ("%u pictures; the last one differs by %.2f from what was "
                  "recorded, by %.2f from the first one",
                  pictures->len, compare (last, tap->last),
                  compare (last, first));
  g_assert_cmpuint (pictures->len, <=, tap->n);
  g_assert_cmpuint (pictures->len, >=, n_least);
  g_assert_cmpfloat (compare (last, tap->last), <, LOSSY_TOLERANCE);
  g_assert_cmpfloat (compare (last, first), >, 2 * LOSSY_TOLERANCE);
}

/* (transfer full): the line of vtksrc's documentation that has @word in it, for
 * a cone, a file of the test and a computer without a display. */
static char *
find_documented_line (const char *word)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) blocks = NULL;

  g_assert_true (g_file_get_contents (VTKSRC_C, &text, NULL, NULL));
  blocks = g_strsplit (text, "|[", -1);
  for (char **block = blocks + 1; *block != NULL; block++) {
    g_autoptr (GString) line = NULL;

    *strstr (*block, "]|") = '\0';
    if (strstr (*block, word) == NULL)
      continue;
    line = g_string_new (strstr (*block, "vtksrc "));
    g_string_replace (line, "\n *", "", 0);
    g_string_replace (line, "location=head.nrrd",
                      "location=vtkcast:cone name=source", 0);
    g_string_replace (line, "location=vtkcast:cone !",
                      "location=vtkcast:cone name=source !", 0);
    g_string_replace (line, "ximagesink", "fakesink name=window", 0);
    g_string_replace (line, "session.mkv", "PATH", 0);
    g_string_replace (line, "cone.mkv", "PATH", 0);
    return g_string_free (g_steal_pointer (&line), FALSE);
  }
  g_assert_not_reached ();
}

static void
record (Fixture *fixture, const char *line, guint n_least)
{
  g_autoptr (GstElement) pipeline = launch (line, fixture->path);
  g_autoptr (GstElement) source =
    gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  Tap tap = {0};

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, &tap, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  drag (pad, &tap);
  gst_element_send_event (pipeline, gst_event_new_eos ());
  wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  check_recording (fixture->path, &tap, n_least);
  gst_clear_buffer (&tap.last);
  g_cond_clear (&tap.cond);
  g_mutex_clear (&tap.lock);
}

static void
test_recording (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = find_documented_line ("cone.mkv");

  record (fixture, line, N_DRAGS + 1);
}

/* A window and a file at once: the window does not wait for the file, which
 * may lack pictures, but not the last one. */
static void
test_tee (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = find_documented_line ("tee name=t");

  record (fixture, line, 2);
}

#define ADD(name, file, func)                                                  \
  g_test_add ("/launch/" name, Fixture, file, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  ADD ("png", "cone.png", test_png);
  ADD ("file", "ball.nrrd", test_file);
  ADD ("broken-file", "ball.nrrd", test_broken_file);
  ADD ("recording", "cone.mkv", test_recording);
  ADD ("tee", "session.mkv", test_tee);
  return g_test_run ();
}
