/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What values tell: range and modality.
 */

#include <math.h>

#include "statistics.h"

#define SIDE 64
#define N (SIDE * SIDE * SIDE)

static void
test_range (void)
{
  static const float floats[] = {NAN, 3, -INFINITY, -2.5, INFINITY, 1};
  static const float none[] = {NAN, INFINITY};
  static const guint8 bytes[] = {9, 0, 7, 255, 8, 1};
  static const gint16 shorts[] = {-3, 5, 4};
  double range[2];

  g_assert_true (vc_statistics_range (floats, VC_SCALAR_FLOAT32, 6, 1, range));
  g_assert_cmpfloat (range[0], ==, -2.5);
  g_assert_cmpfloat (range[1], ==, 3);
  g_assert_false (vc_statistics_range (none, VC_SCALAR_FLOAT32, 2, 1, range));
  g_assert_true (vc_statistics_range (bytes, VC_SCALAR_UINT8, 3, 2, range));
  g_assert_cmpfloat (range[0], ==, 7);
  g_assert_cmpfloat (range[1], ==, 9);
  g_assert_true (vc_statistics_range (shorts, VC_SCALAR_INT16, 3, 1, range));
  g_assert_cmpfloat (range[0], ==, -3);
  g_assert_cmpfloat (range[1], ==, 5);
}

/* A ball in air, with noise. */
static double
ct_at (GRand *rand, double radius)
{
  return (radius < 20 ? 40 : -1000) + g_rand_int_range (rand, -15, 16);
}

static double
mr_at (GRand *rand, double radius)
{
  return radius < 20 ? 80 + g_rand_int_range (rand, -15, 16) : 0;
}

static double
label_at (GRand *rand, double radius)
{
  return radius < 8 ? 17 : radius < 20 ? 3 : 0;
}

static double
map_at (GRand *rand, double radius)
{
  return 0.125 * g_rand_int_range (rand, -1000, 1000);
}

static void
test_modality (void)
{
  static const struct {
    double (*at) (GRand *rand, double radius);
    VcModality guess, expected;
  } cases[] = {
    {ct_at, VC_MODALITY_MR, VC_MODALITY_CT},
    {mr_at, VC_MODALITY_MR, VC_MODALITY_MR},
    {mr_at, VC_MODALITY_OTHER, VC_MODALITY_OTHER},
    {label_at, VC_MODALITY_MR, VC_MODALITY_LABEL},
    {map_at, VC_MODALITY_MR, VC_MODALITY_OTHER},
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree float *v = g_new (float, N);
  double range[2];

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    for (int i = 0; i < N; i++)
      v[i] =
        cases[c].at (rand, hypot (hypot (i % SIDE - 32, i / SIDE % SIDE - 32),
                                  i / SIDE / SIDE - 32));
    g_assert_true (vc_statistics_range (v, VC_SCALAR_FLOAT32, N, 1, range));
    g_assert_cmpint (vc_statistics_modality (v, VC_SCALAR_FLOAT32, N, 1, range,
                                             cases[c].guess),
                     ==, cases[c].expected);
  }
  g_assert_cmpint (vc_statistics_modality (v, VC_SCALAR_UINT8, 9, 3, range, 0),
                   ==, VC_MODALITY_COLOR);
  g_assert_cmpint (vc_statistics_modality (v, VC_SCALAR_INT16, 9, 3, range, 0),
                   ==, VC_MODALITY_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/range", test_range);
  g_test_add_func ("/statistics/modality", test_modality);
  return g_test_run ();
}
