/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recordings in bad times: killed, on a full disk, on one that stalls; and what
 * is made of the files afterwards.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "recording.h"
#include "remux.h"
#include "until.h"

#define N_KILLS 20
#define TICK 0.0011
/* What may be between encoder and disk when a process dies; on average, for a
 * busy machine may stop who writes at any time. */
#define IN_FLIGHT 3
#define DISK "1m"

static const char *program;
static gboolean has_mounts;

static guint64
count_frames (Recording *recording)
{
  VcRecorderStats stats;

  vc_recorder_get_stats (recording->recorder, &stats);
  return stats.frames;
}

static gboolean
on_noise_timer (gpointer user_data)
{
  Recording *recording = user_data;
  static guint ms;

  recording_send_noise (recording, ms += 5);
  printf ("%" G_GUINT64_FORMAT "\n", count_frames (recording));
  fflush (stdout);

  return G_SOURCE_CONTINUE;
}

/* Records until it is killed, and tells how many frames are encoded. */
static int
run_child (const char *folder)
{
  Recording recording = {0};
  VcRecorderOptions options = {.folder = folder};
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  recording_set_up (&recording, NULL);
  g_rmdir (recording.folder);
  recording_begin (&recording, &options);
  g_timeout_add (5, on_noise_timer, &recording);
  g_main_loop_run (loop);

  return 0;
}

/* Returns what the child had encoded at least when it was killed. */
static guint
kill_child (const char *folder, guint n_frames, guint delay_us)
{
  const char *argv[] = {program, "--record", folder, NULL};
  g_autoptr (GError) error = NULL;
  char line[32];
  guint n = 0;
  gint64 end;
  FILE *out;
  GPid pid;
  int fd;

  g_spawn_async_with_pipes (NULL, (char **)argv, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL,
                            &fd, NULL, &error);
  g_assert_no_error (error);
  out = fdopen (fd, "r");
  while (n < n_frames && fgets (line, sizeof line, out) != NULL)
    n = (guint)g_ascii_strtoull (line, NULL, 10);
  /* Anywhere between two frames. */
  for (end = g_get_monotonic_time () + delay_us; g_get_monotonic_time () < end;)
    ;
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  fclose (out);

  return n;
}

static void
check_repair (const char *part, guint n)
{
  VcRecordTags tags = {.title = "A head", .data_set = "head.nrrd"};
  g_autofree char *title = NULL;
  g_autofree char *comment = NULL;
  g_autofree char *duration = NULL;
  g_autoptr (GArray) times = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = vc_repair (part, &tags, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (path, "test.mkv"));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  recording_check_file (path, n);

  times = recording_probe_times (path);
  duration = recording_probe (path, "format=duration");
  title = recording_probe (path, "format_tags=TITLE");
  comment = recording_probe (path, "format_tags=COMMENTS");
  /* One frame lasts no time. */
  g_assert_true (duration != NULL || n == 1);
  if (duration != NULL)
    g_assert_cmpfloat_with_epsilon (g_ascii_strtod (duration, NULL),
                                    g_array_index (times, double, n - 1), TICK);
  g_assert_cmpstr (title, ==, "A head");
  g_assert_cmpstr (comment, ==,
                   "data set: head.nrrd; cut off by a crash and repaired");
  g_unlink (path);
}

static void
check_repair_fails (const char *part, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vc_repair (part, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
test_kill (Recording *recording, gconstpointer data)
{
  g_autofree char *part = recording_build_path (recording, "test.mkv.part");
  guint n_lost = 0;

  for (guint i = 0; i < N_KILLS; i++) {
    /* In the first run maybe before anything was written. */
    guint n_frames = i == 0 ? 1 : g_test_rand_int_range (1, 60);
    guint delay_us = i == 0 ? 0 : g_test_rand_int_range (0, 9000);
    guint n_encoded = kill_child (recording->folder, n_frames, delay_us);
    guint n_written = recording_count_written (part);

    g_test_message ("%u frames were encoded, %u are there", n_encoded,
                    n_written);
    g_assert_cmpuint (n_encoded, >=, n_frames);
    n_lost += n_encoded - MIN (n_written, n_encoded);
    if (n_written > 0) {
      recording_check_file (part, n_written);
      check_repair (part, n_written);
    } else {
      check_repair_fails (part, G_IO_ERROR_INVALID_DATA);
      g_unlink (part);
    }
  }
  g_assert_cmpuint (n_lost, <=, N_KILLS * IN_FLIGHT);
}

/* Nobody repairs what is still written, or what is no recording. */
static void
test_no_repair (Recording *recording, gconstpointer data)
{
  g_autofree char *part = recording_build_path (recording, "test.mkv.part");
  g_autofree char *empty = recording_build_path (recording, "empty.mkv.part");
  g_autofree char *lost = recording_build_path (recording, "lost.mkv.part");

  recording_begin (recording, NULL);
  recording_add (recording, 0, 0);
  check_repair_fails (part, G_IO_ERROR_BUSY);

  g_file_set_contents (empty, "", 0, NULL);
  check_repair_fails (empty, G_IO_ERROR_INVALID_DATA);
  g_assert_true (g_file_test (empty, G_FILE_TEST_EXISTS));

  check_repair_fails (lost, G_IO_ERROR_NOT_FOUND);
}

static void
record (Recording *recording, const char *format)
{
  VcRecorderOptions options = {.title = "A head", .data_set = "head.nrrd"};
  g_autoptr (GError) error = NULL;

  vc_record_format_parse (format, &options.format, &error);
  g_assert_no_error (error);
  recording_begin (recording, &options);
  for (guint i = 0; i < 30; i++)
    recording_add (recording, i, 17 * i + (i < 20 ? 0 : 60000));
  recording_end (recording);
}

/* Is the index before the pictures? */
static gboolean
begins_with_index (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  return (char *)memmem (bytes, n, "moov", 4) <
         (char *)memmem (bytes, n, "mdat", 4);
}

static void
test_mp4 (Recording *recording, gconstpointer data)
{
  g_autofree char *from = recording_build_path (recording, "test.mkv");
  g_autofree char *to = recording_build_path (recording, "test.mp4");
  g_autofree char *duration = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GArray) times = NULL;
  g_autoptr (GArray) copied = NULL;
  g_autoptr (GError) error = NULL;

  record (recording, data);
  vc_remux (from, to, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (begins_with_index (to));
  recording_check_file (to, 31);
  times = recording_probe_times (from);
  copied = recording_probe_times (to);
  for (guint i = 0; i < times->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (copied, double, i),
                                    g_array_index (times, double, i), TICK);
  duration = recording_probe (to, "format=duration");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (duration, NULL),
                                  g_array_index (times, double, 30), 0.02);
  title = recording_probe (to, "format_tags=title");
  g_assert_cmpstr (title, ==, "A head");
}

static void
check_remux_fails (const char *from, const char *to, GCancellable *cancellable,
                   int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vc_remux (from, to, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
}

static void
test_no_remux (Recording *recording, gconstpointer data)
{
  g_autofree char *from = recording_build_path (recording, "test.webm");
  g_autofree char *mp4 = recording_build_path (recording, "test.mp4");
  g_autofree char *avi = recording_build_path (recording, "test.avi");
  g_autofree char *mkv = recording_build_path (recording, "other.mkv");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  record (recording, "vp8");
  check_remux_fails (from, mp4, NULL, G_IO_ERROR_NOT_SUPPORTED);
  check_remux_fails (from, avi, NULL, G_IO_ERROR_NOT_SUPPORTED);
  g_cancellable_cancel (cancellable);
  check_remux_fails (from, mkv, cancellable, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (folder_count (recording->folder), ==, 1);
}

static void
test_full (Recording *recording, gconstpointer data)
{
  g_autofree char *path = recording_build_path (recording, "test.mkv");
  g_autofree char *duration = NULL;
  g_autoptr (GArray) times = NULL;
  guint ms = 0;

  if (!has_mounts) {
    g_test_skip ("a small disk needs root and mount namespaces");
    return;
  }
  g_assert_cmpint (mount ("tmpfs", recording->folder, "tmpfs", 0, "size=" DISK),
                   ==, 0);
  recording_begin (recording, NULL);
  while (recording->failed == NULL && ms < 10000) {
    guint64 n = count_frames (recording);

    recording_send_noise (recording, ms += 17);
    WAIT_UNTIL (count_frames (recording) > n || recording->failed != NULL);
  }
  g_assert_error (recording->failed, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  WAIT_UNTIL (recording->is_stopped);

  /* What was written has its name, and can be read to its last frame. */
  g_assert_cmpuint (recording->ended->len, ==, 1);
  times = recording_probe_times (path);
  g_assert_cmpuint (times->len, >, 5);
  recording_check_file (path, times->len);
  duration = recording_probe (path, "format=duration");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (duration, NULL),
                                  g_array_index (times, double, times->len - 1),
                                  TICK);
  g_unlink (path);
  umount2 (recording->folder, MNT_DETACH);
}

/* Something else that wants frames. */
typedef struct {
  gint n;
  gint64 sent_us;
  gint64 worst_us;
} Watcher;

static void
on_watched (GstSample *sample, gpointer user_data)
{
  Watcher *watcher = user_data;

  watcher->worst_us =
    MAX (watcher->worst_us, g_get_monotonic_time () - watcher->sent_us);
  g_atomic_int_inc (&watcher->n);
}

static gpointer
run_reader (gpointer data)
{
  char bytes[65536];

  while (read (GPOINTER_TO_INT (data), bytes, sizeof bytes) > 0)
    ;
  return NULL;
}

/* What the recorder wrote and nobody read. */
static gboolean
is_stuck (int fd)
{
  int n = 0;

  return ioctl (fd, FIONREAD, &n) == 0 && n > 32768;
}

/* A disk that takes nothing any more: others get every frame, and what did not
 * fit is counted. It goes on when the disk does. */
static void
test_stall (Recording *recording, gconstpointer data)
{
  g_autofree char *part = recording_build_path (recording, "test.mkv.part");
  Watcher watcher = {0};
  VcRecorderStats stats;
  GThread *reader;
  guint ms = 0;
  guint id;
  int fd;

  g_assert_cmpint (mkfifo (part, 0600), ==, 0);
  fd = open (part, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  recording_begin (recording, NULL);
  id = vc_producer_add_consumer (recording->producer, on_watched, &watcher);
  while (!(recording->is_dropping && is_stuck (fd)) && ms < 17 * 2000) {
    gint n = g_atomic_int_get (&watcher.n);

    watcher.sent_us = g_get_monotonic_time ();
    recording_send_noise (recording, ms += 17);
    WAIT_UNTIL (g_atomic_int_get (&watcher.n) == n + 1);
  }
  g_test_message ("%d frames, the slowest took %" G_GINT64_FORMAT " µs",
                  watcher.n, watcher.worst_us);
  vc_recorder_get_stats (recording->recorder, &stats);
  g_assert_cmpuint (stats.dropped, >, 0);
  g_assert_no_error (recording->failed);

  vc_recorder_stop (recording->recorder);
  fcntl (fd, F_SETFL, 0);
  reader = g_thread_new ("reader", run_reader, GINT_TO_POINTER (fd));
  WAIT_UNTIL (recording->is_stopped);
  vc_recorder_get_stats (recording->recorder, &stats);
  g_assert_cmpuint (stats.frames + stats.dropped, ==, watcher.n + 1);
  vc_producer_remove_consumer (recording->producer, id);
  g_thread_join (reader);
  close (fd);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  /* Mounts of these tests are for no other process; before there are threads.
   */
  has_mounts = unshare (CLONE_NEWNS) == 0 &&
               mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  gst_init (&argc, &argv);
  if (argc == 3 && strcmp (argv[1], "--record") == 0)
    return run_child (argv[2]);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func)                                                  \
  g_test_add ("/recorder/" name, Recording, data, recording_set_up, func,      \
              recording_tear_down)

  ADD ("kill", NULL, test_kill);
  ADD ("full", NULL, test_full);
  ADD ("stall", NULL, test_stall);
  ADD ("no-repair", NULL, test_no_repair);
  ADD ("mp4/h264", "h264", test_mp4);
  ADD ("no-remux", NULL, test_no_remux);

  return g_test_run ();
}
