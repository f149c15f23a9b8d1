/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Journals of a view, as they are written, and what becomes of them when the
 * disk is full or slow, or the process is killed.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake-scene.h"
#include "journal-reader.h"
#include "journal.h"

#define WATCHDOG_SECONDS 100
#define DIGEST                                                                 \
  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define KILLS 20

static const char *program;

typedef struct {
  FakeScene *scene;
  VcView *view;
  char *folder;
  char *path;
  char *failure;
  gboolean is_closed;
} Fixture;

static const VcJournalAbout about = {
  .title = "A “test”",
  .locations = (const char *const[]){"vtkcast:cone", "data/head.nrrd", NULL},
  .renderer = "nobody",
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcFrame) frame = NULL;

  alarm (WATCHDOG_SECONDS);
  fixture->folder = g_dir_make_tmp ("vtkcast-journal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "session.jsonl", NULL);
  fixture->scene = fake_scene_new ();
  fixture->view = vc_view_new (VC_SCENE (fixture->scene), 64, 48, &error);
  g_assert_no_error (error);
  frame = vc_view_take_frame (fixture->view, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->scene);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->failure);
  alarm (0);
}

static VcJournal *
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  VcJournal *journal =
    vc_journal_new (fixture->path, fixture->view, &about, &error);

  g_assert_no_error (error);
  return journal;
}

static void
on_closed (VcJournal *journal, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->is_closed = TRUE;
}

static void
on_failed (VcJournal *journal, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->failure);
  fixture->failure = g_strdup (error->message);
}

static void
close_and_wait (Fixture *fixture, VcJournal *journal)
{
  g_signal_connect (journal, "closed", G_CALLBACK (on_closed), fixture);
  vc_journal_close (journal, "the test is over");
  while (!fixture->is_closed)
    g_main_context_iteration (NULL, TRUE);
}

static VcJournalRecord *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  VcJournalRecord *record = vc_journal_record_load (path, &error);

  g_assert_no_error (error);
  return record;
}

static guint
count (const VcJournalRecord *record, VcJournalEntryType type)
{
  guint n = 0;

  for (guint i = 0; i < record->entries->len; i++)
    n += vc_journal_record_get (record, i)->type == type;
  return n;
}

static void
turn_wheel (Fixture *fixture)
{
  VcEvent event = {
    .type = VC_EVENT_WHEEL, .viewer = 1, .x = 0.5, .y = 0.5, .delta_y = 1};

  vc_view_push_event (fixture->view, &event);
}

static void
check_schema (const char *path)
{
  const char *arguments[] = {CHECK_JOURNAL, path, NULL};
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("there is no python3-jsonschema");
  else if (status != 0)
    g_error ("%s", errors);
}

static void
note_everything (VcJournal *journal)
{
  vc_journal_note_viewer (journal, 1, "joined");
  vc_journal_note_viewer (journal, 1, "controls");
  vc_journal_note_sent (journal, 2, 123456789);
  vc_journal_note_still (journal, 2, DIGEST);
  vc_journal_note_shown (journal, 1, 2, DIGEST, "lossless");
  vc_journal_note_shown (journal, 1, 0, NULL, "lossy");
  vc_journal_note_video (journal, "began", "session.mkv", 5, 0);
  vc_journal_note_video (journal, "dropped", "session.mkv", 0, 3);
  vc_journal_note_video (journal, "ended", "session.mkv", 0, 0);
  vc_journal_note_viewer (journal, 1, "left");
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcJournal) journal = begin (fixture);
  g_autoptr (VcJournalRecord) record = NULL;
  g_autoptr (VcFrame) frame = NULL;
  const VcJournalEntry *header;

  turn_wheel (fixture);
  vc_view_set_parameters (fixture->view,
                          g_variant_new_parsed ("{'level': <0.1>}"), NULL);
  frame = vc_view_take_frame (fixture->view, NULL, NULL);
  vc_view_set_size (fixture->view, 32, 24);
  fake_scene_sync (fixture->scene);
  note_everything (journal);
  close_and_wait (fixture, journal);
  vc_journal_note_viewer (journal, 9, "joined");

  record = load (fixture->path);
  g_assert_false (record->is_cut);
  header = vc_journal_record_get_header (record);
  g_assert_cmpint (header->width, ==, 64);
  g_assert_cmpstr (header->title, ==, about.title);
  g_assert_cmpstr (header->locations[0], ==, "vtkcast:cone");
  g_assert_true (g_path_is_absolute (header->locations[1]));
  g_assert_cmpuint (count (record, VC_JOURNAL_EVENT), ==, 1);
  g_assert_cmpuint (count (record, VC_JOURNAL_PARAMETERS), ==, 1);
  g_assert_cmpuint (count (record, VC_JOURNAL_SIZE), ==, 1);
  g_assert_cmpuint (count (record, VC_JOURNAL_FRAME), >=, 1);
  g_assert_cmpuint (count (record, VC_JOURNAL_VIEWER), ==, 3);
  g_assert_cmpuint (count (record, VC_JOURNAL_VIDEO), ==, 3);
  g_assert_cmpuint (count (record, VC_JOURNAL_END), ==, 1);
  check_schema (fixture->path);
}

/* The check is one: a line with an error in it fails. */
static void
test_schema (Fixture *fixture, gconstpointer data)
{
  const char *arguments[] = {CHECK_JOURNAL, fixture->path, NULL};
  const char *text = "{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":0,"
                     "\"height\":1,\"data\":{}}\n";
  int status;

  g_file_set_contents (fixture->path, text, -1, NULL);
  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, NULL);
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("there is no python3-jsonschema");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 1);
}

static void
test_exists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcJournal) journal = begin (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_null (vc_journal_new (fixture->path, fixture->view, &about, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "session.jsonl"));
}

/* A second journal takes over; the first one ends where it is. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcJournal) first = begin (fixture);
  g_autofree char *path =
    g_build_filename (fixture->folder, "second.jsonl", NULL);
  g_autoptr (VcJournal) second = NULL;
  g_autoptr (VcJournalRecord) one = NULL, two = NULL;

  fake_scene_sync (fixture->scene);
  second = vc_journal_new (path, fixture->view, &about, NULL);
  turn_wheel (fixture);
  fake_scene_sync (fixture->scene);
  close_and_wait (fixture, first);
  fixture->is_closed = FALSE;
  close_and_wait (fixture, second);
  one = load (fixture->path);
  two = load (path);
  g_assert_cmpuint (count (one, VC_JOURNAL_EVENT), ==, 0);
  g_assert_cmpuint (count (two, VC_JOURNAL_EVENT), ==, 1);
  g_unlink (path);
}

/* A view that has stopped tells nothing: there is no journal. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcJournal) journal = NULL;

  vc_view_stop (fixture->view);
  journal = begin (fixture);
  close_and_wait (fixture, journal);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* As a disk that is full: the last line does not fit. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  struct rlimit before, limit;
  g_autoptr (VcJournal) journal = NULL;
  g_autoptr (VcJournalRecord) record = NULL;
  g_autofree char *text = NULL;

  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = 2000;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
  journal = begin (fixture);
  g_signal_connect (journal, "failed", G_CALLBACK (on_failed), fixture);
  for (guint i = 0; fixture->failure == NULL; i++) {
    vc_journal_note_viewer (journal, i, "joined");
    fake_scene_sync (fixture->scene);
    g_main_context_iteration (NULL, FALSE);
  }
  close_and_wait (fixture, journal);
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_nonnull (strstr (fixture->failure, "session.jsonl"));
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_true (g_str_has_suffix (text, "}\n"));
  record = load (fixture->path);
  g_assert_cmpuint (count (record, VC_JOURNAL_VIEWER), >, 10);
}

static gpointer
read_all (gpointer data)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = read (GPOINTER_TO_INT (data), buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (GPOINTER_TO_INT (data));
  return text;
}

/* Nobody reads for a long time; nobody waits for that. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  int fds[2];
  g_autoptr (VcJournal) journal = NULL;
  g_autoptr (VcJournalRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  GThread *reader;
  GString *text;

  g_assert_cmpint (pipe (fds), ==, 0);
  journal = vc_journal_new_for_fd (fds[1], fixture->view, &about);
  fake_scene_sync (fixture->scene);
  for (guint i = 0; i < 20000; i++)
    vc_journal_note_viewer (journal, i, "joined");
  reader = g_thread_new ("reader", read_all, GINT_TO_POINTER (fds[0]));
  do {
    g_autoptr (VcFrame) frame = NULL;

    fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
    frame = vc_view_take_frame (fixture->view, NULL, NULL);
  } while (vc_journal_get_bytes (journal) < 400000);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  vc_frame_unref (vc_view_take_frame (fixture->view, NULL, NULL));
  fake_scene_sync (fixture->scene);
  close_and_wait (fixture, journal);
  g_clear_object (&journal);
  text = g_thread_join (reader);
  record = vc_journal_record_parse (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (record, VC_JOURNAL_GAP), ==, 1);
  g_assert_cmpuint (count (record, VC_JOURNAL_VIEWER), <, 20000);
  g_assert_cmpuint (count (record, VC_JOURNAL_FRAME), >, 0);
  g_assert_cmpuint (count (record, VC_JOURNAL_END), ==, 1);
  g_string_free (text, TRUE);
}

/* Writes until it is killed. */
static void G_GNUC_NORETURN
write_for_ever (const char *path)
{
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (VcView) view = vc_view_new (VC_SCENE (scene), 64, 48, NULL);
  g_autoptr (VcJournal) journal = vc_journal_new (path, view, &about, NULL);

  alarm (WATCHDOG_SECONDS);
  for (;;) {
    VcEvent event = {.type = VC_EVENT_WHEEL, .viewer = 1, .delta_y = 1};
    g_autoptr (VcFrame) frame = NULL;

    vc_view_push_event (view, &event);
    frame = vc_view_take_frame (view, NULL, NULL);
    vc_journal_note_still (journal, frame->id, DIGEST);
  }
}

static gsize
get_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static void
kill_writer (Fixture *fixture)
{
  const char *arguments[] = {program, "--write", fixture->path, NULL};
  gsize enough = g_test_rand_int_range (1, 8000);
  GPid pid;
  int status;

  g_spawn_async (NULL, (char **)arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                 NULL, NULL, &pid, NULL);
  while (get_size (fixture->path) < enough)
    g_thread_yield ();
  kill (pid, SIGKILL);
  waitpid (pid, &status, 0);
  g_assert_true (WIFSIGNALED (status));
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < KILLS; i++) {
    g_autoptr (VcJournalRecord) record = NULL;

    kill_writer (fixture);
    record = load (fixture->path);
    g_assert_cmpuint (count (record, VC_JOURNAL_END), ==, 0);
    g_unlink (fixture->path);
  }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    write_for_ever (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  add ("/journal/lines", test_lines);
  add ("/journal/schema", test_schema);
  add ("/journal/exists", test_exists);
  add ("/journal/two", test_two);
  add ("/journal/nothing", test_nothing);
  add ("/journal/full", test_full);
  add ("/journal/slow", test_slow);
  add ("/journal/killed", test_killed);
  return g_test_run ();
}
