/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Small good files of every format, for tests of the loader.
 */

#include "files.h"

#include <math.h>
#include <unistd.h>

#include "loading.h"
#include "nifti-sample.h"

#define NRRD                                                                   \
  "NRRD0004\ntype: short\ndimension: 3\nspace: right-anterior-superior\n"      \
  "sizes: 4 3 2\nspace directions: "                                           \
  "(-0.333333333333,-0.333333333333,-0.166666666667) (0.25,-0.5,0.5) "         \
  "(-1.33333333333,0.666666666667,1.33333333333)\n"                            \
  "space origin: (10,-20,-30)\nkinds: domain domain domain\n"                  \
  "endian: little\n"

#define META                                                                   \
  "ObjectType = Image\nNDims = 3\nBinaryData = True\n"                         \
  "TransformMatrix = 0.66666666666 0.66666666666 -0.33333333333 "              \
  "-0.33333333333 0.66666666666 0.66666666666 "                                \
  "0.66666666666 -0.33333333333 0.66666666666\n"                               \
  "Offset = -10 20 -30\nElementSpacing = 0.5 0.75 2\nDimSize = 4 3 2\n"        \
  "ElementType = MET_SHORT\n"

#define VTI                                                                    \
  "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\" "      \
  "byte_order=\"LittleEndian\" header_type=\"UInt64\">\n"                      \
  "<ImageData WholeExtent=\"0 3 0 2 0 1\" Origin=\"-10 20 -30\" "              \
  "Spacing=\"0.5 0.75 2\" Direction=\"0.66666666666 -0.33333333333 "           \
  "0.66666666666 0.66666666666 0.66666666666 -0.33333333333 "                  \
  "-0.33333333333 0.66666666666 0.66666666666\">\n"                            \
  "<Piece Extent=\"0 3 0 2 0 1\"><PointData Scalars=\"v\">"                    \
  "<DataArray type=\"Int16\" Name=\"v\" format=\"ascii\">\n"

#define POINTS "0 0 0 1 0 0 0 1 0 0 0 1"

static void
append_short (GString *text, gint16 value, gboolean is_big)
{
  guint16 stored = is_big ? GINT16_TO_BE (value) : GINT16_TO_LE (value);

  g_string_append_len (text, (char *)&stored, sizeof stored);
}

static void
append_voxels (GString *text, gboolean is_big)
{
  gint16 values[OBLIQUE_N];

  oblique_fill (values);
  for (guint i = 0; i < OBLIQUE_N; i++)
    append_short (text, values[i], is_big);
}

static void
append_words (GString *text)
{
  gint16 values[OBLIQUE_N];

  oblique_fill (values);
  for (guint i = 0; i < OBLIQUE_N; i++)
    g_string_append_printf (text, "%d%c", values[i], i % 4 == 3 ? '\n' : ' ');
}

static GBytes *
compress (GBytes *plain, GZlibCompressorFormat format)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (format, 6);
  g_autoptr (GInputStream) source =
    g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GInputStream) stream =
    g_converter_input_stream_new (source, G_CONVERTER (compressor));
  char packed[4096];
  gsize n;

  g_assert_true (
    g_input_stream_read_all (stream, packed, sizeof packed, &n, NULL, NULL));
  return g_bytes_new (packed, n);
}

static GBytes *
with_voxels (const char *head, gboolean is_big)
{
  GString *text = g_string_new (head);

  append_voxels (text, is_big);
  return g_string_free_to_bytes (text);
}

static GBytes *
with_compressed (const char *head, GZlibCompressorFormat format)
{
  g_autoptr (GBytes) voxels = with_voxels ("", FALSE);
  g_autoptr (GBytes) packed = compress (voxels, format);
  GString *text = g_string_new (head);

  g_string_append_len (text, g_bytes_get_data (packed, NULL),
                       g_bytes_get_size (packed));
  return g_string_free_to_bytes (text);
}

static GBytes *
text_only (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
make_nrrd (void)
{
  return with_voxels (NRRD "encoding: raw\n\n", FALSE);
}

static GBytes *
make_nrrd_gzip (void)
{
  return with_compressed (NRRD "encoding: gzip\n\n",
                          G_ZLIB_COMPRESSOR_FORMAT_GZIP);
}

static GBytes *
make_nrrd_text (void)
{
  GString *text = g_string_new (NRRD "encoding: ascii\n\n");

  append_words (text);
  return g_string_free_to_bytes (text);
}

static GBytes *
make_nhdr (void)
{
  return text_only (NRRD "encoding: raw\ndata file: nrrd-voxels.raw\n");
}

static GBytes *
make_mha (void)
{
  return with_voxels (META "BinaryDataByteOrderMSB = True\n"
                           "ElementDataFile = LOCAL\n",
                      TRUE);
}

static GBytes *
make_mha_zlib (void)
{
  return with_compressed (META
                          "CompressedData = True\nElementDataFile = LOCAL\n",
                          G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
}

static GBytes *
make_mhd (void)
{
  return text_only (META "ElementDataFile = meta-voxels.raw\n");
}

static GBytes *
make_nifti_with (NiftiForm form)
{
  guint8 header[NIFTI_OFFSET];
  g_autoptr (GBytes) voxels = test_file_voxels ();
  GByteArray *bytes = g_byte_array_new ();

  nifti_make_header (header, form);
  g_byte_array_append (bytes, header, sizeof header);
  g_byte_array_append (bytes, g_bytes_get_data (voxels, NULL),
                       g_bytes_get_size (voxels));
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
make_nifti (void)
{
  return make_nifti_with (NIFTI_QFORM);
}

static GBytes *
make_nifti_gz (void)
{
  g_autoptr (GBytes) plain = make_nifti_with (NIFTI_SFORM);

  return compress (plain, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
}

static GBytes *
make_vti (void)
{
  GString *text = g_string_new (VTI);

  append_words (text);
  g_string_append (text, "</DataArray></PointData></Piece></ImageData>\n"
                         "</VTKFile>\n");
  return g_string_free_to_bytes (text);
}

static GBytes *
make_vtp (void)
{
  return text_only (
    "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"1.0\" "
    "byte_order=\"LittleEndian\">\n<PolyData><Piece NumberOfPoints=\"4\" "
    "NumberOfPolys=\"4\">\n<Points><DataArray type=\"Float32\" "
    "NumberOfComponents=\"3\" format=\"ascii\">" POINTS
    "</DataArray></Points>\n"
    "<Polys><DataArray type=\"Int32\" Name=\"connectivity\" format=\"ascii\">"
    "0 2 1 0 1 3 0 3 2 1 2 3</DataArray>\n"
    "<DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">3 6 9 12"
    "</DataArray></Polys>\n</Piece></PolyData>\n</VTKFile>\n");
}

static const float tetrahedron[4][3] = {
  {0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
static const guint32 faces[4][3] = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};

static GBytes *
make_stl (void)
{
  GString *text = g_string_new (NULL);
  const guint32 n = 4;
  const char zeros[80] = {0};

  g_string_append_len (text, zeros, 80);
  g_string_append_len (text, (char *)&n, 4);
  for (guint f = 0; f < 4; f++) {
    g_string_append_len (text, zeros, 12);
    for (guint c = 0; c < 3; c++)
      g_string_append_len (text, (char *)tetrahedron[faces[f][c]], 12);
    g_string_append_len (text, zeros, 2);
  }
  return g_string_free_to_bytes (text);
}

static GBytes *
make_stl_text (void)
{
  GString *text = g_string_new ("solid tetrahedron\n");

  for (guint f = 0; f < 4; f++) {
    g_string_append (text, "facet normal 0 0 0\nouter loop\n");
    for (guint c = 0; c < 3; c++) {
      const float *p = tetrahedron[faces[f][c]];

      g_string_append_printf (text, "vertex %g %g %g\n", p[0], p[1], p[2]);
    }
    g_string_append (text, "endloop\nendfacet\n");
  }
  g_string_append (text, "endsolid tetrahedron\n");
  return g_string_free_to_bytes (text);
}

#define PLY(format)                                                            \
  "ply\nformat " format " 1.0\ncomment test\nelement vertex 4\n"               \
  "property float x\nproperty float y\nproperty float z\n"                     \
  "property uchar red\nproperty uchar green\nproperty uchar blue\n"            \
  "element face 4\nproperty list uchar int vertex_indices\nend_header\n"

static GBytes *
make_ply (void)
{
  GString *text = g_string_new (PLY ("binary_little_endian"));

  for (guint i = 0; i < 4; i++) {
    g_string_append_len (text, (char *)tetrahedron[i], 12);
    g_string_append_len (text, "\xff\x80\x10", 3);
  }
  for (guint f = 0; f < 4; f++) {
    g_string_append_c (text, 3);
    g_string_append_len (text, (char *)faces[f], 12);
  }
  return g_string_free_to_bytes (text);
}

static GBytes *
make_ply_text (void)
{
  return text_only (PLY ("ascii") "0 0 0 255 128 16\n1 0 0 255 128 16\n"
                                  "0 1 0 255 128 16\n0 0 1 255 128 16\n"
                                  "3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n");
}

static GBytes *
make_obj (void)
{
  return text_only ("# test\nv 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
                    "f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n");
}

static GBytes *
make_vtk (void)
{
  return text_only ("# vtk DataFile Version 3.0\ntest\nASCII\n"
                    "DATASET POLYDATA\nPOINTS 4 float\n" POINTS
                    "\nPOLYGONS 4 16\n3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n");
}

const TestFile test_files[] = {
  {"raw.nrrd", TRUE, make_nrrd},
  {"gzip.nrrd", TRUE, make_nrrd_gzip},
  {"text.nrrd", TRUE, make_nrrd_text},
  {"detached.nhdr", TRUE, make_nhdr, "nrrd-voxels.raw"},
  {"raw.mha", TRUE, make_mha},
  {"zlib.mha", TRUE, make_mha_zlib},
  {"detached.mhd", TRUE, make_mhd, "meta-voxels.raw"},
  {"raw.nii", TRUE, make_nifti},
  {"gzip.nii.gz", TRUE, make_nifti_gz},
  {"text.vti", TRUE, make_vti},
  {"text.vtp", FALSE, make_vtp},
  {"binary.stl", FALSE, make_stl},
  {"text.stl", FALSE, make_stl_text},
  {"binary.ply", FALSE, make_ply},
  {"text.ply", FALSE, make_ply_text},
  {"text.obj", FALSE, make_obj},
  {"text.vtk", FALSE, make_vtk},
};
const guint n_test_files = G_N_ELEMENTS (test_files);

GBytes *
test_file_voxels (void)
{
  gint16 values[OBLIQUE_N];

  oblique_fill (values);
  return g_bytes_new (values, sizeof values);
}

char *
test_file_write_bytes (const TestFile *file, const char *folder,
                       const void *bytes, gsize length)
{
  if (file->detached) {
    g_autoptr (GBytes) voxels = with_voxels ("", FALSE);
    g_autofree char *path =
      loading_write (folder, file->detached, g_bytes_get_data (voxels, NULL),
                     g_bytes_get_size (voxels));
  }
  return loading_write (folder, file->name, bytes, length);
}

char *
test_file_write (const TestFile *file, const char *folder)
{
  g_autoptr (GBytes) bytes = file->make ();

  return test_file_write_bytes (file, folder, g_bytes_get_data (bytes, NULL),
                                g_bytes_get_size (bytes));
}

/* @n × @n quads of a wavy sheet with a scalar per point. */
char *
test_file_write_sheet (const char *folder, guint n)
{
  GString *text = g_string_new ("# vtk DataFile Version 3.0\nsheet\nASCII\n"
                                "DATASET POLYDATA\n");
  char *path;

  g_string_append_printf (text, "POINTS %u float\n", (n + 1) * (n + 1));
  for (guint y = 0; y <= n; y++)
    for (guint x = 0; x <= n; x++)
      g_string_append_printf (text, "%u %u %g\n", x, y, 3 * sin (0.1 * x));
  g_string_append_printf (text, "POLYGONS %u %u\n", n * n, 5 * n * n);
  for (guint y = 0; y < n; y++)
    for (guint x = 0; x < n; x++) {
      guint i = y * (n + 1) + x;

      g_string_append_printf (text, "4 %u %u %u %u\n", i, i + 1, i + n + 2,
                              i + n + 1);
    }
  g_string_append_printf (text,
                          "POINT_DATA %u\nSCALARS s float\nLOOKUP_TABLE "
                          "default\n",
                          (n + 1) * (n + 1));
  for (guint i = 0; i < (n + 1) * (n + 1); i++)
    g_string_append_printf (text, "%u\n", i % (n + 1));
  path = loading_write (folder, "sheet.vtk", text->str, text->len);
  g_string_free (text, TRUE);
  return path;
}

/* 64 MB of zeros without a byte on the disk. */
char *
test_file_write_large (const char *folder)
{
  static const char head[] = "NRRD0004\ntype: uint8\ndimension: 3\n"
                             "sizes: 1024 1024 64\nencoding: raw\n\n";
  char *path = loading_write (folder, "large.nrrd", head, strlen (head));

  g_assert_cmpint (truncate (path, strlen (head) + (64 << 20)), ==, 0);
  return path;
}
