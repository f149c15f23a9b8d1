/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recording: a recorder over a producer whose pictures and times a test
 * chooses.
 */

#include "recording.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <string.h>
#include <unistd.h>

#include "matroska.h"
#include "until.h"

#define TOLERANCE 2.0

static void
on_report (VcProducer *producer, const VcFrameReport *report,
           gpointer user_data)
{
  Recording *self = user_data;

  g_array_append_val (self->sent, report->pts);
}

static void
on_file_began (VcRecorder *recorder, const char *name, guint64 pts,
               gpointer user_data)
{
  Recording *self = user_data;

  g_array_append_val (self->began, pts);
}

static void
on_file_ended (VcRecorder *recorder, const char *name, guint64 dropped,
               gpointer user_data)
{
  Recording *self = user_data;

  g_ptr_array_add (self->ended, g_strdup (name));
  self->dropped += dropped;
}

static void
on_failed (VcRecorder *recorder, GError *error, gpointer user_data)
{
  Recording *self = user_data;

  g_test_message ("%s", error->message);
  g_assert_no_error (self->failed);
  self->failed = g_error_copy (error);
}

static void
on_stopped (VcRecorder *recorder, gpointer user_data)
{
  Recording *self = user_data;

  g_assert_false (self->is_stopped);
  self->is_stopped = TRUE;
}

static void
on_dropping (VcRecorder *recorder, gpointer user_data)
{
  Recording *self = user_data;

  g_assert_false (self->is_dropping);
  self->is_dropping = TRUE;
}

static GstCaps *
create_caps (int width, int height)
{
  return gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420",
                              "width", G_TYPE_INT, width, "height", G_TYPE_INT,
                              height, "framerate", GST_TYPE_FRACTION, 60, 1,
                              "colorimetry", G_TYPE_STRING, "bt601", NULL);
}

void
recording_set_up (Recording *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->sent = g_array_new (FALSE, FALSE, sizeof (GstClockTime));
  self->began = g_array_new (FALSE, FALSE, sizeof (GstClockTime));
  self->ended = g_ptr_array_new_with_free_func (g_free);
  self->folder = g_dir_make_tmp ("vtkcast-XXXXXX", &error);
  g_assert_no_error (error);
  self->source = gst_element_factory_make ("appsrc", NULL);
  g_object_set (self->source, "format", GST_FORMAT_TIME, "is-live", TRUE, NULL);
  self->producer = vc_producer_new_for_source (self->source, &error);
  g_assert_no_error (error);
  g_signal_connect (self->producer, "frame", G_CALLBACK (on_report), self);
  g_assert_true (vc_producer_start (self->producer, &error));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

void
recording_tear_down (Recording *self, gconstpointer data)
{
  if (self->recorder != NULL) {
    recording_end (self);
    g_signal_handlers_disconnect_by_data (self->recorder, self);
    g_assert_finalize_object (g_steal_pointer (&self->recorder));
  }
  vc_producer_stop (self->producer);
  g_signal_handlers_disconnect_by_data (self->producer, self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->producer);
  remove_folder (self->folder);
  g_free (self->folder);
  g_array_unref (self->sent);
  g_array_unref (self->began);
  g_ptr_array_unref (self->ended);
  g_clear_error (&self->failed);
}

/* Patches, with one whose place is the number. */
GstBuffer *
recording_create_picture (guint number, int width, int height)
{
  gsize size = (gsize)width * height;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size * 3 / 2, NULL);
  guint x0 = number * 8 % (width - 32);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++)
      map.data[y * width + x] = 40 + 10 * (x / 32 % 8) + 8 * (y / 32 % 8);
  }
  for (int y = 0; y < 64; y++)
    memset (map.data + y * width + x0, 235, 32);
  memset (map.data + size, 90, size / 4);
  memset (map.data + size * 5 / 4, 160, size / 4);
  gst_buffer_unmap (buffer, &map);

  return buffer;
}

void
recording_send_sized (Recording *self, guint number, guint ms, int width,
                      int height)
{
  g_autoptr (GstBuffer) buffer =
    recording_create_picture (number, width, height);
  g_autoptr (GstCaps) caps = create_caps (width, height);
  g_autoptr (GstSample) sample = NULL;

  GST_BUFFER_PTS (buffer) = ms * GST_MSECOND;
  sample = gst_sample_new (buffer, caps, NULL, NULL);
  gst_app_src_push_sample (GST_APP_SRC (self->source), sample);
}

void
recording_send_noise (Recording *self, guint ms)
{
  gsize size = RECORDING_WIDTH * RECORDING_HEIGHT;
  g_autoptr (GstBuffer) buffer =
    gst_buffer_new_allocate (NULL, size * 3 / 2, NULL);
  g_autoptr (GstCaps) caps = create_caps (RECORDING_WIDTH, RECORDING_HEIGHT);
  g_autoptr (GstSample) sample = NULL;
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (gsize i = 0; i < map.size; i++)
    map.data[i] = (guint8)g_random_int ();
  gst_buffer_unmap (buffer, &map);
  GST_BUFFER_PTS (buffer) = ms * GST_MSECOND;
  sample = gst_sample_new (buffer, caps, NULL, NULL);
  gst_app_src_push_sample (GST_APP_SRC (self->source), sample);
}

void
recording_send (Recording *self, guint number, guint ms)
{
  recording_send_sized (self, number, ms, RECORDING_WIDTH, RECORDING_HEIGHT);
}

static guint64
count_frames (Recording *self)
{
  VcRecorderStats stats;

  vc_recorder_get_stats (self->recorder, &stats);
  return stats.frames + stats.dropped;
}

void
recording_add (Recording *self, guint number, guint ms)
{
  guint64 n = count_frames (self);

  recording_send (self, number, ms);
  WAIT_UNTIL (count_frames (self) == n + 1 || self->failed != NULL);
}

void
recording_begin (Recording *self, const VcRecorderOptions *options)
{
  VcRecorderOptions own = {.title = "A head", .data_set = "Schädel 1.nrrd"};
  g_autoptr (GError) error = NULL;

  if (options != NULL)
    own = *options;
  own.folder = own.folder != NULL ? own.folder : self->folder;
  own.name = own.name != NULL ? own.name : "test";
  self->recorder = vc_recorder_new (self->producer, &own, &error);
  g_assert_no_error (error);
  g_object_connect (
    self->recorder, "signal::file-began", G_CALLBACK (on_file_began), self,
    "signal::file-ended", G_CALLBACK (on_file_ended), self, "signal::failed",
    G_CALLBACK (on_failed), self, "signal::stopped", G_CALLBACK (on_stopped),
    self, "signal::dropping", G_CALLBACK (on_dropping), self, NULL);
}

void
recording_end (Recording *self)
{
  vc_recorder_stop (self->recorder);
  WAIT_UNTIL (self->is_stopped);
}

char *
recording_build_path (Recording *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static char *
run_ffprobe (const char *path, const char *entry)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  const char *argv[] = {
    "ffprobe",       "-v",  "error", "-of", "csv=p=0", "-select_streams", "v",
    "-show_entries", entry, path,    NULL};
  int status;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                &out, &err, &status, &error);
  g_assert_no_error (error);
  if (*err != '\0')
    g_test_message ("ffprobe of %s: %s", path, err);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);

  return g_steal_pointer (&out);
}

GArray *
recording_probe_times (const char *path)
{
  g_autofree char *text = run_ffprobe (path, "packet=pts_time");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; lines[i] != NULL; i++) {
    double time = g_ascii_strtod (lines[i], NULL);

    if (*lines[i] != '\0')
      g_array_append_val (times, time);
  }

  return times;
}

char *
recording_probe (const char *path, const char *entry)
{
  g_autofree char *text = run_ffprobe (path, entry);

  g_strchomp (text);
  return *text != '\0' && strcmp (text, "N/A") != 0 ? g_steal_pointer (&text)
                                                    : NULL;
}

GPtrArray *
recording_decode (const char *path)
{
  g_autofree char *line =
    g_strdup_printf ("filesrc location=\"%s\" ! decodebin ! videoconvert ! "
                     "video/x-raw, format=I420 ! appsink name=sink sync=false",
                     path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, &error);
  g_autoptr (GstElement) sink =
    gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  GPtrArray *samples =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gst_sample_unref);
  GstSample *sample;

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))))
    g_ptr_array_add (samples, sample);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (message != NULL)
    gst_message_parse_error (message, &error, NULL);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return samples;
}

gboolean
recording_shows (GstSample *sample, guint number)
{
  GstVideoFrame frame;
  GstVideoInfo info;
  GstMapInfo map;
  guint64 sum = 0;
  g_autoptr (GstBuffer) expected = NULL;

  g_assert_true (
    gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  expected = recording_create_picture (number, info.width, info.height);
  g_assert_true (gst_video_frame_map (
    &frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  gst_buffer_map (expected, &map, GST_MAP_READ);
  for (int y = 0; y < info.height; y++) {
    const guint8 *row = (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA (&frame, 0) +
                        y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0);

    for (int x = 0; x < info.width; x++)
      sum += ABS (row[x] - map.data[y * info.width + x]);
  }
  gst_buffer_unmap (expected, &map);
  gst_video_frame_unmap (&frame);

  return (double)sum / info.width / info.height < TOLERANCE;
}

void
recording_check_file (const char *path, guint n)
{
  g_autoptr (GArray) times = recording_probe_times (path);
  g_autoptr (GPtrArray) samples = recording_decode (path);

  g_assert_cmpuint (times->len, ==, n);
  g_assert_cmpuint (samples->len, ==, n);
}

guint
recording_count_written (const char *path)
{
  g_autoptr (GError) error = NULL;
  VcMatroskaMap map;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  if (!vc_matroska_map_read (&map, fd, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  close (fd);

  return error == NULL ? (guint)map.n_frames : 0;
}
