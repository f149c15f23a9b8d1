/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransfer and VcHistogram: what becomes visible of which values.
 */

#include <math.h>
#include <string.h>

#include "transfer.h"

static const struct {
  const char *what;
  double value;
  double least;
  double greatest;
} ct[] = {
  {"air", -1000, 0, 0},           {"below the scale", -9999, 0, 0},
  {"lung", -600, 0, 0},           {"fat", -100, 0, 0},
  {"muscle", 50, 0.1, 0.3},       {"spongy bone", 300, 0.5, 0.85},
  {"compact bone", 1200, 0.9, 1}, {"metal", 30000, 0.9, 1},
  {"nothing", NAN, 0, 0},
};

static void
test_ct (void)
{
  const double range[] = {-1024, 3033};
  VcHistogram histogram = {{-1024, 3033}};
  g_autoptr (VcTransfer) transfer =
    vc_transfer_new (VC_MODALITY_CT, range, &histogram);

  g_assert_true (transfer->shade);
  g_assert_false (transfer->nearest);
  for (guint i = 0; i < G_N_ELEMENTS (ct); i++) {
    double opacity = vc_transfer_get_opacity (transfer, ct[i].value);

    g_test_message ("%s", ct[i].what);
    g_assert_cmpfloat (opacity, >=, ct[i].least);
    g_assert_cmpfloat (opacity, <=, ct[i].greatest);
  }
}

static VcVolume *
make_volume (VcScalarType type, gconstpointer data, gsize n, double least,
             double greatest)
{
  VcVolume *volume = vc_volume_new ();

  volume->name = g_strdup ("test");
  volume->dims[0] = n;
  volume->dims[1] = volume->dims[2] = volume->components = 1;
  volume->type = type;
  volume->range[0] = least;
  volume->range[1] = greatest;
  volume->voxels = g_bytes_new (data, n * vc_scalar_type_size (type));
  return volume;
}

/* Dark around, a body at @body, and a few bright voxels. */
static VcVolume *
make_scan (double noise, double body)
{
  g_autofree float *values = g_new (float, 10000);

  for (int i = 0; i < 10000; i++)
    values[i] = i < 6000   ? noise * (i % 10) / 10
                : i < 9990 ? body * (0.9 + 0.2 * (i % 10) / 10)
                           : 20 * body;
  return make_volume (VC_SCALAR_FLOAT32, values, 10000, 0, 20 * body);
}

static void
test_grey (void)
{
  static const double bodies[] = {0.001, 1, 100, 4000, 1e30};

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    double body = bodies[i];
    g_autoptr (VcVolume) volume = make_scan (body / 10, body);
    VcHistogram histogram;
    g_autoptr (VcTransfer) transfer = NULL;

    vc_histogram_init (&histogram, volume);
    transfer = vc_transfer_new (VC_MODALITY_MR, volume->range, &histogram);
    g_assert_cmpfloat (vc_transfer_get_opacity (transfer, body / 20), ==, 0);
    g_assert_cmpfloat (vc_transfer_get_opacity (transfer, body), >, 0.1);
  }
}

static void
assert_growing (const VcTransfer *transfer)
{
  g_assert_cmpuint (transfer->n_points, >=, 2);
  for (guint i = 0; i < transfer->n_points; i++) {
    const VcTransferPoint *point = &transfer->points[i];

    g_assert_true (isfinite (point->value));
    if (i > 0)
      g_assert_cmpfloat (point->value, >, point[-1].value);
    g_assert_cmpfloat (point->opacity, >=, 0);
    g_assert_cmpfloat (point->opacity, <=, 1);
    for (int c = 0; c < 3; c++) {
      g_assert_cmpfloat (point->color[c], >=, 0);
      g_assert_cmpfloat (point->color[c], <=, 1);
    }
  }
}

/* Whatever the values are, there is a function. */
static void
test_odd (void)
{
  static const double zeros[8] = {0};
  static const double mixed[8] = {NAN, INFINITY, -INFINITY, 1, 2, 2, 3, NAN};
  static const double far[8] = {-1e300, 1e300, 0, 0, 0, 0, 0, 0};
  const struct {
    const double *values;
    double range[2];
  } cases[] = {{zeros, {0, 0}}, {mixed, {1, 3}}, {far, {-1e300, 1e300}}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VcVolume) volume =
      make_volume (VC_SCALAR_FLOAT64, cases[i].values, 8, cases[i].range[0],
                   cases[i].range[1]);
    VcHistogram histogram;

    vc_histogram_init (&histogram, volume);
    for (int modality = VC_MODALITY_OTHER; modality <= VC_MODALITY_COLOR;
         modality++) {
      g_autoptr (VcTransfer) transfer =
        vc_transfer_new (modality, volume->range, &histogram);

      assert_growing (transfer);
    }
  }
}

static void
test_labels (void)
{
  const double range[] = {0, 116};
  VcHistogram histogram = {{0, 116}};
  g_autoptr (VcTransfer) transfer =
    vc_transfer_new (VC_MODALITY_LABEL, range, &histogram);

  assert_growing (transfer);
  g_assert_true (transfer->nearest);
  g_assert_cmpfloat (vc_transfer_get_opacity (transfer, 0), ==, 0);
  for (guint i = 1; i < transfer->n_points; i++) {
    g_assert_cmpfloat (vc_transfer_get_opacity (transfer, i), >, 0.5);
    for (guint j = 1; j < i; j++) {
      const double *a = transfer->points[i].color;
      const double *b = transfer->points[j].color;

      g_assert_cmpfloat (
        fabs (a[0] - b[0]) + fabs (a[1] - b[1]) + fabs (a[2] - b[2]), >, 0.005);
    }
  }
}

static void
test_quantiles (void)
{
  guint8 values[100];
  g_autoptr (VcVolume) volume = NULL;
  VcHistogram histogram;

  for (int i = 0; i < 100; i++)
    values[i] = i;
  volume = make_volume (VC_SCALAR_UINT8, values, 100, 0, 99);
  vc_histogram_init (&histogram, volume);
  g_assert_cmpuint (histogram.total, ==, 100);
  g_assert_cmpfloat_with_epsilon (vc_histogram_get_quantile (&histogram, 0.5),
                                  49, 1);
  g_assert_cmpfloat_with_epsilon (vc_histogram_get_quantile (&histogram, 1), 99,
                                  1);
  memset (&histogram, 0, sizeof (histogram));
  g_assert_cmpfloat (vc_histogram_get_quantile (&histogram, 0.5), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/ct", test_ct);
  g_test_add_func ("/transfer/grey", test_grey);
  g_test_add_func ("/transfer/odd", test_odd);
  g_test_add_func ("/transfer/labels", test_labels);
  g_test_add_func ("/transfer/quantiles", test_quantiles);
  return g_test_run ();
}
