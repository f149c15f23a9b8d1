/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Loads a file to the end and keeps what came, for tests of the loader.
 */

#pragma once

#include "loader.h"

/**
 * Loading:
 * @progress: the last that was told
 * @finished: how often
 */
typedef struct {
  VcVolume *volume;
  VcSurface *surface;
  VcSurface *twin;
  GError *error;
  double progress;
  guint n_progress;
  guint finished;
  GMainLoop *loop;
} Loading;

/* @memory_limit: 0 for the default. Fails the test after a minute. */
void loading_run (Loading *self, const char *path, guint64 memory_limit);

/* Connects to the signals of @loader. */
void loading_watch (Loading *self, VcLoader *loader);

/* Frees what is in it. */
void loading_clear (Loading *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loading, loading_clear)

/* A folder for files, removed by loading_remove_folder(). */
char *loading_make_folder (void);
void loading_remove_folder (const char *folder);

/* Returns: (transfer full): the path of a new file */
char *loading_write (const char *folder, const char *name, const void *data,
                     gssize length);
