/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRayMask: whatever is in a block is found where it is seen.
 */

#include "ray-mask.h"

#include <math.h>
#include <string.h>

#define WIDTH 333
#define HEIGHT 250
#define POINTS 2000

typedef struct {
  const char *name;
  int dims[3];
  /* One block of so many shows something. */
  int share;
  /* Camera, in voxels. */
  double eye[3];
  double zoom;
  gboolean is_parallel;
} Case;

static const Case cases[] = {
  {"head", {20, 20, 10}, 3, {40, -200, 20}, 500, FALSE},
  {"sparse", {20, 20, 10}, 200, {40, -200, 20}, 500, FALSE},
  {"beside the picture", {20, 20, 10}, 9, {90, -60, -30}, 300, FALSE},
  {"from inside", {20, 20, 10}, 9, {41, 42, 17}, 200, FALSE},
  {"parallel", {20, 20, 10}, 9, {40, -200, 20}, 3, TRUE},
  {"one block", {1, 1, 1}, 1, {2, -30, 2}, 800, FALSE},
  {"a large one", {90, 80, 70}, 50, {180, -600, 140}, 500, FALSE},
};

/* Looks along y, z up. */
static VcRayView
make_view (const Case *c)
{
  double cx = WIDTH / 2.0, cy = HEIGHT / 2.0;
  const double *e = c->eye;
  double f = c->zoom;
  VcRayView view = {.width = WIDTH, .height = HEIGHT};
  double perspective[16] = {
    f, cx, 0,  -f * e[0] - cx * e[1],
    0, cy, -f, f * e[2] - cy * e[1],
    0, 1,  0,  0,
    0, 1,  0,  -e[1],
  };
  double parallel[16] = {
    f, 0, 0, cx - f * e[0], 0, 0, -f, cy + f * e[2], 0, 1, 0, 0, 0, 0, 0, 1,
  };

  memcpy (view.to_pixels, c->is_parallel ? parallel : perspective,
          sizeof (view.to_pixels));
  view.depth[1] = 1;
  view.depth[3] = -e[1];
  return view;
}

/* Returns whether @p is seen, and where. */
static gboolean
see (const VcRayView *view, const double p[3], int *x, int *y, double *depth)
{
  const double *m = view->to_pixels;
  double v[4];

  for (int i = 0; i < 4; i++)
    v[i] = m[4 * i] * p[0] + m[4 * i + 1] * p[1] + m[4 * i + 2] * p[2] +
           m[4 * i + 3];
  if (v[3] <= 0)
    return FALSE;
  *x = lround (v[0] / v[3]);
  *y = lround (v[1] / v[3]);
  *depth = view->depth[1] * p[1] + view->depth[3];
  return *x >= 0 && *y >= 0 && *x < WIDTH && *y < HEIGHT;
}

static guint8 *
make_skips (const Case *c, GRand *random)
{
  int n = c->dims[0] * c->dims[1] * c->dims[2];
  guint8 *skips = g_new (guint8, n);

  for (int i = 0; i < n; i++)
    skips[i] = g_rand_int_range (random, 0, c->share) ? 1 : 0;
  return skips;
}

static void
test_finds_all (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autofree guint8 *skips = make_skips (c, random);
  g_autoptr (VcRayMask) mask = vc_ray_mask_new ();
  VcRayView view = make_view (c);
  guint n_seen = 0;

  vc_ray_mask_set_blocks (mask, skips, c->dims);
  vc_ray_mask_project (mask, &view);
  for (guint n = 0; n < POINTS;) {
    int block[3], x, y;
    double p[3], depth;

    for (int i = 0; i < 3; i++) {
      block[i] = g_rand_int_range (random, 0, c->dims[i]);
      p[i] = VC_RAY_MASK_BLOCK * (block[i] + g_rand_double (random));
    }
    if (skips[(block[2] * c->dims[1] + block[1]) * c->dims[0] + block[0]])
      continue;
    n++;
    if (!see (&view, p, &x, &y, &depth))
      continue;
    n_seen++;
    g_assert_cmpfloat (vc_ray_mask_get (mask, x, y)->near, <=, depth + 1e-3);
    g_assert_cmpfloat (vc_ray_mask_get (mask, x, y)->far, >=, depth - 1e-3);
  }
  g_assert_cmpuint (n_seen, >, POINTS / 50);
}

/* What is not there is not looked for. */
static void
test_leaves_out (void)
{
  static const Case c = {"corner", {20, 20, 10}, 1, {40, -200, 20}, 500, FALSE};
  g_autofree guint8 *skips = g_new (guint8, 4000);
  g_autoptr (VcRayMask) mask = vc_ray_mask_new ();
  VcRayView view = make_view (&c);
  guint n_marked = 0, n_parts = 0;

  memset (skips, 1, 4000);
  skips[0] = 0;
  vc_ray_mask_set_blocks (mask, skips, c.dims);
  vc_ray_mask_project (mask, &view);
  for (int y = 0; y < HEIGHT; y += VC_RAY_MASK_HEIGHT)
    for (int x = 0; x < WIDTH; x += VC_RAY_MASK_WIDTH, n_parts++) {
      const VcRayRange *range = vc_ray_mask_get (mask, x, y);

      if (range->near <= range->far) {
        n_marked++;
        g_assert_cmpfloat (range->far - range->near, <=, 8);
      }
    }
  g_assert_cmpuint (n_marked, >=, 1);
  g_assert_cmpuint (n_marked, <, n_parts / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/ray-mask/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_finds_all);
  }
  g_test_add_func ("/ray-mask/leaves-out", test_leaves_out);
  return g_test_run ();
}
