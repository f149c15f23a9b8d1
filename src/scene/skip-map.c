/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSkipMap: how far a ray may leap from each block of a volume.
 */

#include "skip-map.h"

#include <string.h>

/* The three rows that are ahead: beside, above, and both. */
#define N_AHEAD 3

static guint
find_least (const guint8 *const ahead[N_AHEAD], int x)
{
  return MIN (ahead[0][x], MIN (ahead[1][x], ahead[2][x]));
}

/* A cube is as large as the smallest of the seven that begin one block ahead,
 * and one block more. */
static void
fill_row (guint8 *row, const guint8 *const ahead[N_AHEAD], int n,
          gboolean is_backward)
{
  guint next = VC_SKIP_MAP_FARTHEST, corner = VC_SKIP_MAP_FARTHEST;

  for (int i = 0; i < n; i++) {
    int x = is_backward ? i : n - 1 - i;
    guint here = find_least (ahead, x);
    guint least = MIN (MIN (here, corner), next);

    row[x] = row[x] == 0 ? 0 : MIN (least + 1, VC_SKIP_MAP_FARTHEST);
    next = row[x];
    corner = here;
  }
}

void
vc_skip_map_fill (guint8 *cubes, const int dims[3], guint octant)
{
  gsize length = (gsize)dims[0], plane = length * dims[1];
  g_autofree guint8 *outside = g_malloc (MAX (length, 1));

  memset (outside, VC_SKIP_MAP_FARTHEST, length);
  for (int j = 0; j < dims[2]; j++) {
    gboolean is_z_backward = octant & VC_SKIP_MAP_Z_BACKWARD;
    int z = is_z_backward ? j : dims[2] - 1 - j;
    const guint8 *slice_ahead = cubes + (is_z_backward ? z - 1 : z + 1) * plane;

    for (int i = 0; i < dims[1]; i++) {
      gboolean is_y_backward = octant & VC_SKIP_MAP_Y_BACKWARD;
      int y = is_y_backward ? i : dims[1] - 1 - i;
      int y_ahead = is_y_backward ? y - 1 : y + 1;
      const guint8 *const ahead[N_AHEAD] = {
        i > 0 ? cubes + z * plane + y_ahead * length : outside,
        j > 0 ? slice_ahead + y * length : outside,
        i > 0 && j > 0 ? slice_ahead + y_ahead * length : outside};

      fill_row (cubes + z * plane + y * length, ahead, dims[0],
                octant & VC_SKIP_MAP_X_BACKWARD);
    }
  }
}
