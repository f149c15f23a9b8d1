/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The program as a person or a script meets it: sentences, exit statuses,
 * signals.
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "running.h"

/* @out, @err: (out) (transfer full). Returns the exit status. */
static int
run (const char *line, char **out, char **err)
{
  g_autoptr (GSubprocess) process = running_spawn (
    line, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_words (void)
{
  g_autofree char *version = NULL, *help = NULL, *err = NULL, *err2 = NULL;

  g_assert_cmpint (run ("--version", &version, &err), ==, 0);
  g_assert_cmpstr (version, ==, "vtkcast " VC_VERSION "\n");
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (run ("--help", &help, &err2), ==, 0);
  g_assert_nonnull (strstr (help, "--max-viewers"));
}

static void
assert_sentence (const char *line, const char *word)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run (line, &out, &err);
  const char *end_of_line = strchr (err, '\n');

  if (status != 1 || !g_str_has_prefix (err, "vtkcast: ") ||
      strstr (err, word) == NULL || end_of_line == NULL ||
      end_of_line[1] != '\0')
    g_error ("%s: status %d, %s", line, status, err);
  g_assert_null (strstr (out, "listening"));
}

static char *
write_file (const char *name, const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
remove_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_sentences (void)
{
  g_autofree char *text = write_file ("notes.txt", "hello");
  g_autofree char *busy = NULL;
  Running *other = running_new ("vtkcast:cone");

  assert_sentence ("", "vtkcast:cone");
  assert_sentence ("--frobnicate x", "--frobnicate");
  assert_sentence ("/nonexistent/head.nrrd", "head.nrrd");
  assert_sentence ("vtkcast:nothing", "vtkcast:nothing");
  assert_sentence (text, "notes.txt");
  assert_sentence ("--host 0.0.0.0 vtkcast:cone", "--insecure");
  assert_sentence ("--host nowhere.invalid --insecure vtkcast:cone",
                   "nowhere.invalid");
  assert_sentence ("--content /nonexistent/dir vtkcast:cone",
                   "/nonexistent/dir");
  assert_sentence ("--tls-cert /nonexistent.pem vtkcast:cone",
                   "/nonexistent.pem");
  busy = g_strdup_printf ("--port %u vtkcast:cone", other->house.port);
  assert_sentence (busy, "in use");
  running_end (other, SIGTERM);
  running_free (other);
  remove_file (text);
}

/* It begins to listen before it has read the file, and ends when it has. */
static void
test_broken (void)
{
  g_autofree char *broken =
    write_file ("broken.vtp", "<?xml version=\"1.0\"?>");
  g_autofree char *line = g_strconcat ("--port 0 --gpu none ", broken, NULL);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run (line, &out, &err), ==, 1);
  g_assert_nonnull (strstr (err, "broken.vtp"));
  remove_file (broken);
}

/* A file that takes a while until it turns out to be cut off: 1.2 GB that are
 * packed into some MB, of which half are there. */
static char *
write_slow_file (void)
{
  static const char header[] = "NRRD0004\ntype: uchar\ndimension: 3\n"
                               "sizes: 1000 1000 1200\nencoding: gzip\n\n";
  static const gsize zeros[8192];
  g_autofree char *path = write_file ("slow.nrrd", header);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out =
    G_OUTPUT_STREAM (g_file_append_to (file, 0, NULL, &error));
  g_autoptr (GConverter) gzip =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (out, gzip);

  g_assert_no_error (error);
  for (gsize n = 0; n < 1200000000; n += sizeof zeros)
    g_assert_true (g_output_stream_write_all (packed, zeros, sizeof zeros, NULL,
                                              NULL, &error));
  g_assert_true (g_output_stream_close (packed, NULL, &error));
  g_assert_true (truncate (path, 3000000) == 0);
  return g_steal_pointer (&path);
}

/* Who watches by then reads what is wrong, and goes on to. */
static void
test_broken_watched (void)
{
  g_autofree char *path = write_slow_file ();
  Browser *browser = browser_new (VC_CODEC_VP8);
  Running *self = running_new (path);
  g_autofree char *health = NULL;
  char *message = NULL;

  running_watch (self, browser);
  do {
    g_free (message);
    WAIT_UNTIL ((message = browser_take_message (browser)) != NULL);
  } while (strstr (message, "slow.nrrd") == NULL);
  g_assert_nonnull (strstr (message, "\"failed\""));
  g_free (message);
  health = house_ask (&self->house, "GET", "/healthz", "", "");
  g_assert_cmpuint (reply_get_status (health), ==, 200);
  running_end (self, SIGTERM);
  browser_free (browser);
  running_free (self);
  remove_file (path);
}

/* What goes wrong later is said in the same way. */
static void
test_warning (void)
{
  static const char zeros[1000000];
  g_autofree char *old = write_file ("old.mkv", "");
  g_autofree char *folder = g_path_get_dirname (old);
  g_autofree char *line = g_strdup_printf (
    "--port 0 --gpu none --record %s --record-limit 1MB vtkcast:cone", folder);
  const char *arguments[] = {"rm", "-rf", folder, NULL};
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) err = NULL;
  g_autofree char *said = NULL;

  g_assert_true (g_file_set_contents (old, zeros, sizeof zeros, NULL));
  process = running_spawn (line, G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                   G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  err = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  said = g_data_input_stream_read_line (err, NULL, NULL, NULL);
  g_assert_nonnull (said);
  g_assert_true (g_str_has_prefix (said, "vtkcast: Recordings have all"));
  g_subprocess_send_signal (process, SIGTERM);
  running_await_exit (process);
  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, NULL, NULL, NULL);
}

static void
test_signals (void)
{
  static const int numbers[] = {SIGTERM, SIGINT};

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    Running *self = running_new ("vtkcast:cone");

    /* At once, or after it has done something. */
    if (i == 1) {
      g_autofree char *reply =
        house_ask (&self->house, "GET", "/healthz", "", "");

      g_assert_cmpuint (reply_get_status (reply), ==, 200);
    }
    g_assert_cmpfloat (running_end (self, numbers[i]), <, 2);
    running_free (self);
  }
}

/* Is a thread of that name at work in the program? */
static gboolean
has_thread (Running *self, const char *name)
{
  const char *id = g_subprocess_get_identifier (self->process);
  g_autofree char *folder_name = g_strdup_printf ("/proc/%s/task", id);
  g_autoptr (GDir) folder = g_dir_open (folder_name, 0, NULL);
  gboolean found = FALSE;
  const char *thread;

  while ((thread = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path =
      g_build_filename (folder_name, thread, "comm", NULL);
    g_autofree char *text = NULL;

    if (g_file_get_contents (path, &text, NULL, NULL))
      found |= strcmp (g_strchomp (text), name) == 0;
  }
  return found;
}

/* Who is told the address is answered without waiting for a key. */
static void
test_warm (void)
{
  Running *self = running_new ("vtkcast:cone");

  g_assert_true (has_thread (self, "vtkcast-render"));
  g_assert_false (has_thread (self, "warm-up"));
  g_assert_cmpfloat (running_end (self, SIGTERM), <, 2);
  running_free (self);
}

static void
test_viewer (void)
{
  Running *self = running_new ("vtkcast:cone");
  Browser *browser = browser_new (VC_CODEC_VP8);
  char *message = NULL;

  running_watch (self, browser);
  WAIT_UNTIL (browser_count_frames (browser) > 0 &&
              browser_is_open (browser, "control"));
  g_assert_cmpfloat (running_end (self, SIGTERM), <, 2);
  /* The last word. */
  do {
    g_free (message);
    WAIT_UNTIL ((message = browser_take_message (browser)) != NULL);
  } while (strstr (message, "\"bye\"") == NULL);
  g_free (message);
  browser_free (browser);
  running_free (self);
}

static guint16
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

/* Without stdin, stdout and stderr, as daemons are started. */
static void
test_no_files (void)
{
  guint16 port = find_free_port ();
  g_autofree char *command =
    g_strdup_printf ("exec %s --port %u --gpu none vtkcast:cone <&- >&- 2>&-",
                     running_get_program (), port);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_NONE, &error, "sh", "-c", command, NULL);
  House house = {.port = port};
  guint status = 0;

  g_assert_no_error (error);
  while (status == 0) {
    g_autofree char *reply = house_ask (&house, "GET", "/healthz", "", "");

    status = reply_get_status (reply);
  }
  g_assert_cmpuint (status, ==, 200);
  g_subprocess_send_signal (process, SIGTERM);
  running_await_exit (process);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

/* Children of the program that are there, dead or alive. */
static guint
count_children (Running *self)
{
  const char *id = g_subprocess_get_identifier (self->process);
  g_autofree char *folder_name = g_strdup_printf ("/proc/%s/task", id);
  g_autoptr (GDir) folder = g_dir_open (folder_name, 0, NULL);
  const char *thread;
  guint n = 0;

  while ((thread = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path =
      g_build_filename (folder_name, thread, "children", NULL);
    g_autofree char *text = NULL;

    if (g_file_get_contents (path, &text, NULL, NULL))
      for (char *p = text; *p != '\0'; p++)
        n += *p == ' ';
  }
  return n;
}

static void
test_children (void)
{
  g_autofree char *path =
    write_file ("one.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
                           "f 1 2 3\nf 1 2 4\nf 1 3 4\nf 2 3 4\n");
  Running *self = running_new (path);

  WAIT_UNTIL (count_children (self) == 0);
  g_assert_cmpfloat (running_end (self, SIGTERM), <, 2);
  running_free (self);
  remove_file (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/program/words", test_words);
  g_test_add_func ("/program/sentences", test_sentences);
  g_test_add_func ("/program/broken", test_broken);
  g_test_add_func ("/program/broken-watched", test_broken_watched);
  g_test_add_func ("/program/warning", test_warning);
  g_test_add_func ("/program/signals", test_signals);
  g_test_add_func ("/program/warm", test_warm);
  g_test_add_func ("/program/viewer", test_viewer);
  g_test_add_func ("/program/no-files", test_no_files);
  g_test_add_func ("/program/children", test_children);
  return g_test_run ();
}
