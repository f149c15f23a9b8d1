/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Slices: which way round they lie, and what is where in them.
 */

#include <math.h>
#include <string.h>

#include "holdings.h"
#include "section.h"

#define N 9

/* N × N × N voxels of 2 mm whose value is their place: x + 20 y + 400 z of
 * LPS, in steps of voxels, however the voxels lie in memory. */
static VcVolume *
make_volume (const int axes[3], const int signs[3])
{
  VcVolume *volume = vc_volume_new ();
  gint16 *voxels = g_new (gint16, N * N * N);

  memset (volume->ijk_to_lps, 0, sizeof volume->ijk_to_lps);
  volume->ijk_to_lps[15] = 1;
  for (int c = 0; c < 3; c++) {
    volume->dims[c] = N;
    volume->spacing[c] = 2;
    volume->ijk_to_lps[4 * axes[c] + c] = 2 * signs[c];
    volume->ijk_to_lps[4 * axes[c] + 3] = signs[c] < 0 ? 2 * (N - 1) : 0;
  }
  for (int n = 0; n < N * N * N; n++) {
    int ijk[3] = {n % N, n / N % N, n / N / N};
    int lps[3];

    for (int c = 0; c < 3; c++)
      lps[axes[c]] = signs[c] > 0 ? ijk[c] : N - 1 - ijk[c];
    voxels[n] = lps[0] + 20 * lps[1] + 400 * lps[2];
  }
  volume->components = 1;
  volume->type = VC_SCALAR_INT16;
  volume->range[1] = 421 * (N - 1);
  volume->voxels = g_bytes_new_take (voxels, N * N * N * sizeof (gint16));
  return volume;
}

static VcSlice *
cut (VcVolume *volume, const VcSliceRequest *request)
{
  g_autoptr (VcHoldings) holdings = vc_holdings_new ();
  g_autoptr (GError) error = NULL;
  VcSlice *slice;

  vc_holdings_add_volume (holdings, volume);
  slice = vc_holdings_slice (holdings, request, &error);
  g_assert_no_error (error);
  return slice;
}

/* The grey of a value, if the window is 256 wide around it. */
static int
get_grey (const VcSlice *slice, int x, int y)
{
  const guint8 *pixel = slice->pixels + 4 * (y * slice->width + x);

  g_assert_cmpint (pixel[0], ==, pixel[1]);
  g_assert_cmpint (pixel[0], ==, pixel[2]);
  return pixel[0];
}

static const int memory_axes[][3] = {
  {0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {0, 1, 2},
};
static const int memory_signs[][3] = {
  {1, 1, 1}, {1, 1, 1}, {-1, 1, 1}, {1, -1, 1}, {-1, -1, -1},
};

/* In one slice the corners tell how it lies: 8 voxels wide, 17 pixels: one
 * millimetre each. */
static void
test_orientation (void)
{
  static const struct {
    VcPlane plane;
    double offset;
    int top_left, top_right, bottom_left;
  } rows[] = {
    /* S 6 mm: right and anterior are where x and y of LPS are small. */
    {VC_PLANE_AXIAL, 6, 1200, 1208, 1360},
    /* R −10 mm is L 10 mm. */
    {VC_PLANE_SAGITTAL, -10, 3205, 3365, 5},
    /* A −4 mm is P 4 mm. */
    {VC_PLANE_CORONAL, -4, 3240, 3248, 40},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize m = 0; m < G_N_ELEMENTS (memory_axes); m++) {
      g_autoptr (VcVolume) volume =
        make_volume (memory_axes[m], memory_signs[m]);
      const int values[3] = {rows[i].top_left, rows[i].top_right,
                             rows[i].bottom_left};
      const int at[3][2] = {{0, 0}, {16, 0}, {0, 16}};

      for (int corner = 0; corner < 3; corner++) {
        VcSliceRequest request = {.plane = rows[i].plane,
                                  .offset = rows[i].offset,
                                  .size = 17,
                                  .window = 255,
                                  .level = values[corner]};
        g_autoptr (VcSlice) slice = cut (volume, &request);

        g_assert_cmpint (slice->width, ==, 17);
        g_assert_cmpint (slice->height, ==, 17);
        g_assert_cmpfloat (slice->offset, ==, rows[i].offset);
        g_assert_cmpint (get_grey (slice, at[corner][0], at[corner][1]), ==,
                         128);
      }
    }
}

static void
test_interpolation (void)
{
  g_autoptr (VcVolume) volume = make_volume (memory_axes[0], memory_signs[0]);
  VcSliceRequest request = {
    .plane = VC_PLANE_AXIAL, .offset = 7, .size = 17, .window = 255};
  g_autoptr (VcSlice) slice = NULL;

  /* Half way between two slices, rows and columns. */
  request.level = 400 * 3.5 + 20 * 2.5 + 1.5;
  slice = cut (volume, &request);
  g_assert_cmpint (get_grey (slice, 3, 5), ==, 128);
}

static void
test_fraction (void)
{
  g_autoptr (VcVolume) volume = make_volume (memory_axes[0], memory_signs[0]);
  VcSliceRequest request = {
    .plane = VC_PLANE_CORONAL, .offset = NAN, .size = 33};
  double range[2];

  vc_section_get_range (volume, VC_PLANE_CORONAL, range);
  g_assert_cmpfloat (range[0], ==, -16);
  g_assert_cmpfloat (range[1], ==, 0);
  for (int i = 0; i <= 4; i++) {
    g_autoptr (VcSlice) slice = NULL;

    request.fraction = i / 4.0;
    slice = cut (volume, &request);
    g_assert_cmpfloat (slice->offset, ==, -16 + 4 * i);
  }
}

/* Outside, and with numbers that no volume has. */
static void
test_outside (void)
{
  static const double offsets[] = {-3, 19, 1e308, -1e308};
  g_autoptr (VcVolume) volume = make_volume (memory_axes[3], memory_signs[3]);

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    for (int plane = 0; plane < 3; plane++) {
      VcSliceRequest request = {.plane = plane,
                                .offset = plane ? -offsets[i] : offsets[i],
                                .size = 16,
                                .window = 1,
                                .level = -5};
      g_autoptr (VcSlice) slice = cut (volume, &request);

      for (int n = 0; n < slice->width * slice->height; n++)
        g_assert_cmpint (get_grey (slice, n, 0), ==, 0);
    }
}

/* Voxels that are not cubes make pixels that are squares. */
static void
test_shape (void)
{
  g_autoptr (VcVolume) volume = make_volume (memory_axes[0], memory_signs[0]);
  VcSliceRequest request = {
    .plane = VC_PLANE_SAGITTAL, .offset = NAN, .fraction = 0.5, .size = 64};
  g_autoptr (VcSlice) slice = NULL;

  volume->ijk_to_lps[10] = 1;
  slice = cut (volume, &request);
  g_assert_cmpint (slice->width, ==, 64);
  g_assert_cmpint (slice->height, ==, 33);
}

static void
test_labels (void)
{
  g_autoptr (VcVolume) volume = make_volume (memory_axes[0], memory_signs[0]);
  VcSliceRequest request = {.plane = VC_PLANE_AXIAL, .offset = 0.4, .size = 17};
  g_autoptr (VcSlice) slice = NULL;
  const guint8 *pixels;

  volume->modality = VC_MODALITY_LABEL;
  slice = cut (volume, &request);
  pixels = slice->pixels;
  /* Nothing, and two colours without any between them. */
  g_assert_cmpint (pixels[0] + pixels[1] + pixels[2], ==, 0);
  g_assert_cmpint (pixels[4 * 2] + pixels[4 * 2 + 1], >, 0);
  g_assert_cmpmem (pixels + 4, 3, pixels + 8, 3);
  g_assert_cmpint (memcmp (pixels + 8, pixels + 16, 3), !=, 0);
}

static void
test_holdings (void)
{
  g_autoptr (VcHoldings) holdings = vc_holdings_new ();
  g_autoptr (VcVolume) volume = make_volume (memory_axes[0], memory_signs[0]);
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GError) error = NULL;
  VcSliceRequest request = {.size = 16};
  const VcNode *node;

  vc_holdings_add_model (holdings, "bone");
  g_assert_null (vc_holdings_slice (holdings, &request, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  volume->modality = VC_MODALITY_LABEL;
  vc_holdings_add_volume (holdings, volume);
  nodes = vc_holdings_dup_nodes (holdings);
  g_assert_cmpuint (nodes->len, ==, 2);
  node = nodes->pdata[0];
  g_assert_cmpint (node->kind, ==, VC_NODE_MODEL);
  g_assert_cmpstr (node->name, ==, "bone");
  node = nodes->pdata[1];
  g_assert_cmpint (node->kind, ==, VC_NODE_LABELS);
  g_assert_cmpstr (node->name, ==, "data");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/section/orientation", test_orientation);
  g_test_add_func ("/section/interpolation", test_interpolation);
  g_test_add_func ("/section/fraction", test_fraction);
  g_test_add_func ("/section/outside", test_outside);
  g_test_add_func ("/section/shape", test_shape);
  g_test_add_func ("/section/labels", test_labels);
  g_test_add_func ("/section/holdings", test_holdings);
  return g_test_run ();
}
