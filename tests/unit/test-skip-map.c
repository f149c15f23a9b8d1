/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: against the cubes that counting finds.
 */

#include <string.h>

#include "skip-map.h"

#define MAX_BLOCKS 2000

/* The largest cube from a block on, by trying all. */
static guint
find_edge (const guint8 *empty, const int dims[3], int index, guint octant)
{
  int plane = dims[0] * dims[1];
  guint edge = VC_SKIP_MAP_FARTHEST;

  for (int other = 0; other < plane * dims[2]; other++) {
    int way[3] = {other % dims[0] - index % dims[0],
                  other / dims[0] % dims[1] - index / dims[0] % dims[1],
                  other / plane - index / plane};
    guint distance = 0;

    for (int i = 0; i < 3; i++) {
      way[i] = octant & (1u << i) ? -way[i] : way[i];
      distance = way[i] < 0 ? G_MAXUINT : MAX (distance, (guint)way[i]);
      if (distance == G_MAXUINT)
        break;
    }
    if (!empty[other])
      edge = MIN (edge, distance);
  }
  return edge;
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
test_cubes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++) {
    const int *dims = grids[g].dims;
    int n = dims[0] * dims[1] * dims[2];
    guint8 empty[MAX_BLOCKS], cubes[MAX_BLOCKS];

    g_assert_cmpint (n, <=, MAX_BLOCKS);
    for (int i = 0; i < n; i++)
      empty[i] =
        grids[g].share == 0 || g_rand_int_range (random, 0, grids[g].share);
    for (guint octant = 0; octant < VC_SKIP_MAP_N_OCTANTS; octant++) {
      memcpy (cubes, empty, n);
      vc_skip_map_fill (cubes, dims, octant);
      for (int i = 0; i < n; i++)
        g_assert_cmpuint (cubes[i], ==, find_edge (empty, dims, i, octant));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/skip-map/cubes", test_cubes);
  return g_test_run ();
}
