/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Broken files of every format: each is refused with a sentence or read, and
 * nothing crashes or hangs.
 */

#include "files.h"
#include "hostile.h"
#include "loading.h"

#define N_FLIPS 8

typedef enum { MAY_LOAD, MUST_FAIL } Expectation;

static void
load (const char *path, Expectation expectation)
{
  g_auto (Loading) loading = {0};
  g_autofree char *base = g_path_get_basename (path);
  const char *clause;

  loading_run (&loading, path, 1 << 30);
  g_test_message ("%s", loading.error ? loading.error->message : "read");
  if (loading.error == NULL) {
    g_assert_cmpint (expectation, ==, MAY_LOAD);
    g_assert_true (loading.volume || loading.surface);
    return;
  }
  g_assert_cmpuint (loading.error->domain, ==, VC_LOADER_ERROR);
  g_assert_true (g_utf8_validate (loading.error->message, -1, NULL));
  g_assert_nonnull (strstr (loading.error->message, base));
  g_assert_true (g_str_has_suffix (loading.error->message, "."));
  /* Texts of libraries are for the log. */
  clause = strstr (loading.error->message, "cannot be read: ");
  g_assert_nonnull (clause);
  g_assert_null (strstr (clause, "vtk"));
  g_assert_null (strstr (clause, "0x"));
}

static void
test_truncated (gconstpointer data)
{
  static const double lengths[] = {0.03, 0.2, 0.4, 0.6, 0.8, 0.95};
  const TestFile *file = data;
  g_autofree char *folder = loading_make_folder ();
  g_autoptr (GBytes) good = file->make ();
  gsize size;
  const void *bytes = g_bytes_get_data (good, &size);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autofree char *path =
      test_file_write_bytes (file, folder, bytes, lengths[i] * size);
    /* The length of a text with one item per line cannot be told from its
     * beginning; a detached header may lack its last fields. */
    gboolean may_load = g_str_has_suffix (file->name, ".obj") || file->detached;

    load (path, may_load ? MAY_LOAD : MUST_FAIL);
  }
  loading_remove_folder (folder);
}

static void
test_flipped (gconstpointer data)
{
  const TestFile *file = data;
  g_autofree char *folder = loading_make_folder ();
  g_autoptr (GBytes) good = file->make ();
  gsize size;
  const void *bytes = g_bytes_get_data (good, &size);

  for (guint i = 0; i < N_FLIPS; i++) {
    g_autofree guint8 *bad = hostile_flip (bytes, size, 1000 + i, 1 << (i / 2));
    g_autofree char *path = test_file_write_bytes (file, folder, bad, size);

    load (path, MAY_LOAD);
  }
  loading_remove_folder (folder);
}

/* Sizes that no file keeps, indices beyond the points, numbers that are none.
 */
static void
test_lies (void)
{
  static const struct {
    const char *name, *text;
  } cases[] = {
    {"huge.nrrd", "NRRD0004\ntype: double\ndimension: 3\n"
                  "sizes: 20000 20000 20000\nencoding: raw\n\nx"},
    {"large.nrrd", "NRRD0004\ntype: uint8\ndimension: 3\n"
                   "sizes: 500 500 500\nencoding: gzip\n\nx"},
    {"skip.nrrd", "NRRD0004\ntype: uint8\ndimension: 2\nsizes: 2 2\n"
                  "encoding: raw\nbyte skip: 9223372036854775807\n\nxxxx"},
    {"lines.nrrd", "NRRD0004\ntype: uint8\ndimension: 2\nsizes: 2 2\n"
                   "encoding: raw\nline skip: 5\n\nxxxx"},
    {"negative.mha", "NDims = 3\nDimSize = -1 -1 -1\nElementType = MET_CHAR\n"
                     "ElementDataFile = LOCAL\n"},
    {"nan.mha", "NDims = 3\nDimSize = 1 1 1\nElementSpacing = nan nan nan\n"
                "ElementType = MET_CHAR\nElementDataFile = LOCAL\nx"},
    {"size.mhd", "NDims = 2\nDimSize = 2 2\nHeaderSize = 99999999999\n"
                 "ElementType = MET_CHAR\nElementDataFile = size.mhd\nxxxx"},
    {"huge.vti",
     "<VTKFile type=\"ImageData\" version=\"1.0\"><ImageData "
     "WholeExtent=\"0 99999 0 99999 0 99999\" Origin=\"0 0 0\" "
     "Spacing=\"1 1 1\"><Piece Extent=\"0 99999 0 99999 0 99999\"><PointData "
     "Scalars=\"v\"><DataArray type=\"Int16\" Name=\"v\" format=\"ascii\">1"
     "</DataArray></PointData></Piece></ImageData></VTKFile>"},
    {"reversed.vti",
     "<VTKFile type=\"ImageData\" version=\"1.0\"><ImageData "
     "WholeExtent=\"5 0 5 0 5 0\" Origin=\"0 0 0\" Spacing=\"1 1 1\">"
     "<Piece Extent=\"5 0 5 0 5 0\"><PointData/></Piece></ImageData>"
     "</VTKFile>"},
    {"index.vtp",
     "<VTKFile type=\"PolyData\" version=\"1.0\"><PolyData><Piece "
     "NumberOfPoints=\"3\" NumberOfPolys=\"1\"><Points><DataArray "
     "type=\"Float32\" NumberOfComponents=\"3\" format=\"ascii\">"
     "0 0 0 1 0 0 0 1 0</DataArray></Points><Polys><DataArray type=\"Int32\" "
     "Name=\"connectivity\" format=\"ascii\">0 1 99999999</DataArray>"
     "<DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">3"
     "</DataArray></Polys></Piece></PolyData></VTKFile>"},
    {"none.vtp", "<VTKFile type=\"PolyData\" version=\"1.0\"><PolyData>"
                 "</PolyData></VTKFile>"},
    {"index.vtk", "# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n"
                  "POINTS 3 float\n0 0 0 1 0 0 0 1 0\nPOLYGONS 1 4\n"
                  "3 0 1 -7\n"},
    {"huge.vtk", "# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n"
                 "POINTS 2000000000 float\n0 0 0\n"},
    {"negative.vtk", "# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n"
                     "POINTS -5 float\n0 0 0\n"},
    {"huge-volume.vtk",
     "# vtk DataFile Version 3.0\nx\nBINARY\nDATASET STRUCTURED_POINTS\n"
     "DIMENSIONS 60000 60000 60000\nORIGIN 0 0 0\nSPACING 1 1 1\n"
     "POINT_DATA 1\nSCALARS v short\nLOOKUP_TABLE default\nxx"},
    {"grid.vtk", "# vtk DataFile Version 3.0\nx\nASCII\n"
                 "DATASET UNSTRUCTURED_GRID\nPOINTS 1 float\n0 0 0\n"},
    {"nan.ply", "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n"
                "property float y\nproperty float z\nelement face 1\n"
                "property list uchar int vertex_indices\nend_header\n"
                "nan 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"},
    {"index.ply", "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n"
                  "property float y\nproperty float z\nelement face 1\n"
                  "property list uchar int vertex_indices\nend_header\n"
                  "0 0 0\n1 0 0\n0 1 0\n3 0 1 2000000\n"},
    {"many.ply", "ply\nformat binary_little_endian 1.0\n"
                 "element vertex 2147483647\nproperty float x\n"
                 "property float y\nproperty float z\nend_header\n"},
    {"index.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 900\n"},
    {"negative.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf -1 -2 -900\n"},
    {"points.obj", "hello\n"},
    {"none.stl", "solid x\nendsolid x\n"},
    {"folder.dcm", "DICM"},
  };
  g_autofree char *folder = loading_make_folder ();

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autofree char *path =
      loading_write (folder, cases[c].name, cases[c].text, -1);

    g_test_message ("%s:", cases[c].name);
    load (path, MUST_FAIL);
  }
  loading_remove_folder (folder);
}

/* What people do by mistake is called by its name. */
static void
test_words (void)
{
  static const struct {
    const char *name;
    const char *text;
    const char *words;
  } cases[] = {
    {"text.nii.gz", "hello, this is a text\n", "not compressed as its name"},
    {"text.stl", "hello\n", "no STL file"},
    {"cut.stl", "solid x\nfacet normal 0 0 1\n", "cut off"},
    {"text.docx", "hello\n", "in no format"},
    {"empty.nrrd", "", "is empty"},
  };
  g_autofree char *folder = loading_make_folder ();

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autofree char *path =
      loading_write (folder, cases[c].name, cases[c].text, -1);
    g_auto (Loading) loading = {0};

    loading_run (&loading, path, 1 << 30);
    g_assert_nonnull (loading.error);
    if (!strstr (loading.error->message, cases[c].words))
      g_error ("%s: %s", cases[c].name, loading.error->message);
  }
  loading_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_test_files; i++) {
    g_autofree char *truncated =
      g_strdup_printf ("/loader/truncated/%s", test_files[i].name);
    g_autofree char *flipped =
      g_strdup_printf ("/loader/flipped/%s", test_files[i].name);

    g_test_add_data_func (truncated, &test_files[i], test_truncated);
    g_test_add_data_func (flipped, &test_files[i], test_flipped);
  }
  g_test_add_func ("/loader/lies", test_lies);
  g_test_add_func ("/loader/words", test_words);
  return g_test_run ();
}
