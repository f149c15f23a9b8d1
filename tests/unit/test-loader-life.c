/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The life of a reader process: cancelled, killed, orphaned, or no reader.
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "loading.h"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loading_make_folder ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loading_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* Children of this process that are not reaped yet; their last one. */
static guint
count_children (GPid *last)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  guint n = 0;

  while ((task = g_dir_read_name (tasks))) {
    g_autofree char *file =
      g_strdup_printf ("/proc/self/task/%s/children", task);
    g_autofree char *text = NULL;

    if (!g_file_get_contents (file, &text, NULL, NULL))
      continue;
    for (char *p = text; *p; p++)
      n += *p == ' ';
    if (*text && last)
      *last = atoi (text);
  }
  return n;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_no_children (void)
{
  guint tick = g_timeout_add (2, on_tick, NULL);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count_children (NULL) > 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_assert_cmpuint (count_children (NULL), ==, 0);
}

/* A loader whose child has sent its surface and was stopped then: it ends only
 * if somebody kills it. */
static VcLoader *
start_and_stop (Fixture *fixture, Loading *loading, GPid *child)
{
  g_autofree char *path = test_file_write_sheet (fixture->folder, 210);
  VcLoader *loader = vc_loader_new (path);

  loading_watch (loading, loader);
  g_assert_true (vc_loader_start (loader, NULL));
  while (loading->surface == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_children (child), ==, 1);
  g_assert_cmpint (kill (*child, SIGSTOP), ==, 0);
  return loader;
}

/* Nothing comes any more, and no process and no zombie is left. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  for (guint how = 0; how < 2; how++) {
    g_auto (Loading) loading = {0};
    GPid child;
    g_autoptr (VcLoader) loader = start_and_stop (fixture, &loading, &child);

    if (how == 0)
      vc_loader_cancel (loader);
    else
      g_clear_object (&loader);
    wait_for_no_children ();
    while (g_main_context_iteration (NULL, FALSE))
      continue;
    g_assert_cmpuint (loading.finished, ==, 0);
    g_assert_null (loading.twin);
  }
}

/* What has arrived but was not told yet is dropped, too. */
static void
test_cancel_early (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_file_write_large (fixture->folder);
  g_autoptr (VcLoader) loader = vc_loader_new (path);
  Loading loading = {0};

  loading_watch (&loading, loader);
  g_assert_true (vc_loader_start (loader, NULL));
  while (!g_main_context_pending (NULL))
    g_thread_yield ();
  vc_loader_cancel (loader);
  wait_for_no_children ();
  g_assert_cmpuint (loading.n_progress, ==, 0);
  g_assert_cmpuint (loading.finished, ==, 0);
  g_assert_null (loading.volume);
}

static gboolean
is_gone (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  return !g_file_get_contents (path, &text, NULL, NULL) ||
         strstr (text, ") Z ") != NULL;
}

/* The process that loads ends without a word; its child has to end, too. */
static void
test_orphan (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = {"/proc/self/exe", "--orphan", fixture->folder, NULL};
  g_autofree char *text = NULL;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GPid child;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL,
                               NULL, &text, NULL, NULL, NULL));
  child = atoi (text);
  g_assert_cmpint (child, >, 1);
  while (!is_gone (child) && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_assert_true (is_gone (child));
}

static int
run_orphan (char *folder)
{
  Fixture fixture = {folder};
  Loading loading = {0};
  GPid child;

  start_and_stop (&fixture, &loading, &child);
  printf ("%d\n", child);
  fflush (stdout);
  _exit (0);
}

/* Programs that are no reader: none, one that ends, one that talks nonsense. */
static void
test_odd_reader (Fixture *fixture, gconstpointer data)
{
  static const char *const scripts[] = {
    "#!/bin/sh\nexit 0\n",
    "#!/bin/sh\nexit 3\n",
    "#!/bin/sh\necho hello >&3\nexec sleep 1000\n",
    "#!/bin/sh\necho >&2 $(seq 20000)\nkill -9 $$\n",
  };
  g_autofree char *path = test_file_write (&test_files[0], fixture->folder);
  g_autoptr (VcLoader) loader = vc_loader_new (path);
  g_autoptr (GError) error = NULL;

  g_setenv ("VTKCAST_LOADER", "/nonexistent", TRUE);
  g_assert_false (vc_loader_start (loader, &error));
  g_assert_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autofree char *name = g_strdup_printf ("reader%u", i);
    g_autofree char *script =
      loading_write (fixture->folder, name, scripts[i], -1);
    g_auto (Loading) loading = {0};

    g_chmod (script, 0755);
    g_setenv ("VTKCAST_LOADER", script, TRUE);
    loading_run (&loading, path, 0);
    g_test_message ("%s", loading.error->message);
    g_assert_error (loading.error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED);
  }
  g_unsetenv ("VTKCAST_LOADER");
  wait_for_no_children ();
}

/* Whoever kills the reader, the parent hears of it. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_auto (Loading) loading = {0};
  GPid child;
  g_autoptr (VcLoader) loader = start_and_stop (fixture, &loading, &child);

  kill (child, SIGSEGV);
  kill (child, SIGCONT);
  while (loading.finished == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (loading.error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED);
  g_assert_nonnull (strstr (loading.error->message, "sheet.vtk"));
  wait_for_no_children ();
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--orphan"))
    return run_orphan (argv[2]);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                    \
  g_test_add ("/loader/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("cancel", test_cancel);
  ADD ("cancel-early", test_cancel_early);
  ADD ("orphan", test_orphan);
  ADD ("odd-reader", test_odd_reader);
  ADD ("killed", test_killed);
  return g_test_run ();
}
