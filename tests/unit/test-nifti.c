/* SPDX-License-Identifier: BSD-3-Clause
 *
 * NIfTI headers: what they mean, and what hostile ones do.
 */

#include <math.h>

#include "hostile.h"
#include "loader.h"
#include "nifti-sample.h"
#include "nifti.h"

static VcImageHeader *
parse (const guint8 *bytes)
{
  g_autoptr (GError) error = NULL;
  VcImageHeader *header = vc_nifti_parse (bytes, NIFTI_OFFSET, &error);

  g_assert_no_error (error);
  return header;
}

static void
test_forms (void)
{
  guint8 bytes[NIFTI_OFFSET];

  for (NiftiForm form = NIFTI_QFORM; form <= NIFTI_SFORM; form++) {
    g_autoptr (VcImageHeader) header = NULL;

    nifti_make_header (bytes, form);
    header = parse (bytes);
    oblique_assert_matrix (header->ijk_to_lps, 1e-5);
    g_assert_cmpuint (header->dims[0], ==, 4);
    g_assert_cmpuint (header->dims[1], ==, 3);
    g_assert_cmpuint (header->dims[2], ==, 2);
    g_assert_cmpuint (header->skip_bytes, ==, NIFTI_OFFSET);
  }
}

/* pixdim[0] = −1 turns the third axis round. */
static void
test_left_handed (void)
{
  guint8 bytes[NIFTI_OFFSET];
  g_autoptr (VcImageHeader) header = NULL;

  nifti_make_header (bytes, NIFTI_QFORM);
  nifti_put_float (bytes, 76, -1);
  header = parse (bytes);
  for (guint row = 0; row < 3; row++) {
    g_assert_cmpfloat_with_epsilon (header->ijk_to_lps[4 * row + 1],
                                    oblique_lps[4 * row + 1], 1e-5);
    g_assert_cmpfloat_with_epsilon (header->ijk_to_lps[4 * row + 2],
                                    -oblique_lps[4 * row + 2], 1e-5);
  }
}

static void
test_no_form (void)
{
  guint8 bytes[NIFTI_OFFSET];
  g_autoptr (VcImageHeader) header = NULL;

  nifti_make_header (bytes, NIFTI_NO_FORM);
  bytes[123] = 1; /* metres */
  header = parse (bytes);
  g_assert_cmpfloat (header->ijk_to_lps[0], ==, -500);
  g_assert_cmpfloat (header->ijk_to_lps[5], ==, -750);
  g_assert_cmpfloat (header->ijk_to_lps[10], ==, 2000);
}

static void
test_values (void)
{
  guint8 bytes[NIFTI_OFFSET];
  g_autoptr (VcImageHeader) scaled = NULL;
  g_autoptr (VcImageHeader) colour = NULL;

  nifti_make_header (bytes, NIFTI_SFORM);
  nifti_put_float (bytes, 112, 2);
  nifti_put_float (bytes, 116, -1024);
  nifti_put_short (bytes, 40, 4);
  nifti_put_short (bytes, 48, 7);
  scaled = parse (bytes);
  g_assert_cmpfloat (scaled->slope, ==, 2);
  g_assert_cmpfloat (scaled->intercept, ==, -1024);
  g_assert_cmpuint (vc_image_header_type (scaled), ==, VC_SCALAR_INT32);
  g_assert_cmpuint (scaled->frames, ==, 7);
  g_assert_cmpuint (scaled->guess, ==, VC_MODALITY_MR);

  nifti_put_short (bytes, 70, 128);
  nifti_put_short (bytes, 68, 1002);
  colour = parse (bytes);
  g_assert_cmpuint (colour->components, ==, 3);
  g_assert_cmpuint (colour->modality, ==, VC_MODALITY_LABEL);
  g_assert_cmpfloat (colour->slope, ==, 1);
}

typedef struct {
  guint offset;
  gint16 value;
  VcLoaderError code;
} Damage;

static void
test_refused (void)
{
  static const Damage cases[] = {
    {0, 347, VC_LOADER_ERROR_BROKEN},
    {344, 0, VC_LOADER_ERROR_UNSUPPORTED},
    {40, 0, VC_LOADER_ERROR_BROKEN},
    {40, 8, VC_LOADER_ERROR_BROKEN},
    {40, -1, VC_LOADER_ERROR_BROKEN},
    {42, 0, VC_LOADER_ERROR_BROKEN},
    {44, -3, VC_LOADER_ERROR_BROKEN},
    {70, 1, VC_LOADER_ERROR_UNSUPPORTED},
    {70, 32, VC_LOADER_ERROR_UNSUPPORTED},
  };
  static const guint floats[] = {108, 280, 284, 292, 320};
  static const float bad[] = {NAN, INFINITY, -INFINITY, -1e20f, 1e20f};
  guint8 bytes[NIFTI_OFFSET];

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autoptr (GError) error = NULL;

    nifti_make_header (bytes, NIFTI_SFORM);
    nifti_put_short (bytes, cases[c].offset, cases[c].value);
    g_assert_null (vc_nifti_parse (bytes, sizeof bytes, &error));
    g_assert_error (error, VC_LOADER_ERROR, (int)cases[c].code);
  }
  for (guint f = 0; f < G_N_ELEMENTS (floats); f++) {
    for (guint b = 0; b < G_N_ELEMENTS (bad); b++) {
      g_autoptr (GError) error = NULL;

      nifti_make_header (bytes, NIFTI_SFORM);
      nifti_put_float (bytes, floats[f], bad[b]);
      g_assert_null (vc_nifti_parse (bytes, sizeof bytes, &error));
      g_assert_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN);
    }
  }
}

static void
test_damaged (void)
{
  guint8 bytes[NIFTI_OFFSET];

  nifti_make_header (bytes, NIFTI_QFORM);
  for (guint i = 0; i < 348 + 4000; i++) {
    g_autoptr (GError) error = NULL;
    gsize n = MIN (i, 348);
    g_autofree guint8 *damaged =
      i < 348 ? hostile_cut (bytes, n) : hostile_flip (bytes, n, i, 1 + i % 5);
    g_autoptr (VcImageHeader) header = vc_nifti_parse (damaged, n, &error);

    g_assert_true ((header == NULL) == (error != NULL));
    g_assert_false (i < 348 && header);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nifti/forms", test_forms);
  g_test_add_func ("/nifti/left-handed", test_left_handed);
  g_test_add_func ("/nifti/no-form", test_no_form);
  g_test_add_func ("/nifti/values", test_values);
  g_test_add_func ("/nifti/refused", test_refused);
  g_test_add_func ("/nifti/damaged", test_damaged);
  return g_test_run ();
}
