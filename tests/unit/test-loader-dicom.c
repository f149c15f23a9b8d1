/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The loader with DICOM series that niftitodicom has made: orientation, and
 * series that are incomplete or damaged.
 */

#include <glib/gstdio.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"
#include "loading.h"
#include "nifti-sample.h"

#define NI 8
#define NJ 7
#define NK 6

typedef struct {
  char *folder; /* of everything */
  char *series;
} Fixture;

/* The oblique placement with more voxels; value i + 10 j + 100 k. */
static char *
write_nifti (const char *folder)
{
  guint8 header[NIFTI_OFFSET];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  nifti_make_header (header, NIFTI_SFORM);
  nifti_put_short (header, 42, NI);
  nifti_put_short (header, 44, NJ);
  nifti_put_short (header, 46, NK);
  g_byte_array_append (bytes, header, sizeof header);
  for (int n = 0; n < NI * NJ * NK; n++) {
    gint16 value = n % NI + 10 * (n / NI % NJ) + 100 * (n / NI / NJ);

    g_byte_array_append (bytes, (guint8 *)&value, sizeof value);
  }
  return loading_write (folder, "source.nii", bytes->data, bytes->len);
}

static void
make_series (const char *folder, const char *series, const char *name)
{
  g_autofree char *nifti = write_nifti (folder);
  const char *argv[] = {
    "niftitodicom", "-s", "--modality", "CT",  "--series-description",
    name,           "-o", series,       nifti, NULL};
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (nifti);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loading_make_folder ();
  fixture->series = g_build_filename (fixture->folder, "series", NULL);
  make_series (fixture->folder, fixture->series, "Head oblique");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loading_remove_folder (fixture->folder);
  g_free (fixture->series);
  g_free (fixture->folder);
}

static char *
get_file (Fixture *fixture, guint slice)
{
  return g_strdup_printf ("%s/IM-0001-%04u.dcm", fixture->series, slice);
}

static void
map (const double m[12], const double ijk[3], double lps[3])
{
  for (guint row = 0; row < 3; row++)
    lps[row] = m[4 * row] * ijk[0] + m[4 * row + 1] * ijk[1] +
               m[4 * row + 2] * ijk[2] + m[4 * row + 3];
}

/* A value says which voxel of the source it was: both have to lie at the same
 * place in the patient, in whatever order the series has them. */
static void
assert_placed (const VcVolume *volume)
{
  const gint16 *v = g_bytes_get_data (volume->voxels, NULL);

  g_assert_cmpuint (volume->type, ==, VC_SCALAR_INT16);
  g_assert_cmpuint (g_bytes_get_size (volume->voxels), ==, NI * NJ * NK * 2);
  for (guint n = 0; n < NI * NJ * NK; n++) {
    guint x = n % volume->dims[0], y = n / volume->dims[0] % volume->dims[1];
    double ijk[] = {x, y, n / volume->dims[0] / volume->dims[1]};
    double source[] = {v[n] % 10, v[n] / 10 % 10, v[n] / 100};
    double a[3], b[3];

    map (volume->ijk_to_lps, ijk, a);
    map (oblique_lps, source, b);
    for (guint c = 0; c < 3; c++)
      g_assert_cmpfloat_with_epsilon (a[c], b[c], 1e-4);
  }
}

static void
test_oblique (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = get_file (fixture, 3);
  const char *paths[] = {fixture->series, one, fixture->folder};

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_auto (Loading) loading = {0};

    g_assert_true (vc_loader_check (paths[i], NULL));
    loading_run (&loading, paths[i], 0);
    g_assert_no_error (loading.error);
    g_assert_cmpstr (loading.volume->name, ==, "Head oblique");
    g_assert_cmpuint (loading.volume->modality, ==, VC_MODALITY_CT);
    assert_placed (loading.volume);
  }
}

/* The one with the most slices, and its name says so. */
static void
test_several_series (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "a", NULL);
  g_autofree char *last = g_build_filename (other, "IM-0001-0006.dcm", NULL);
  g_auto (Loading) loading = {0};

  make_series (fixture->folder, other, "Scout");
  g_unlink (last);
  loading_run (&loading, fixture->folder, 0);
  g_assert_no_error (loading.error);
  g_assert_cmpstr (loading.volume->name, ==,
                   "Head oblique (the largest of 2 series)");
  g_assert_cmpuint (loading.volume->dims[2], ==, NK);
}

static void
refuse (Fixture *fixture, const char *text)
{
  g_auto (Loading) loading = {0};

  loading_run (&loading, fixture->series, 0);
  g_test_message ("%s", loading.error ? loading.error->message : "read");
  g_assert_error (loading.error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN);
  g_assert_nonnull (strstr (loading.error->message, text));
  g_assert_null (loading.volume);
}

/* Replaces the value of element @group,@element (explicit little endian, short
 * form); @value has to fit, blanks fill the rest. */
static void
patch (const char *from, const char *to, guint16 group, guint16 element,
       const char *value)
{
  const guint16 tag[] = {GUINT16_TO_LE (group), GUINT16_TO_LE (element)};
  g_autofree char *bytes = NULL;
  gsize length;
  char *at;
  guint16 size;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  at = memmem (bytes, length, tag, sizeof tag);
  g_assert_nonnull (at);
  memcpy (&size, at + 6, sizeof size);
  size = GUINT16_FROM_LE (size);
  g_assert_cmpuint (strlen (value), <=, size);
  memset (at + 8, ' ', size);
  memcpy (at + 8, value, strlen (value));
  g_assert_true (g_file_set_contents (to, bytes, length, NULL));
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = get_file (fixture, 3);
  g_autofree char *fourth = get_file (fixture, 4);

  g_unlink (third);
  refuse (fixture, "1 slice is missing between slices 2 and 4");
  g_unlink (fourth);
  refuse (fixture, "2 slices are missing between slices 2 and 5");
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = get_file (fixture, 3);
  g_autofree char *copy = get_file (fixture, 9);
  g_autofree char *bytes = NULL;
  g_auto (Loading) loading = {0};
  gsize length;

  /* A copy of a file adds nothing and does no harm… */
  g_assert_true (g_file_get_contents (third, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, length, NULL));
  loading_run (&loading, fixture->series, 0);
  g_assert_no_error (loading.error);
  assert_placed (loading.volume);
  /* …but another image at the same place does. */
  patch (third, copy, 0x0008, 0x0018, "2.25.1234567890");
  refuse (fixture, "slices are there twice at the same position: 3 and 3");
}

static void
test_uneven (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = get_file (fixture, 3);
  g_autofree char *second = get_file (fixture, 2);
  g_auto (Loading) loading = {0};
  g_autofree char *text = NULL;
  const double *m;
  double at[3];

  loading_run (&loading, second, 0);
  g_assert_no_error (loading.error);
  m = loading.volume->ijk_to_lps;
  for (guint c = 0; c < 3; c++)
    at[c] = m[4 * c + 3] + 2.4 * m[4 * c + 2];
  text = g_strdup_printf ("%.5f\\%.5f\\%.5f", at[0], at[1], at[2]);
  patch (third, third, 0x0020, 0x0032, text);
  refuse (fixture, "not evenly spaced");
}

static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  static const guint slices[] = {1, 3, NK};
  static const double lengths[] = {0, 0.01, 0.1, 0.2, 0.5, 0.9, 0.99};

  for (guint s = 0; s < G_N_ELEMENTS (slices); s++) {
    g_autofree char *path = get_file (fixture, slices[s]);
    g_autofree char *base = g_path_get_basename (path);
    g_autofree char *bytes = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
    for (guint l = 0; l < G_N_ELEMENTS (lengths); l++) {
      g_assert_true (
        g_file_set_contents (path, bytes, lengths[l] * length, NULL));
      refuse (fixture, base);
    }
    g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  }
}

static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_file (fixture, 3);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < 24; i++) {
    g_autofree guint8 *bad = hostile_flip (bytes, length, i, 1 + i % 4);
    g_auto (Loading) loading = {0};

    g_assert_true (g_file_set_contents (path, (char *)bad, length, NULL));
    loading_run (&loading, fixture->series, 1 << 30);
    g_test_message ("%s", loading.error ? loading.error->message : "read");
    g_assert_true ((loading.error == NULL) == (loading.volume != NULL));
  }
}

/* Files that are no DICOM, and no files. */
static void
test_company (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = loading_write (fixture->series, "README", "hello", 5);
  g_autofree char *fifo = get_file (fixture, 99);
  g_autofree char *link = g_build_filename (fixture->series, "loop", NULL);
  g_auto (Loading) loading = {0};

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("..", link), ==, 0);
  loading_run (&loading, fixture->series, 0);
  g_assert_no_error (loading.error);
  assert_placed (loading.volume);
}

/* Rescale intercept: values become Hounsfield units and stay 16 bits. */
static void
test_rescale (Fixture *fixture, gconstpointer data)
{
  g_auto (Loading) loading = {0};

  for (guint slice = 1; slice <= NK; slice++) {
    g_autofree char *path = get_file (fixture, slice);

    patch (path, path, 0x0028, 0x1052, "-9");
    patch (path, path, 0x0028, 0x1053, "2");
  }
  loading_run (&loading, fixture->series, 0);
  g_assert_no_error (loading.error);
  g_assert_cmpuint (loading.volume->type, ==, VC_SCALAR_INT16);
  g_assert_cmpfloat (loading.volume->range[0], ==, -9);
  g_assert_cmpfloat (loading.volume->range[1], ==, 2 * 567 - 9);
}

int
main (int argc, char **argv)
{
  g_autofree char *tool = g_find_program_in_path ("niftitodicom");

  g_test_init (&argc, &argv, NULL);
  if (tool == NULL) {
    g_print ("1..0 # SKIP niftitodicom (package vtk-dicom-tools) is missing\n");
    return 0;
  }
#define ADD(name, function)                                                    \
  g_test_add ("/dicom/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("oblique", test_oblique);
  ADD ("several-series", test_several_series);
  ADD ("missing", test_missing);
  ADD ("duplicate", test_duplicate);
  ADD ("uneven", test_uneven);
  ADD ("cut-off", test_cut_off);
  ADD ("flipped", test_flipped);
  ADD ("company", test_company);
  ADD ("rescale", test_rescale);
  return g_test_run ();
}
