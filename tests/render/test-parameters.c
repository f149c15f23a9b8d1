/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What can be set of the built-in scenes, and what the picture makes of it.
 */

#include <string.h>

#include "fixture.h"

static GVariant *
get_values (Fixture *fixture)
{
  g_autoptr (GVariant) all =
    vc_scene_dup_parameters (VC_SCENE (fixture->scene));

  return vc_parameters_get_values (all);
}

static void
assert_value (Fixture *fixture, const char *name, const char *wanted)
{
  g_autoptr (GVariant) values = get_values (fixture);
  g_autoptr (GVariant) value = g_variant_lookup_value (values, name, NULL);
  g_autofree char *text =
    value != NULL ? g_variant_print (value, FALSE) : g_strdup ("none");

  g_assert_cmpstr (text, ==, wanted);
}

static void
set (Fixture *fixture, const char *values)
{
  g_autoptr (GError) error = NULL;

  vc_scene_set_parameters (
    VC_SCENE (fixture->scene),
    g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->changes, >, 0);
}

static void
assert_refused (Fixture *fixture, const char *values, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vc_scene_set_parameters (
    VC_SCENE (fixture->scene),
    g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL),
    &error));
  g_assert_cmpstr (error->message, ==, sentence);
}

static Picture *
look (Fixture *fixture)
{
  return fixture_render (fixture, VC_TIER_FULL);
}

/* Each sets something else; then all is as before. */
static void
assert_effects (Fixture *fixture, const char *const *values, const char *back)
{
  g_autoptr (Picture) first = look (fixture);
  g_autoptr (Picture) last = NULL;

  for (; *values != NULL; values++) {
    g_autoptr (Picture) other = NULL;

    set (fixture, *values);
    other = look (fixture);
    if (picture_equal (first, other))
      g_error ("%s has no effect", *values);
  }
  set (fixture, back);
  last = look (fixture);
  g_assert_true (picture_equal (first, last));
}

static void
test_surface (void)
{
  static const char *const values[] = {"{'opacity': <0.4>}",
                                       "{'representation': <'points'>}",
                                       "{'representation': <'wireframe'>}",
                                       "{'colour': <'blue'>}",
                                       "{'background': <'white'>}",
                                       NULL};
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");

  assert_value (fixture, "colour", "'orange'");
  assert_effects (fixture, values,
                  "{'opacity': <1>, 'representation': <'surface'>, 'colour': "
                  "<'orange'>, 'background': <'dark'>}");
  assert_refused (fixture, "{'opacity': <0.5>, 'colour': <'pink'>}",
                  "“colour” must be one of: bone, white, grey, red, orange, "
                  "yellow, green, cyan, blue, violet");
  assert_value (fixture, "opacity", "1.0");
}

static void
test_keys (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");

  fixture_key (fixture, "w");
  assert_value (fixture, "representation", "'wireframe'");
  fixture_key (fixture, "s");
  assert_value (fixture, "representation", "'surface'");
}

static void
test_reset (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = look (fixture);
  g_autoptr (Picture) turned = NULL, last = NULL;

  fixture_drag (fixture, 1, 0.4, 0.5, 0.7, 0.6);
  turned = look (fixture);
  g_assert_false (picture_equal (first, turned));
  set (fixture, "{'reset-view': <true>}");
  last = look (fixture);
  g_assert_true (picture_equal (first, last));
}

/* Two things of one kind: each has its own, under a name of its own. */
static void
test_several (void)
{
  const char *const locations[] = {"vtkcast:mesh", "vtkcast:cone", NULL};
  g_autoptr (Fixture) fixture = fixture_new_many (locations);

  /* The mesh comes later, but was asked for first. */
  assert_value (fixture, "colour", "'bone'");
  assert_value (fixture, "colour.2", "'orange'");
  set (fixture, "{'opacity.2': <0.5>}");
  assert_value (fixture, "opacity", "1.0");
  assert_value (fixture, "opacity.2", "0.5");
}

/* There is a limit; what comes first can be set all the same. */
static void
test_crowd (void)
{
  const char *locations[101] = {NULL};
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (GVariant) all = NULL;

  for (int i = 0; i < 100; i++)
    locations[i] = "vtkcast:cone";
  fixture = fixture_new_many (locations);
  all = vc_scene_dup_parameters (VC_SCENE (fixture->scene));
  g_assert_cmpuint (g_variant_n_children (all), ==, VC_PARAMETERS_MAX);
  set (fixture, "{'opacity.50': <0.5>}");
  assert_value (fixture, "opacity.50", "0.5");
}

static void
test_volume (void)
{
  static const char *const values[] = {
    "{'window': <900>}",       "{'level': <400>}",
    "{'opacity': <0.5>}",      "{'shading': <false>}",
    "{'blend': <'mip'>}",      "{'blend': <'minip'>}",
    "{'blend': <'additive'>}", NULL};
  g_autofree char *path = fixture_find_data ("ct-head.nhdr");
  g_autoptr (Fixture) fixture = NULL;

  if (path == NULL)
    return;
  fixture = fixture_new (path);
  assert_value (fixture, "window", "330.0");
  assert_value (fixture, "level", "185.0");
  assert_effects (fixture, values, "{'preset': <'Default'>}");
  assert_refused (fixture, "{'window': <-1>}",
                  "“window” must be a number from 1 to 4000 HU");
}

/* Each shows something, and nothing that another one shows. */
static void
test_presets (void)
{
  g_autofree char *path = fixture_find_data ("ct-head.nhdr");
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (GVariant) all = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autofree const char **presets = NULL;
  g_autoptr (GPtrArray) pictures =
    g_ptr_array_new_with_free_func ((GDestroyNotify)picture_free);

  if (path == NULL)
    return;
  fixture = fixture_new (path);
  all = vc_scene_dup_parameters (VC_SCENE (fixture->scene));
  description = g_variant_get_child_value (all, 0);
  g_variant_lookup (description, "choices", "^a&s", &presets);
  g_assert_cmpuint (g_strv_length ((char **)presets), >=, 10);
  for (const char **name = presets; *name != NULL; name++) {
    g_autofree char *values = g_strdup_printf ("{'preset': <'%s'>}", *name);
    const char *folder = g_getenv ("VTKCAST_KEEP_PICTURES");
    Picture *picture;

    set (fixture, values);
    picture = look (fixture);
    g_test_message ("%s covers %.3f", *name, picture_get_coverage (picture));
    g_assert_cmpfloat (picture_get_coverage (picture), >, 0.02);
    for (guint i = 0; i < pictures->len; i++)
      g_assert_false (picture_equal (picture, pictures->pdata[i]));
    g_ptr_array_add (pictures, picture);
    if (folder != NULL) {
      g_autofree char *file = g_strdup_printf ("%s/%s.png", folder, *name);

      picture_write (picture, file);
    }
  }
}

static void
on_picked (VcScene *scene, GVariant *pick, gpointer user_data)
{
  GVariant **last = user_data;

  g_clear_pointer (last, g_variant_unref);
  *last = g_variant_ref (pick);
}

/* A click is told, a drag is not; key p is. */
static void
test_picks (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = look (fixture);
  g_autoptr (GVariant) pick = NULL;
  g_autoptr (GVariant) position = NULL;
  guint button;

  g_signal_connect (fixture->scene, "picked", G_CALLBACK (on_picked), &pick);
  fixture_drag (fixture, 1, 0.5, 0.5, 0.6, 0.5);
  g_assert_null (pick);
  fixture_press (fixture, 1, 0.5, 0.5);
  g_assert_null (pick);
  fixture_release (fixture, 1, 0.5, 0.5);
  position = g_variant_lookup_value (pick, "position", G_VARIANT_TYPE ("ad"));
  g_assert_nonnull (position);
  g_assert_true (g_variant_lookup (pick, "button", "u", &button));
  g_assert_cmpuint (button, ==, 1);
  fixture_press (fixture, 3, 0.02, 0.02);
  fixture_release (fixture, 3, 0.02, 0.02);
  g_assert_false (g_variant_lookup (pick, "position", "ad", NULL));
  fixture_move (fixture, 0.45, 0.5);
  fixture_key (fixture, "p");
  g_assert_true (g_variant_lookup (pick, "position", "ad", NULL));
}

static void
on_camera_changed (VcScene *scene, GVariant *camera, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  g_assert_true (g_variant_lookup (camera, "focalPoint", "ad", NULL));
}

static void
test_camera (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = NULL, second = NULL;
  guint n = 0;

  g_signal_connect (fixture->scene, "camera-changed",
                    G_CALLBACK (on_camera_changed), &n);
  first = look (fixture);
  g_assert_cmpuint (n, ==, 1);
  fixture_drag (fixture, 1, 0.4, 0.5, 0.6, 0.5);
  second = look (fixture);
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameters/surface", test_surface);
  g_test_add_func ("/parameters/keys", test_keys);
  g_test_add_func ("/parameters/reset", test_reset);
  g_test_add_func ("/parameters/several", test_several);
  g_test_add_func ("/parameters/crowd", test_crowd);
  g_test_add_func ("/parameters/volume", test_volume);
  g_test_add_func ("/parameters/presets", test_presets);
  g_test_add_func ("/parameters/picks", test_picks);
  g_test_add_func ("/parameters/camera", test_camera);
  return g_test_run ();
}
