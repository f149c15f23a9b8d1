/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The six sides: where each is, and that up is up.
 */

#include <math.h>

#include "viewpoint.h"

static double
dot (const double a[3], const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* LPS: who looks from the right stands where x is small. */
static void
test_sides (void)
{
  static const struct {
    const char *name;
    int axis;
    double way;
  } rows[] = {
    {"right", 0, -1},    {"left", 0, 1},      {"anterior", 1, -1},
    {"posterior", 1, 1}, {"inferior", 2, -1}, {"superior", 2, 1},
  };
  const double focal_point[3] = {10, 20, 30};

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, VC_N_VIEWPOINTS);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const VcViewpoint *viewpoint = vc_viewpoint_find (rows[i].name);
    double position[3];

    g_assert_nonnull (viewpoint);
    vc_viewpoint_place (viewpoint, focal_point, 500, position);
    for (int axis = 0; axis < 3; axis++)
      g_assert_cmpfloat (position[axis], ==,
                         focal_point[axis] +
                           (axis == rows[i].axis ? 500 * rows[i].way : 0));
  }
}

static void
test_up (void)
{
  for (gsize i = 1; vc_viewpoint_names[i] != NULL; i++) {
    const VcViewpoint *viewpoint = vc_viewpoint_find (vc_viewpoint_names[i]);

    g_assert_nonnull (viewpoint);
    g_assert_cmpfloat (dot (viewpoint->direction, viewpoint->view_up), ==, 0);
    g_assert_cmpfloat (dot (viewpoint->view_up, viewpoint->view_up), ==, 1);
    if (viewpoint->direction[2] == 0)
      g_assert_cmpfloat (viewpoint->view_up[2], ==, 1);
    else
      g_assert_cmpfloat (viewpoint->view_up[1], ==, -1);
  }
}

static void
test_recognize (void)
{
  const double along[3] = {1, 0, 0}, back[3] = {0, -1, 0};
  const double askance[3] = {0.99999, 0.00447, 0}, nowhere[3] = {0, 0, 0};

  g_assert_cmpstr (vc_viewpoint_recognize (along), ==, "right");
  g_assert_cmpstr (vc_viewpoint_recognize (back), ==, "posterior");
  g_assert_cmpstr (vc_viewpoint_recognize (askance), ==, "free");
  g_assert_cmpstr (vc_viewpoint_recognize (nowhere), ==, "free");
}

static void
test_unknown (void)
{
  g_assert_null (vc_viewpoint_find (""));
  g_assert_null (vc_viewpoint_find (VC_VIEWPOINT_FREE));
  g_assert_null (vc_viewpoint_find ("Left"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewpoint/sides", test_sides);
  g_test_add_func ("/viewpoint/up", test_up);
  g_test_add_func ("/viewpoint/recognize", test_recognize);
  g_test_add_func ("/viewpoint/unknown", test_unknown);
  return g_test_run ();
}
