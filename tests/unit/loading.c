/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Loads a file to the end and keeps what came, for tests of the loader.
 */

#include "loading.h"

#include <glib/gstdio.h>

#define WATCHDOG_SECONDS 60

static void
on_progress (VcLoader *loader, double fraction, Loading *self)
{
  g_assert_cmpfloat (fraction, >, self->progress);
  g_assert_cmpfloat (fraction, <=, 1);
  self->progress = fraction;
  self->n_progress++;
}

static void
on_volume (VcLoader *loader, VcVolume *volume, Loading *self)
{
  g_assert_null (self->volume);
  self->volume = vc_volume_ref (volume);
}

static void
on_surface (VcLoader *loader, VcSurface *surface, Loading *self)
{
  g_assert_null (self->surface);
  self->surface = vc_surface_ref (surface);
}

static void
on_twin (VcLoader *loader, VcSurface *surface, Loading *self)
{
  g_assert_nonnull (self->surface);
  self->twin = vc_surface_ref (surface);
}

static void
on_finished (VcLoader *loader, GError *error, Loading *self)
{
  self->finished++;
  self->error = error ? g_error_copy (error) : NULL;
  if (self->loop)
    g_main_loop_quit (self->loop);
}

static gboolean
on_watchdog (gpointer data)
{
  g_error ("the loader did not finish within %d s", WATCHDOG_SECONDS);
  return G_SOURCE_REMOVE;
}

void
loading_watch (Loading *self, VcLoader *loader)
{
  g_signal_connect (loader, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (loader, "volume", G_CALLBACK (on_volume), self);
  g_signal_connect (loader, "surface", G_CALLBACK (on_surface), self);
  g_signal_connect (loader, "twin", G_CALLBACK (on_twin), self);
  g_signal_connect (loader, "finished", G_CALLBACK (on_finished), self);
}

void
loading_run (Loading *self, const char *path, guint64 memory_limit)
{
  g_autoptr (VcLoader) loader = vc_loader_new (path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GError *error = NULL;
  guint watchdog = g_timeout_add_seconds (WATCHDOG_SECONDS, on_watchdog, NULL);

  *self = (Loading){.loop = loop};
  loading_watch (self, loader);
  if (memory_limit)
    vc_loader_set_memory_limit (loader, memory_limit);
  g_assert_true (vc_loader_start (loader, &error));
  g_assert_no_error (error);
  g_main_loop_run (loop);
  g_source_remove (watchdog);
  g_assert_cmpint (self->finished, ==, 1);
  self->loop = NULL;
}

void
loading_clear (Loading *self)
{
  g_clear_pointer (&self->volume, vc_volume_unref);
  g_clear_pointer (&self->surface, vc_surface_unref);
  g_clear_pointer (&self->twin, vc_surface_unref);
  g_clear_error (&self->error);
}

char *
loading_make_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("vtkcast-loader-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
loading_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
        !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
      loading_remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

char *
loading_write (const char *folder, const char *name, const void *data,
               gssize length)
{
  char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;

  g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_NONE, 0644,
                            &error);
  g_assert_no_error (error);
  return path;
}
