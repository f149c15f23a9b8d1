/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What tells data apart, and how numbers get into a scene's state.
 */

#include <math.h>
#include <string.h>

#include "fingerprint.h"
#include "state-dict.h"

static VcVolume *
make_volume (guint width, guint8 first)
{
  VcVolume *volume = vc_volume_new ();
  guint8 voxels[24] = {first};

  volume->name = g_strdup_printf ("volume %u", g_test_rand_int ());
  volume->dims[0] = width;
  volume->dims[1] = 24 / width;
  volume->dims[2] = 1;
  volume->components = 1;
  volume->type = VC_SCALAR_UINT8;
  for (int i = 0; i < 4; i++)
    volume->ijk_to_lps[5 * i] = 1;
  volume->voxels = g_bytes_new (voxels, sizeof voxels);
  return volume;
}

/* @triangles: or the same numbers as lines */
static VcSurface *
make_surface (gboolean triangles)
{
  static const float points[9] = {0, 0, 0, 1, 0, 0, 0, 1, 0};
  static const gint32 indices[6] = {0, 1, 2, 2, 1, 0};
  VcSurface *surface = vc_surface_new ();

  surface->n_points = 3;
  surface->points = g_bytes_new (points, sizeof points);
  *(triangles ? &surface->triangles : &surface->lines) =
    g_bytes_new (indices, sizeof indices);
  return surface;
}

static char *
compute (VcVolume *volume, VcSurface *surface, const char *name)
{
  g_autoptr (VcFingerprint) print = vc_fingerprint_new ();

  g_assert_true (vc_fingerprint_is_empty (print));
  if (volume)
    vc_fingerprint_add_volume (print, volume);
  if (surface)
    vc_fingerprint_add_surface (print, surface);
  if (name)
    vc_fingerprint_add_name (print, name);
  g_assert_false (vc_fingerprint_is_empty (print));
  return vc_fingerprint_compute (print, NULL, NULL);
}

static void
test_different (void)
{
  g_autoptr (VcVolume) a = make_volume (4, 0), b = make_volume (6, 0);
  g_autoptr (VcVolume) c = make_volume (4, 1);
  g_autoptr (VcSurface) s = make_surface (TRUE), t = make_surface (FALSE);
  char *prints[] = {
    compute (a, NULL, NULL),
    compute (b, NULL, NULL),
    compute (c, NULL, NULL),
    compute (NULL, s, NULL),
    compute (NULL, t, NULL),
    compute (a, s, NULL),
    compute (NULL, NULL, "vtkcast:cone"),
    compute (a, NULL, "vtkcast:cone"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (prints); i++) {
    g_assert_cmpuint (strlen (prints[i]), ==, 64);
    for (gsize j = 0; j < i; j++)
      g_assert_cmpstr (prints[i], !=, prints[j]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (prints); i++)
    g_free (prints[i]);
}

/* Of another name, and in another order. */
static void
test_same (void)
{
  g_autoptr (VcVolume) a = make_volume (4, 7), again = make_volume (4, 7);
  g_autoptr (VcVolume) b = make_volume (6, 7);
  g_autoptr (VcFingerprint) one = vc_fingerprint_new ();
  g_autoptr (VcFingerprint) two = vc_fingerprint_new ();
  g_autofree char *first = NULL, *second = NULL;

  vc_fingerprint_add_volume (one, a);
  vc_fingerprint_add_volume (one, b);
  vc_fingerprint_add_volume (two, b);
  vc_fingerprint_add_volume (two, again);
  first = vc_fingerprint_compute (one, NULL, NULL);
  second = vc_fingerprint_compute (two, NULL, NULL);
  g_assert_cmpstr (first, ==, second);
}

static gboolean
say_yes (gpointer data)
{
  return TRUE;
}

static void
test_cancelled (void)
{
  g_autoptr (VcVolume) volume = make_volume (4, 7);
  g_autoptr (VcFingerprint) print = vc_fingerprint_new ();

  vc_fingerprint_add_volume (print, volume);
  g_assert_null (vc_fingerprint_compute (print, say_yes, NULL));
}

static void
test_numbers (void)
{
  const double values[3] = {1, -0.5, 1e300};
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  const double bad[2] = {1, NAN};
  g_autoptr (GVariant) dict = NULL;
  double read[3] = {7, 7, 7};

  vc_state_add_numbers (&builder, "good", values, 3);
  vc_state_add_numbers (&builder, "bad", bad, 2);
  g_variant_builder_add (&builder, "{sv}", "one", g_variant_new_double (2));
  g_variant_builder_add (&builder, "{sv}", "inf",
                         g_variant_new_double (INFINITY));
  dict = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_assert_false (vc_state_get_numbers (dict, "good", read, 2));
  g_assert_false (vc_state_get_numbers (dict, "bad", read, 2));
  g_assert_false (vc_state_get_numbers (dict, "none", read, 3));
  g_assert_false (vc_state_get_numbers (dict, "one", read, 1));
  g_assert_false (vc_state_get_number (dict, "inf", read));
  g_assert_cmpfloat (read[0], ==, 7);
  g_assert_true (vc_state_get_numbers (dict, "good", read, 3));
  g_assert_cmpmem (read, sizeof read, values, sizeof values);
  g_assert_true (vc_state_get_number (dict, "one", read));
  g_assert_cmpfloat (read[0], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/different", test_different);
  g_test_add_func ("/fingerprint/same", test_same);
  g_test_add_func ("/fingerprint/cancelled", test_cancelled);
  g_test_add_func ("/fingerprint/numbers", test_numbers);
  return g_test_run ();
}
