/* SPDX-License-Identifier: BSD-3-Clause
 *
 * MetaImage headers: what they mean, and what hostile ones do.
 */

#include "hostile.h"
#include "loader.h"
#include "metaimage.h"
#include "oblique.h"

#define HEAD "ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\n"
/* Row i is the direction of axis i. */
#define OBLIQUE                                                                \
  "TransformMatrix = 0.66666666666 0.66666666666 -0.33333333333 "              \
  "-0.33333333333 0.66666666666 0.66666666666 "                                \
  "0.66666666666 -0.33333333333 0.66666666666\n"                               \
  "Offset = -10 20 -30\nElementSpacing = 0.5 0.75 2\n"
#define TAIL "ElementType = MET_SHORT\nElementDataFile = LOCAL\n"

static VcImageHeader *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  VcImageHeader *header = vc_metaimage_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return header;
}

static void
test_oblique (void)
{
  const char *text = HEAD "BinaryDataByteOrderMSB = True\n"
                          "CenterOfRotation = 0 0 0\n" OBLIQUE TAIL;
  g_autoptr (VcImageHeader) header = parse (text);

  oblique_assert_matrix (header->ijk_to_lps, 1e-9);
  g_assert_cmpuint (header->stored, ==, VC_SCALAR_INT16);
  g_assert_cmpuint (header->byte_order, ==, G_BIG_ENDIAN);
  g_assert_cmpint (header->offset, ==, strlen (text));
  g_assert_null (header->data_file);
}

static void
test_variants (void)
{
  g_autoptr (VcImageHeader) compressed =
    parse (HEAD "CompressedData = True\r\nModality = MET_MOD_MR\r\n"
                "ElementNumberOfChannels = 3\nElementSize = 1 2 3\n"
                "ElementType = MET_UCHAR_ARRAY\nElementDataFile = a/b.zraw");
  g_autoptr (VcImageHeader) frames =
    parse ("NDims = 4\nDimSize = 4 3 2 10\nElementSpacing = 1 1 1 1\n"
           "ElementType = MET_FLOAT\nElementDataFile = LOCAL\n");
  g_autoptr (VcImageHeader) tail = parse (
    HEAD "HeaderSize = -1\nElementType = MET_SHORT\nElementDataFile = a.dcm\n");

  g_assert_cmpuint (compressed->encoding, ==, VC_ENCODING_ZLIB);
  g_assert_cmpuint (compressed->components, ==, 3);
  g_assert_cmpuint (compressed->stored, ==, VC_SCALAR_UINT8);
  g_assert_cmpuint (compressed->modality, ==, VC_MODALITY_MR);
  g_assert_cmpstr (compressed->data_file, ==, "a/b.zraw");
  g_assert_cmpfloat (compressed->ijk_to_lps[10], ==, 3);
  g_assert_cmpuint (frames->frames, ==, 10);
  g_assert_cmpint (tail->offset, ==, -1);
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    VcLoaderError code;
  } cases[] = {
    {"", VC_LOADER_ERROR_BROKEN},
    {HEAD, VC_LOADER_ERROR_BROKEN},
    {HEAD "ElementDataFile = LOCAL\n", VC_LOADER_ERROR_BROKEN},
    {"ObjectType = Mesh\n", VC_LOADER_ERROR_UNSUPPORTED},
    {"NDims = 3\nDimSize = 4 3\n" TAIL, VC_LOADER_ERROR_BROKEN},
    {"NDims = 3\nDimSize = 4 3 0\n" TAIL, VC_LOADER_ERROR_BROKEN},
    {"NDims = 3\nDimSize = 4 3 -2\n" TAIL, VC_LOADER_ERROR_UNSUPPORTED},
    {"NDims = 3\nDimSize = 99999 99999 99999\n" TAIL,
     VC_LOADER_ERROR_TOO_LARGE},
    {"NDims = 7\nDimSize = 1 1 1 1 1 1 1\n" TAIL, VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementSpacing = nan 1 1\n" TAIL, VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementSpacing = 1 1 0\n" TAIL, VC_LOADER_ERROR_BROKEN},
    {HEAD "ElementSpacing = 1 1\n" TAIL, VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "TransformMatrix = 1 0 0 1 0 0 0 0 1\n" TAIL, VC_LOADER_ERROR_BROKEN},
    {HEAD "ElementNumberOfChannels = 9\n" TAIL, VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementType = MET_STRING\n", VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementType = MET_SHORT\nElementDataFile = /etc/passwd\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementType = MET_SHORT\nElementDataFile = ../x.raw\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "ElementType = MET_SHORT\nElementDataFile = LIST\na\n",
     VC_LOADER_ERROR_UNSUPPORTED},
    {HEAD "CompressedData = True\nHeaderSize = -1\n" TAIL,
     VC_LOADER_ERROR_BROKEN},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcImageHeader) header =
      vc_metaimage_parse (cases[c].text, strlen (cases[c].text), &error);

    g_test_message ("%u: %s", c, error ? error->message : "accepted");
    g_assert_null (header);
    g_assert_error (error, VC_LOADER_ERROR, (int)cases[c].code);
  }
}

static void
test_damaged (void)
{
  const char *text = HEAD OBLIQUE TAIL;
  const gsize length = strlen (text);

  for (guint i = 0; i < length + 4000; i++) {
    g_autoptr (GError) error = NULL;
    gsize n = MIN (i, length);
    g_autofree char *damaged =
      i < length ? hostile_cut (text, n)
                 : (char *)hostile_flip (text, length, i, 1 + i % 5);
    g_autoptr (VcImageHeader) header = vc_metaimage_parse (damaged, n, &error);

    g_assert_true ((header == NULL) == (error != NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metaimage/oblique", test_oblique);
  g_test_add_func ("/metaimage/variants", test_variants);
  g_test_add_func ("/metaimage/refused", test_refused);
  g_test_add_func ("/metaimage/damaged", test_damaged);
  return g_test_run ();
}
