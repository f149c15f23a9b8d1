/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the built-in scenes and the demo data look like.
 */

#include <string.h>

#include "fixture.h"

static void
test_cone (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) picture = fixture_render (fixture, VC_TIER_FULL);

  g_assert_cmpint (fixture->status->kind, ==, VC_STATUS_READY);
  g_assert_cmpstr (fixture->status->text, ==, "cone");
  picture_assert_like (picture, "cone");
}

static void
test_mesh (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:mesh");
  g_autoptr (Picture) picture = fixture_render (fixture, VC_TIER_FULL);

  picture_assert_like (picture, "mesh");
}

/* From the top left; what browsers show is compared with the same values. */
static const guint8 patches[3][4][3] = {
  {{0, 0, 0}, {255, 255, 255}, {128, 128, 128}, {255, 0, 0}},
  {{0, 255, 0}, {0, 0, 255}, {0, 255, 255}, {255, 0, 255}},
  {{255, 255, 0}, {32, 32, 32}, {224, 224, 224}, {224, 172, 105}},
};

static void
assert_patches (const Picture *picture)
{
  for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 4; column++) {
      int x = (2 * column + 1) * picture->width / 8;
      int y = (2 * row + 1) * picture->height / 6;
      const guint8 *pixel =
        picture->pixels + 4 * ((gsize)y * picture->width + x);

      for (int c = 0; c < 3; c++)
        g_assert_cmpint (pixel[c], ==, patches[row][column][c]);
      g_assert_cmpint (pixel[3], ==, 255);
    }
  }
}

static void
test_patches (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:patches");
  g_autoptr (Picture) picture = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) odd = NULL;

  assert_patches (picture);
  fixture_resize (fixture, 333, 217);
  odd = fixture_render (fixture, VC_TIER_FULL);
  assert_patches (odd);
}

static void
test_ct (void)
{
  g_autofree char *path = fixture_find_data ("ct-head.nhdr");
  g_autoptr (Fixture) fixture = path ? fixture_new (path) : NULL;
  g_autoptr (Picture) picture = NULL, wide = NULL;

  if (!fixture || !fixture_needs_software (fixture))
    return;
  g_assert_cmpint (fixture->status->kind, ==, VC_STATUS_READY);
  picture = fixture_render (fixture, VC_TIER_FULL);
  picture_assert_like (picture, "ct-head");
  fixture_resize (fixture, 1280, 720);
  wide = fixture_render (fixture, VC_TIER_FULL);
  g_assert_cmpfloat (picture_get_coverage (wide), >=, 0.25);
}

static void
test_surface (void)
{
  g_autofree char *path = fixture_find_data ("head-surface.vtp");
  g_autoptr (Fixture) fixture = path ? fixture_new (path) : NULL;
  g_autoptr (Picture) picture = NULL;

  if (!fixture)
    return;
  g_assert_cmpint (fixture->status->kind, ==, VC_STATUS_READY);
  picture = fixture_render (fixture, VC_TIER_FULL);
  picture_assert_like (picture, "head-surface");
}

/* A person who names two files wants to see both. */
static void
test_together (void)
{
  g_autofree char *volume = fixture_find_data ("ct-head.nhdr");
  g_autofree char *surface = fixture_find_data ("head-surface.vtp");
  const char *locations[] = {volume, surface, volume, NULL};
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Picture) picture = NULL;

  if (!volume || !surface)
    return;
  fixture = fixture_new_many (locations);
  g_assert_cmpint (fixture->status->kind, ==, VC_STATUS_READY);
  g_assert_nonnull (strstr (fixture->status->text, "not shown"));
  picture = fixture_render (fixture, VC_TIER_FULL);
  g_assert_cmpfloat (picture_get_coverage (picture), >=, 0.25);
}

static void
test_missing (void)
{
  const char *locations[] = {"vtkcast:cone", "/nowhere/brain.nrrd", NULL};
  g_autoptr (Fixture) fixture = fixture_new_many (locations);
  g_autoptr (Picture) picture = fixture_render (fixture, VC_TIER_FULL);

  g_assert_cmpint (fixture->status->kind, ==, VC_STATUS_FAILED);
  g_assert_nonnull (strstr (fixture->status->text, "brain.nrrd"));
  picture_assert_like (picture, "cone");
}

static void
test_check (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vc_data_scene_check_location ("vtkcast:mesh", NULL));
  g_assert_false (vc_data_scene_check_location ("vtkcast:cube", &error));
  g_assert_nonnull (strstr (error->message, "vtkcast:cube"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pictures/cone", test_cone);
  g_test_add_func ("/pictures/mesh", test_mesh);
  g_test_add_func ("/pictures/patches", test_patches);
  g_test_add_func ("/pictures/ct", test_ct);
  g_test_add_func ("/pictures/surface", test_surface);
  g_test_add_func ("/pictures/together", test_together);
  g_test_add_func ("/pictures/missing", test_missing);
  g_test_add_func ("/pictures/check", test_check);
  return g_test_run ();
}
