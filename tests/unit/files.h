/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Small good files of every format, for tests of the loader.
 *
 * Volumes are the oblique one (oblique.h); surfaces are a tetrahedron.
 */

#pragma once

#include <gio/gio.h>

/**
 * TestFile:
 * @name: with its suffix
 * @is_volume: else a surface
 * @make: (transfer full): its bytes
 * @detached: (nullable): name of a file with the plain voxels that belongs to
 * it
 */
typedef struct {
  const char *name;
  gboolean is_volume;
  GBytes *(*make) (void);
  const char *detached;
} TestFile;

extern const TestFile test_files[];
extern const guint n_test_files;

/* Writes the file, and what belongs to it, into @folder.
 *
 * Returns: (transfer full): its path */
char *test_file_write (const TestFile *file, const char *folder);

/* Writes @bytes instead of the good ones. */
char *test_file_write_bytes (const TestFile *file, const char *folder,
                             const void *bytes, gsize length);

/* The voxels in the machine's byte order. */
GBytes *test_file_voxels (void);

/* A legacy VTK file with @n × @n quads of a wavy sheet, z = 3 sin (x / 10), and
 * a scalar x per point. */
char *test_file_write_sheet (const char *folder, guint n);

/* An NRRD file with 64 MB of zeros that take no place on the disk. */
char *test_file_write_large (const char *folder);
