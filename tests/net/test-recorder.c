/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a recorder writes is what the producer showed: every frame, at its
 * time. Two programs that know nothing of it read the files.
 */

#include "../fake-scene.h"
#include "recording.h"

#include <string.h>

#include "until.h"

#define N_FRAMES 40
/* Matroska counts milliseconds. */
#define TICK 0.0011

static const struct {
  const char *name;
  const char *codec;
} formats[] = {
  {"h264", "h264"},
  {"vp8", "vp8"},
  {"vp9", "vp9"},
  {"av1", "av1"},
};

/* Times as they come when somebody works, then a minute of nothing, and a bit
 * of work again. */
static guint
get_time (guint i)
{
  guint ms = 5 + i * 17 + i % 3;

  return i < N_FRAMES / 2 ? ms : ms + 61234;
}

static double
get_seconds (const Recording *recording, guint i)
{
  GstClockTime first = g_array_index (recording->sent, GstClockTime, 0);
  GstClockTime pts = g_array_index (recording->sent, GstClockTime, i);

  return (double)(pts - first) / GST_SECOND;
}

/* The frames are at the times that the reports say, and the last one is there
 * until the recording was stopped. */
static void
check_times (Recording *recording, const char *path)
{
  g_autoptr (GArray) times = recording_probe_times (path);
  g_autofree char *duration = recording_probe (path, "format=duration");
  VcRecorderStats stats;

  g_assert_cmpuint (times->len, ==, recording->sent->len + 1);
  for (guint i = 0; i < recording->sent->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (times, double, i),
                                    get_seconds (recording, i), TICK);
  vc_recorder_get_stats (recording->recorder, &stats);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (duration, NULL),
                                  stats.duration_us / 1e6, TICK);
  g_assert_cmpuint (stats.begin_pts, ==,
                    g_array_index (recording->sent, GstClockTime, 0));
}

static void
check_pictures (const char *path)
{
  g_autoptr (GPtrArray) samples = recording_decode (path);

  g_assert_cmpuint (samples->len, ==, N_FRAMES + 1);
  for (guint i = 0; i <= N_FRAMES; i++)
    g_assert_true (
      recording_shows (g_ptr_array_index (samples, i), MIN (i, N_FRAMES - 1)));
}

static void
check_tags (const char *path)
{
  static const char *const expected[][2] = {
    {"format_tags=TITLE", "A head"},
    {"format_tags=COMMENTS", "data set: Schädel 1.nrrd; dropped frames: 0"},
    {"format_tags=ENCODER", "vtkcast " VC_VERSION},
    {"format_tags=DATE", "2026-03-14"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *text = recording_probe (path, expected[i][0]);

    /* In WebM the muxing program is there, too. */
    g_assert_nonnull (text);
    g_assert_nonnull (strstr (text, expected[i][1]));
  }
}

static void
test_format (Recording *recording, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 3, 14, 15, 9, 26);
  VcRecorderOptions options = {
    .title = "A head", .data_set = "Schädel 1.nrrd", .date = date};
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *codec = NULL;

  if (!vc_record_format_parse (formats[i].name, &options.format, &error)) {
    g_test_skip (error->message);
    return;
  }
  recording_begin (recording, &options);
  for (guint k = 0; k < N_FRAMES; k++)
    recording_add (recording, k, get_time (k));
  recording_end (recording);

  name =
    g_strconcat ("test.", vc_record_format_get_ending (options.format), NULL);
  path = recording_build_path (recording, name);
  g_assert_cmpuint (recording->ended->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (recording->ended, 0), ==, name);
  codec = recording_probe (path, "stream=codec_name");
  g_assert_cmpstr (codec, ==, formats[i].codec);
  check_times (recording, path);
  check_pictures (path);
  check_tags (path);
}

/* The picture was there before the recorder. */
static void
test_join (Recording *recording, gconstpointer data)
{
  g_autofree char *path = recording_build_path (recording, "test.mkv");
  g_autoptr (GPtrArray) samples = NULL;

  recording_send (recording, 7, 0);
  WAIT_UNTIL (recording->sent->len == 1);
  recording_begin (recording, NULL);
  recording_end (recording);
  samples = recording_decode (path);
  g_assert_cmpuint (samples->len, ==, 2);
  g_assert_true (recording_shows (g_ptr_array_index (samples, 1), 7));
  g_assert_false (recording_shows (g_ptr_array_index (samples, 1), 9));
}

/* No picture, no file. */
static void
test_nothing (Recording *recording, gconstpointer data)
{
  g_auto (GStrv) files = NULL;

  recording_begin (recording, NULL);
  recording_end (recording);
  files = vc_recorder_get_files (recording->recorder);
  g_assert_null (files[0]);
  g_assert_no_error (recording->failed);
}

static guint64
get_bytes (Recording *recording)
{
  VcRecorderStats stats;

  vc_recorder_get_stats (recording->recorder, &stats);
  return stats.bytes;
}

/* A minute in which nothing changes costs less than a kilobyte. */
static void
test_idle (Recording *recording, gconstpointer data)
{
  g_autofree char *part = recording_build_path (recording, "test.mkv.part");
  guint64 before;
  guint64 last;

  recording_begin (recording, NULL);
  recording_add (recording, 1, 0);
  recording_add (recording, 2, 17);
  WAIT_UNTIL (recording_count_written (part) == 2);
  before = get_bytes (recording);
  recording_add (recording, 2, 60017);
  recording_add (recording, 2, 120017);
  recording_end (recording);
  last = get_bytes (recording);
  g_test_message ("%" G_GUINT64_FORMAT
                  " B, two idle minutes, the end: %" G_GUINT64_FORMAT " B",
                  before, last);
  g_assert_cmpuint (last - before, <, 2048);
}

/* Each file is whole, begins at 0 with a key frame and where the one before it
 * ends. */
static guint
check_files (Recording *recording, guint64 most_bytes)
{
  guint n_frames = 0;

  for (guint i = 0; i < recording->ended->len; i++) {
    const char *name = g_ptr_array_index (recording->ended, i);
    g_autofree char *path = recording_build_path (recording, name);
    g_autofree char *expected = g_strdup_printf ("test-%03u.mkv", i + 1);
    g_autofree char *size = recording_probe (path, "format=size");
    g_autofree char *duration = recording_probe (path, "format=duration");
    g_autoptr (GArray) times = recording_probe_times (path);

    g_assert_cmpstr (name, ==, expected);
    recording_check_file (path, times->len);
    g_assert_cmpfloat_with_epsilon (g_array_index (times, double, 0), 0, TICK);
    if (i + 1 < recording->ended->len) {
      GstClockTime begin = g_array_index (recording->began, GstClockTime, i);
      GstClockTime next = g_array_index (recording->began, GstClockTime, i + 1);

      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (duration, NULL),
                                      (double)(next - begin) / GST_SECOND,
                                      TICK);
      g_assert_cmpuint (g_ascii_strtoull (size, NULL, 10), <=, most_bytes);
    }
    g_test_message ("%s: %u frames, %s s, %s B", name, times->len, duration,
                    size);
    n_frames += times->len;
  }

  return n_frames;
}

static void
test_split_size (Recording *recording, gconstpointer data)
{
  VcRecorderOptions options = {.split_bytes = 8000};

  recording_begin (recording, &options);
  for (guint i = 0; i < 120; i++)
    recording_add (recording, 3 * i, 17 * i);
  recording_end (recording);
  g_test_message ("%u files", recording->ended->len);
  g_assert_cmpuint (recording->ended->len, >, 2);
  g_assert_cmpuint (check_files (recording, options.split_bytes), ==, 121);
}

static void
test_split_duration (Recording *recording, gconstpointer data)
{
  VcRecorderOptions options = {.split_us = 500 * 1000};

  recording_begin (recording, &options);
  for (guint i = 0; i < 60; i++)
    recording_add (recording, i, 20 * i + (i < 30 ? 0 : 30000));
  recording_end (recording);
  /* 0 to 0.5 s, the rest until the long pause is over, and as much again. */
  g_assert_cmpuint (recording->ended->len, ==, 4);
  g_assert_cmpuint (check_files (recording, G_MAXUINT64), ==, 61);
}

static void
test_new_size (Recording *recording, gconstpointer data)
{
  g_autofree char *first = recording_build_path (recording, "test.mkv");
  g_autofree char *second = recording_build_path (recording, "test-002.mkv");
  g_autofree char *width = NULL;

  recording_begin (recording, NULL);
  for (guint i = 0; i < 5; i++)
    recording_add (recording, i, 17 * i);
  recording_send_sized (recording, 9, 100, 200, 150);
  WAIT_UNTIL (recording->began->len == 2);
  recording_end (recording);
  g_assert_cmpuint (recording->ended->len, ==, 2);
  recording_check_file (first, 5);
  recording_check_file (second, 2);
  width = recording_probe (second, "stream=width,height");
  g_assert_cmpstr (width, ==, "200,150");
}

static void
test_unknown_format (void)
{
  g_autoptr (GError) error = NULL;
  VcRecordFormat format;

  g_assert_false (vc_record_format_parse ("mpeg", &format, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (error->message, ==,
                   "“mpeg” is no format of recordings: h264, vp8, vp9 and av1 "
                   "are");
}

/* As on a machine that has none of them. */
static void
remove_av1_encoders (void)
{
  static const char *const names[] = {"svtav1enc", "av1enc", "rav1enc"};
  GstRegistry *registry = gst_registry_get ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GstPluginFeature) feature =
      gst_registry_lookup_feature (registry, names[i]);

    if (feature != NULL)
      gst_registry_remove_feature (registry, feature);
  }
}

static void
test_no_encoder (void)
{
  g_autoptr (GError) error = NULL;
  VcRecordFormat format;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }
  remove_av1_encoders ();
  g_assert_false (vc_record_format_parse ("av1", &format, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (error->message, ==,
                   "No encoder for AV1 recordings is installed");
}

static void
test_no_folder (Recording *recording, gconstpointer data)
{
  VcRecorderOptions options = {.folder = "/nowhere/at/all", .name = "test"};
  g_autoptr (GError) error = NULL;

  g_assert_null (vc_recorder_new (recording->producer, &options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

static void
on_second_stopped (VcRecorder *recorder, gboolean *is_stopped)
{
  *is_stopped = TRUE;
}

/* Two at once do not know of each other; a third under a name that is taken
 * fails, and hurts nobody. */
static void
test_several (Recording *recording, gconstpointer data)
{
  VcRecorderOptions options = {.folder = recording->folder, .name = "other"};
  g_autofree char *first = recording_build_path (recording, "test.mkv");
  g_autofree char *second = recording_build_path (recording, "other.mkv");
  g_autoptr (GError) error = NULL;
  g_autoptr (VcRecorder) other =
    vc_recorder_new (recording->producer, &options, &error);
  VcRecorder *third;
  gboolean is_other_stopped = FALSE;
  gboolean is_third_stopped = FALSE;

  g_assert_no_error (error);
  g_signal_connect (other, "stopped", G_CALLBACK (on_second_stopped),
                    &is_other_stopped);
  recording_begin (recording, NULL);
  for (guint i = 0; i < 10; i++)
    recording_add (recording, i, 17 * i);
  third = vc_recorder_new (recording->producer, &options, &error);
  g_assert_no_error (error);
  g_signal_connect (third, "stopped", G_CALLBACK (on_second_stopped),
                    &is_third_stopped);
  g_object_unref (third);
  WAIT_UNTIL (is_third_stopped);
  recording_end (recording);
  vc_recorder_stop (other);
  WAIT_UNTIL (is_other_stopped);
  recording_check_file (first, 11);
  recording_check_file (second, 11);
}

static void
turn_wheel (VcView *view, guint seq)
{
  VcEvent event = {.type = VC_EVENT_WHEEL,
                   .seq = seq,
                   .time_us = g_get_monotonic_time (),
                   .x = 0.5,
                   .y = 0.5,
                   .delta_y = 1};

  vc_view_push_event (view, &event);
}

static void
on_view_report (VcProducer *producer, const VcFrameReport *report,
                GArray *reports)
{
  g_array_append_val (reports, *report);
}

static void
load_plugin (void)
{
  g_autoptr (GError) error = NULL;
  GstPlugin *plugin =
    gst_plugin_load_file (g_getenv ("VC_TEST_PLUGIN"), &error);

  g_assert_no_error (error);
  gst_object_unref (plugin);
}

/* Over a view and vtksrc: every frame that was reported is in the file, at the
 * time that the report says. */
static void
test_view (Recording *recording, gconstpointer data)
{
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VcView) view = vc_view_new (VC_SCENE (scene), 320, 240, &error);
  g_autoptr (VcProducer) producer = NULL;
  g_autoptr (VcRecorder) recorder = NULL;
  g_autoptr (GArray) reports =
    g_array_new (FALSE, FALSE, sizeof (VcFrameReport));
  g_autoptr (GArray) times = NULL;
  g_autofree char *path = recording_build_path (recording, "test.mkv");
  VcRecorderOptions options = {.folder = recording->folder, .name = "test"};
  VcRecorderStats stats;
  gboolean is_stopped = FALSE;

  load_plugin ();
  producer = vc_producer_new (view, 60, &error);
  g_assert_no_error (error);
  g_signal_connect (producer, "frame", G_CALLBACK (on_view_report), reports);
  recorder = vc_recorder_new (producer, &options, &error);
  g_assert_no_error (error);
  g_signal_connect (recorder, "stopped", G_CALLBACK (on_second_stopped),
                    &is_stopped);
  g_assert_true (vc_producer_start (producer, &error));
  for (guint i = 1; i <= 20; i++) {
    guint n = reports->len;

    turn_wheel (view, i);
    WAIT_UNTIL (reports->len > n);
  }
  vc_recorder_stop (recorder);
  WAIT_UNTIL (is_stopped);
  vc_producer_stop (producer);

  times = recording_probe_times (path);
  vc_recorder_get_stats (recorder, &stats);
  g_assert_cmpuint (stats.dropped, ==, 0);
  g_assert_cmpuint (times->len, >, 20);
  for (guint i = 0; i < times->len - 1; i++) {
    VcFrameReport *report = &g_array_index (reports, VcFrameReport, i);

    g_assert_cmpfloat_with_epsilon (
      g_array_index (times, double, i),
      (double)(report->pts - stats.begin_pts) / GST_SECOND, TICK);
  }
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func)                                                  \
  g_test_add ("/recorder/" name, Recording, GUINT_TO_POINTER (data),           \
              recording_set_up, func, recording_tear_down)

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *path =
      g_strconcat ("/recorder/format/", formats[i].name, NULL);

    g_test_add (path, Recording, GUINT_TO_POINTER (i), recording_set_up,
                test_format, recording_tear_down);
  }
  g_test_add_func ("/recorder/unknown-format", test_unknown_format);
  g_test_add_func ("/recorder/no-encoder", test_no_encoder);
  ADD ("no-folder", 0, test_no_folder);
  ADD ("join", 0, test_join);
  ADD ("nothing", 0, test_nothing);
  ADD ("idle", 0, test_idle);
  ADD ("split-size", 0, test_split_size);
  ADD ("split-duration", 0, test_split_duration);
  ADD ("new-size", 0, test_new_size);
  ADD ("several", 0, test_several);
  ADD ("view", 0, test_view);

  return g_test_run ();
}
