/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: how far a ray may leap from each block of a volume.
 */

#include "skip-map.h"

/* The neighbours that come before a block in memory; those that come after it
 * are opposite. */
static const int before[][3] = {
  {-1, 0, 0},  {-1, -1, 0}, {0, -1, 0},  {1, -1, 0}, {-1, -1, -1},
  {0, -1, -1}, {1, -1, -1}, {-1, 0, -1}, {0, 0, -1}, {1, 0, -1},
  {-1, 1, -1}, {0, 1, -1},  {1, 1, -1},
};

static gboolean
is_inside (const int dims[3], int x, int y, int z)
{
  return x >= 0 && y >= 0 && z >= 0 && x < dims[0] && y < dims[1] &&
         z < dims[2];
}

static gsize
get_index (const int dims[3], int x, int y, int z)
{
  return ((gsize)z * dims[1] + y) * dims[0] + x;
}

static void
approach (guint8 *distances, const int dims[3], int x, int y, int z, int sign)
{
  guint8 *distance = &distances[get_index (dims, x, y, z)];
  guint nearest = *distance;

  if (nearest == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
    int nx = x + sign * before[i][0];
    int ny = y + sign * before[i][1];
    int nz = z + sign * before[i][2];

    if (is_inside (dims, nx, ny, nz))
      nearest = MIN (nearest, distances[get_index (dims, nx, ny, nz)] + 1u);
  }
  *distance = nearest;
}

void
vc_skip_map_fill (guint8 *distances, const int dims[3])
{
  gsize n = (gsize)dims[0] * dims[1] * dims[2];

  for (gsize i = 0; i < n; i++)
    distances[i] = distances[i] ? VC_SKIP_MAP_FARTHEST : 0;
  for (int z = 0; z < dims[2]; z++)
    for (int y = 0; y < dims[1]; y++)
      for (int x = 0; x < dims[0]; x++)
        approach (distances, dims, x, y, z, 1);
  for (int z = dims[2] - 1; z >= 0; z--)
    for (int y = dims[1] - 1; y >= 0; y--)
      for (int x = dims[0] - 1; x >= 0; x--)
        approach (distances, dims, x, y, z, -1);
}
