/* SPDX-License-Identifier: BSD-3-Clause
 *
 * NRRD headers: what they mean, and what hostile ones do.
 */

#include "hostile.h"
#include "loader.h"
#include "nrrd.h"
#include "oblique.h"

#define HEAD                                                                   \
  "NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3 2\nencoding: raw\n"
#define OBLIQUE                                                                \
  "space directions: (0.333333333333,0.333333333333,-0.166666666667) "         \
  "(-0.25,0.5,0.5) (1.33333333333,-0.666666666667,1.33333333333)\n"            \
  "space origin: (-10,20,-30)\n"

static VcImageHeader *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  VcImageHeader *header = vc_nrrd_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return header;
}

/* The same place in space, written down in five spaces. */
static void
test_spaces (void)
{
  static const struct {
    const char *space;
    double x, y, z;
  } cases[] = {
    {"left-posterior-superior", 1, 1, 1},    {"LPS", 1, 1, 1},
    {"right-anterior-superior", -1, -1, 1},  {"RAS", -1, -1, 1},
    {"left-anterior-superior", 1, -1, 1},    {"LAS", 1, -1, 1},
    {"right-anterior-inferior", -1, -1, -1}, {"scanner-xyz", 1, 1, 1},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    const double *m = oblique_lps;
    double x = cases[c].x, y = cases[c].y, z = cases[c].z;
    g_autofree char *text = g_strdup_printf (
      HEAD "space: %s\nspace directions: (%.12f,%.12f,%.12f) "
           "(%.12f,%.12f,%.12f)  (%.12f, %.12f, %.12f)\n"
           "space origin: (%g,%g,%g)\n\n",
      cases[c].space, x * m[0], y * m[4], z * m[8], x * m[1], y * m[5],
      z * m[9], x * m[2], y * m[6], z * m[10], x * m[3], y * m[7], z * m[11]);
    g_autoptr (VcImageHeader) header = parse (text);

    oblique_assert_matrix (header->ijk_to_lps, 1e-9);
    g_assert_cmpint (header->offset, ==, strlen (text));
  }
}

static void
test_plain (void)
{
  g_autoptr (VcImageHeader) header =
    parse ("NRRD0001\r\n# comment\r\ntype: unsigned char\r\ndimension: 3\r\n"
           "sizes: 4 3 2\r\nspacings: 1 2 3\r\naxis mins: 0 0 nan\r\n"
           "encoding: gzip\r\nendian: big\r\nkey:=value\r\nbyte skip: 5\r\n"
           "line skip: 2\r\n\r\n");

  g_assert_cmpuint (header->stored, ==, VC_SCALAR_UINT8);
  g_assert_cmpuint (header->encoding, ==, VC_ENCODING_GZIP);
  g_assert_cmpuint (header->byte_order, ==, G_BIG_ENDIAN);
  g_assert_cmpuint (header->skip_bytes, ==, 5);
  g_assert_cmpuint (header->skip_lines, ==, 2);
  g_assert_cmpfloat (header->ijk_to_lps[5], ==, 2);
  g_assert_cmpfloat (header->ijk_to_lps[10], ==, 3);
  g_assert_cmpfloat (header->ijk_to_lps[3], ==, 0.5);
  g_assert_cmpfloat (header->ijk_to_lps[11], ==, 0);
}

static void
test_components (void)
{
  static const struct {
    const char *text;
    guint components, frames, dims[3];
  } cases[] = {
    {"dimension: 4\nsizes: 3 6 5 4\nkinds: RGB-color domain domain domain\n"
     "space: LPS\nspace directions: none (1,0,0) (0,1,0) (0,0,1)\n",
     3,
     1,
     {6, 5, 4}},
    {"dimension: 4\nsizes: 2 6 5 4\nkinds: vector space space space\n",
     2,
     1,
     {6, 5, 4}},
    {"dimension: 4\nsizes: 4 6 5 4\n", 4, 1, {6, 5, 4}},
    {"dimension: 4\nsizes: 6 5 4 30\nkinds: domain domain domain list\n",
     1,
     30,
     {6, 5, 4}},
    {"dimension: 4\nsizes: 6 5 4 1\n", 1, 1, {6, 5, 4}},
    {"dimension: 2\nsizes: 6 5\n", 1, 1, {6, 5, 1}},
    {"dimension: 3\nsizes: 3 6 5\nkinds: RGB-color domain domain\n",
     3,
     1,
     {6, 5, 1}},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autofree char *text = g_strdup_printf (
      "NRRD0005\ntype: uint8\nencoding: raw\n%s\n", cases[c].text);
    g_autoptr (VcImageHeader) header = parse (text);

    g_assert_cmpuint (header->components, ==, cases[c].components);
    g_assert_cmpuint (header->frames, ==, cases[c].frames);
    g_assert_cmpmem (header->dims, sizeof header->dims, cases[c].dims,
                     sizeof cases[c].dims);
  }
}

static void
test_detached (void)
{
  g_autoptr (VcImageHeader) header =
    parse (HEAD OBLIQUE "data file: ./sub/voxels.raw");
  g_autoptr (VcImageHeader) end = parse (HEAD "byte skip: -1\n\n");

  g_assert_cmpstr (header->data_file, ==, "sub/voxels.raw");
  g_assert_cmpint (header->offset, ==, 0);
  oblique_assert_matrix (header->ijk_to_lps, 1e-9);
  g_assert_cmpint (end->offset, ==, -1);
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    VcLoaderError code;
  } cases[] = {
    {"", VC_LOADER_ERROR_BROKEN},
    {"NRRD0004", VC_LOADER_ERROR_BROKEN},
    {"NRRD0004\n\n", VC_LOADER_ERROR_BROKEN},
    {"PNG", VC_LOADER_ERROR_BROKEN},
    {HEAD, VC_LOADER_ERROR_BROKEN},
    {HEAD "what is this\n\n", VC_LOADER_ERROR_BROKEN},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3\nencoding: raw\n\n",
     VC_LOADER_ERROR_BROKEN},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: 4 0 2\nencoding: raw\n\n",
     VC_LOADER_ERROR_BROKEN},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: -4 3 2\nencoding: raw\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: 99999 99999 99999\n"
     "encoding: raw\n\n",
     VC_LOADER_ERROR_TOO_LARGE},
    {"NRRD0004\ntype: short\ndimension: 3\n"
     "sizes: 4294967295 4294967295 4294967295\nencoding: raw\n\n",
     VC_LOADER_ERROR_TOO_LARGE},
    {"NRRD0004\ntype: short\ndimension: 3\n"
     "sizes: 99999999999999999999 1 1\nencoding: raw\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {"NRRD0004\ntype: block\ndimension: 3\nsizes: 4 3 2\nencoding: raw\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3 2\nencoding: bz2\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {"NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3 2\n\n",
     VC_LOADER_ERROR_BROKEN},
    {"NRRD0004\ntype: short\ndimension: 99\nsizes: 4 3 2\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {"NRRD0004\ntype: short\ndimension: 4\nsizes: 7 4 3 2\nencoding: raw\n"
     "kinds: vector domain domain domain\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "space: LPS\nspace directions: (1,0,0) (1,0,0) (0,0,1)\n\n",
     VC_LOADER_ERROR_BROKEN},
    {HEAD "space: LPS\nspace directions: (nan,0,0) (0,1,0) (0,0,1)\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,\n\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "space: LPS\nspace directions: (1,0,0) (0,1,0)\n\n",
     VC_LOADER_ERROR_BROKEN},
    {HEAD "space: up-down-sideways\n\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "spacings: 0 1 1\n\n", VC_LOADER_ERROR_BROKEN},
    {HEAD "spacings: inf 1 1\n\n", VC_LOADER_ERROR_BROKEN},
    {HEAD "space origin: (1e300,0,0)\n\n", VC_LOADER_ERROR_BROKEN},
    {HEAD "byte skip: -2\n\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "data file: /etc/passwd\n\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "data file: ../../etc/passwd\n\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "data file: a/../../b\n\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "data file: \n\n", VC_LOADER_ERROR_BROKEN},
    {HEAD "data file: LIST\na\nb\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "data file: a%03d.raw 1 9 1\n\n", VC_LOADER_ERROR_UNSUPPORTED},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcImageHeader) header =
      vc_nrrd_parse (cases[c].text, strlen (cases[c].text), &error);

    g_test_message ("%u: %s", c, error ? error->message : "accepted");
    g_assert_null (header);
    g_assert_error (error, VC_LOADER_ERROR, (int)cases[c].code);
  }
}

/* Whatever comes, there is a header that passed the checks or an error. */
static void
test_damaged (void)
{
  const char *text = HEAD "space: RAS\n" OBLIQUE "kinds: domain domain domain\n"
                          "space units: \"mm\" \"mm\" \"mm\"\nendian: big\n\n";
  const gsize length = strlen (text);

  for (guint i = 0; i < length + 4000; i++) {
    g_autoptr (GError) error = NULL;
    gsize n = MIN (i, length);
    g_autofree char *damaged =
      i < length ? hostile_cut (text, n)
                 : (char *)hostile_flip (text, length, i, 1 + i % 5);
    g_autoptr (VcImageHeader) header = vc_nrrd_parse (damaged, n, &error);

    g_assert_true ((header == NULL) == (error != NULL));
    g_assert_false (i < length && header);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nrrd/spaces", test_spaces);
  g_test_add_func ("/nrrd/plain", test_plain);
  g_test_add_func ("/nrrd/components", test_components);
  g_test_add_func ("/nrrd/detached", test_detached);
  g_test_add_func ("/nrrd/refused", test_refused);
  g_test_add_func ("/nrrd/damaged", test_damaged);
  return g_test_run ();
}
