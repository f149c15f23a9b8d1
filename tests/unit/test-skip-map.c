/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: against the distances that counting finds.
 */

#include <stdlib.h>

#include "skip-map.h"

#define MAX_BLOCKS 2000

static guint
count_distance (const guint8 *empty, const int dims[3], int index)
{
  int plane = dims[0] * dims[1];
  guint nearest = VC_SKIP_MAP_FARTHEST;

  for (int other = 0; other < plane * dims[2]; other++) {
    int x = abs (other % dims[0] - index % dims[0]);
    int y = abs (other / dims[0] % dims[1] - index / dims[0] % dims[1]);
    int z = abs (other / plane - index / plane);

    if (!empty[other])
      nearest = MIN (nearest, (guint)MAX (x, MAX (y, z)));
  }
  return nearest;
}

static const struct {
  int dims[3];
  /* One block of so many shows something; 0: none does. */
  int share;
} grids[] = {
  {{1, 1, 1}, 1},     {{1, 1, 1}, 0},     {{300, 1, 1}, 900},
  {{1, 1, 40}, 7},    {{1, 300, 2}, 400}, {{10, 11, 12}, 2},
  {{10, 11, 12}, 40}, {{12, 9, 13}, 700}, {{5, 5, 5}, 0},
  {{3, 20, 20}, 150},
};

static void
test_distances (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++) {
    const int *dims = grids[g].dims;
    int n = dims[0] * dims[1] * dims[2];
    guint8 empty[MAX_BLOCKS], distances[MAX_BLOCKS];

    g_assert_cmpint (n, <=, MAX_BLOCKS);
    for (int i = 0; i < n; i++)
      distances[i] = empty[i] =
        grids[g].share == 0 || g_rand_int_range (random, 0, grids[g].share);
    vc_skip_map_fill (distances, dims);
    for (int i = 0; i < n; i++)
      g_assert_cmpuint (distances[i], ==, count_distance (empty, dims, i));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/skip-map/distances", test_distances);
  return g_test_run ();
}
