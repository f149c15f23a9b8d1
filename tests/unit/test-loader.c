/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The loader with good files of every format, and files that it refuses.
 */

#include <glib/gstdio.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "loading.h"
#include "oblique.h"

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

static void
assert_oblique (const VcVolume *volume)
{
  g_autoptr (GBytes) expected = test_file_voxels ();

  oblique_assert_matrix (volume->ijk_to_lps, 1e-5);
  g_assert_cmpfloat_with_epsilon (volume->spacing[0], 0.5, 1e-5);
  g_assert_cmpfloat_with_epsilon (volume->spacing[1], 0.75, 1e-5);
  g_assert_cmpfloat_with_epsilon (volume->spacing[2], 2, 1e-5);
  g_assert_cmpuint (volume->dims[0], ==, 4);
  g_assert_cmpuint (volume->dims[1], ==, 3);
  g_assert_cmpuint (volume->dims[2], ==, 2);
  g_assert_cmpuint (volume->components, ==, 1);
  g_assert_cmpuint (volume->type, ==, VC_SCALAR_INT16);
  g_assert_cmpfloat (volume->range[0], ==, 0);
  g_assert_cmpfloat (volume->range[1], ==, 123);
  g_assert_true (g_bytes_equal (volume->voxels, expected));
}

/* Every triangle is one of the tetrahedron's, turned outwards: the normals
 * were made with the split that 30° asks for. */
static void
assert_tetrahedron (const VcSurface *surface)
{
  const gint32 *t = g_bytes_get_data (surface->triangles, NULL);
  const float *p = g_bytes_get_data (surface->points, NULL);
  const float *n = g_bytes_get_data (surface->normals, NULL);

  g_assert_cmpuint (g_bytes_get_size (surface->triangles), ==, 4 * 12);
  g_assert_cmpuint (surface->n_points, ==, 12);
  g_assert_null (surface->lines);
  g_assert_null (surface->vertices);
  for (guint i = 0; i < 12; i++) {
    const float *a = p + 3 * t[i], *m = n + 3 * t[i];
    double outwards = 0;

    for (guint c = 0; c < 3; c++)
      outwards += (a[c] - 0.2) * m[c];
    g_assert_cmpfloat (outwards, >, 0);
    g_assert_cmpfloat_with_epsilon (hypot (hypot (m[0], m[1]), m[2]), 1, 1e-5);
  }
}

static void
test_format (Fixture *fixture, gconstpointer data)
{
  const TestFile *file = data;
  g_autofree char *path = test_file_write (file, fixture->folder);
  g_auto (Loading) loading = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (vc_loader_check (path, &error));
  g_assert_no_error (error);
  loading_run (&loading, path, 0);
  g_assert_no_error (loading.error);
  g_assert_true ((loading.volume != NULL) == file->is_volume);
  g_assert_true ((loading.surface != NULL) == !file->is_volume);
  g_assert_null (loading.twin);
  g_assert_cmpfloat (loading.progress, ==, 1);
  if (file->is_volume) {
    g_assert_cmpstr (loading.volume->name, ==, file->name);
    assert_oblique (loading.volume);
  } else {
    g_assert_cmpstr (loading.surface->name, ==, file->name);
    assert_tetrahedron (loading.surface);
    if (g_str_has_suffix (file->name, ".ply"))
      g_assert_cmpmem (g_bytes_get_data (loading.surface->colors, NULL), 4,
                       "\xff\x80\x10\xff", 4);
  }
}

static void
test_twin (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_file_write_sheet (fixture->folder, 210);
  g_auto (Loading) loading = {0};
  const float *p, *s;

  loading_run (&loading, path, 0);
  g_assert_no_error (loading.error);
  g_assert_cmpuint (g_bytes_get_size (loading.surface->triangles), ==,
                    210 * 210 * 2 * 12);
  g_assert_cmpfloat (loading.surface->scalar_range[0], ==, 0);
  g_assert_cmpfloat (loading.surface->scalar_range[1], ==, 210);
  g_assert_nonnull (loading.twin);
  g_assert_cmpuint (g_bytes_get_size (loading.twin->triangles), <=, 40000 * 12);
  g_assert_cmpuint (g_bytes_get_size (loading.twin->triangles), >, 20000 * 12);
  g_assert_nonnull (loading.twin->normals);
  p = g_bytes_get_data (loading.twin->points, NULL);
  s = g_bytes_get_data (loading.twin->scalars, NULL);
  for (guint i = 0; i < loading.twin->n_points; i++) {
    g_assert_cmpfloat_with_epsilon (p[3 * i + 2], 3 * sin (0.1 * p[3 * i]),
                                    0.25);
    g_assert_cmpfloat_with_epsilon (s[i], p[3 * i], 2);
  }
}

static void
test_memory_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_file_write_large (fixture->folder);
  g_auto (Loading) small = {0};
  g_auto (Loading) enough = {0};

  loading_run (&small, path, 32 << 20);
  g_assert_error (small.error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (small.error->message, "large.nrrd"));
  g_assert_null (small.volume);
  loading_run (&enough, path, 0);
  g_assert_no_error (enough.error);
  g_assert_cmpuint (enough.n_progress, >=, 1);
}

static void
assert_refused (const char *path, VcLoaderError code, gboolean by_check)
{
  g_auto (Loading) loading = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (path);

  g_assert_true (vc_loader_check (path, &error) == !by_check);
  if (by_check)
    g_assert_error (error, VC_LOADER_ERROR, (int)code);
  loading_run (&loading, path, 0);
  g_test_message ("%s", loading.error->message);
  g_assert_error (loading.error, VC_LOADER_ERROR, (int)code);
  g_assert_nonnull (strstr (loading.error->message, base));
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing =
    g_build_filename (fixture->folder, "no.nrrd", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo.nrrd", NULL);
  g_autofree char *empty = loading_write (fixture->folder, "a.nrrd", "", 0);
  g_autofree char *text = loading_write (fixture->folder, "a.txt", "hello", 5);
  g_autofree char *grid = loading_write (
    fixture->folder, "a.vtu",
    "<?xml version=\"1.0\"?>\n<VTKFile type=\"UnstructuredGrid\">", -1);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (missing, VC_LOADER_ERROR_NOT_FOUND, TRUE);
  assert_refused (fifo, VC_LOADER_ERROR_UNSUPPORTED, TRUE);
  assert_refused ("/dev/zero", VC_LOADER_ERROR_UNSUPPORTED, TRUE);
  assert_refused (empty, VC_LOADER_ERROR_BROKEN, TRUE);
  assert_refused (text, VC_LOADER_ERROR_UNSUPPORTED, TRUE);
  assert_refused (grid, VC_LOADER_ERROR_UNSUPPORTED, TRUE);
  assert_refused (fixture->folder, VC_LOADER_ERROR_UNSUPPORTED, TRUE);
  if (getuid () != 0) {
    g_chmod (text, 0);
    assert_refused (text, VC_LOADER_ERROR_BROKEN, TRUE);
  }
}

/* The content decides, not the name. */
static void
test_wrong_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = test_files[0].make ();
  g_autofree char *nrrd =
    loading_write (fixture->folder, "nrrd.stl", g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes));
  g_autofree char *other =
    loading_write (fixture->folder, "stl.nrrd", "solid x\nendsolid\n", -1);
  g_auto (Loading) loading = {0};

  loading_run (&loading, nrrd, 0);
  g_assert_no_error (loading.error);
  assert_oblique (loading.volume);
  assert_refused (other, VC_LOADER_ERROR_BROKEN, FALSE);
}

static void
test_data_file (Fixture *fixture, gconstpointer data)
{
  static const char head[] =
    "NRRD0004\ntype: uint8\ndimension: 2\nsizes: 4 4\nencoding: raw\n";
  static const struct {
    const char *name;
    VcLoaderError code;
  } cases[] = {
    {"/etc/passwd", VC_LOADER_ERROR_UNSUPPORTED},
    {"../../../../../../../../etc/passwd", VC_LOADER_ERROR_UNSUPPORTED},
    {"missing.raw", VC_LOADER_ERROR_NOT_FOUND},
    {".", VC_LOADER_ERROR_UNSUPPORTED},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autofree char *text =
      g_strdup_printf ("%sdata file: %s\n\n", head, cases[c].name);
    g_autofree char *path =
      loading_write (fixture->folder, "a.nhdr", text, strlen (text));

    assert_refused (path, cases[c].code, FALSE);
  }
}

/* Slope and intercept are applied; integers stay integers. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  static const char wide[] = "NRRD0004\ntype: int64\ndimension: 3\n"
                             "sizes: 1 1 1\nencoding: ascii\n\n-70000";
  static const char nothing[] = "NRRD0004\ntype: float\ndimension: 3\n"
                                "sizes: 2 1 1\nencoding: ascii\n\nnan inf\n";
  g_autofree char *path =
    loading_write (fixture->folder, "wide.nrrd", wide, strlen (wide));
  g_autofree char *no_path =
    loading_write (fixture->folder, "nan.nrrd", nothing, strlen (nothing));
  g_auto (Loading) loading = {0};

  loading_run (&loading, path, 0);
  g_assert_no_error (loading.error);
  g_assert_cmpuint (loading.volume->type, ==, VC_SCALAR_INT32);
  g_assert_cmpfloat (loading.volume->range[0], ==, -70000);
  assert_refused (no_path, VC_LOADER_ERROR_BROKEN, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_test_files; i++) {
    g_autofree char *name =
      g_strdup_printf ("/loader/format/%s", test_files[i].name);

    g_test_add (name, Fixture, &test_files[i], set_up, test_format, tear_down);
  }
#define ADD(name, function)                                                    \
  g_test_add ("/loader/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("twin", test_twin);
  ADD ("memory-limit", test_memory_limit);
  ADD ("no-file", test_no_file);
  ADD ("wrong-name", test_wrong_name);
  ADD ("data-file", test_data_file);
  ADD ("values", test_values);
  return g_test_run ();
}
