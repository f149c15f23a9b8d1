/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What can be said about a surface from how its triangles meet.
 */

#include "topology.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const float *points;
  gint32 *table;
  guint mask;
} PointTable;

static guint
hash_point (const float *point)
{
  guint32 bits[3];
  guint hash = 0;

  for (int i = 0; i < 3; i++) {
    /* −0 and 0 are the same place. */
    float value = point[i] + 0.0f;

    memcpy (&bits[i], &value, sizeof (float));
    hash = (hash ^ bits[i]) * 0x9e3779b1u;
    hash ^= hash >> 15;
  }
  return hash;
}

/* The first of all points that are at the place of @index. */
static gint32
unify_point (PointTable *self, gint32 index)
{
  const float *point = self->points + 3 * (gsize)index;

  for (guint slot = hash_point (point) & self->mask;;
       slot = (slot + 1) & self->mask) {
    const float *other = self->points + 3 * (gsize)self->table[slot];

    if (self->table[slot] < 0) {
      self->table[slot] = index;
      return index;
    }
    if (point[0] == other[0] && point[1] == other[1] && point[2] == other[2])
      return self->table[slot];
  }
}

static gint32 *
unify_points (const VcSurface *surface)
{
  gint32 *result = g_new (gint32, surface->n_points);
  PointTable table;
  gsize size = 16;

  while (size < 2 * (gsize)surface->n_points)
    size *= 2;
  table.points = g_bytes_get_data (surface->points, NULL);
  table.table = g_malloc (size * sizeof (gint32));
  table.mask = size - 1;
  memset (table.table, 0xff, size * sizeof (gint32));
  for (guint i = 0; i < surface->n_points; i++)
    result[i] = unify_point (&table, i);
  g_free (table.table);
  return result;
}

static int
compare_edges (const void *a, const void *b)
{
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;

  return (x > y) - (x < y);
}

static double
get_signed_volume (const float *a, const float *b, const float *c)
{
  return a[0] * ((double)b[1] * c[2] - (double)b[2] * c[1]) +
         a[1] * ((double)b[2] * c[0] - (double)b[0] * c[2]) +
         a[2] * ((double)b[0] * c[1] - (double)b[1] * c[0]);
}

/* Every directed edge once, and every one's opposite too. */
static gboolean
edges_pair (guint64 *edges, gsize n)
{
  qsort (edges, n, sizeof (guint64), compare_edges);
  for (gsize i = 0; i < n; i++) {
    guint64 opposite = edges[i] << 32 | edges[i] >> 32;

    if (i > 0 && edges[i] == edges[i - 1])
      return FALSE;
    if (!bsearch (&opposite, edges, n, sizeof (guint64), compare_edges))
      return FALSE;
  }
  return TRUE;
}

gboolean
vc_topology_is_closed (const VcSurface *surface)
{
  const float *points = g_bytes_get_data (surface->points, NULL);
  g_autofree gint32 *unique = NULL;
  g_autofree guint64 *edges = NULL;
  const gint32 *triangle;
  gsize size, n = 0;
  double volume = 0;

  if (!surface->triangles)
    return FALSE;
  triangle = g_bytes_get_data (surface->triangles, &size);
  unique = unify_points (surface);
  edges = g_new (guint64, size / sizeof (gint32));
  for (gsize t = 0; t < size / sizeof (gint32) / 3; t++, triangle += 3) {
    guint64 corners[3];

    for (int i = 0; i < 3; i++)
      corners[i] = unique[triangle[i]];
    if (corners[0] == corners[1] || corners[1] == corners[2] ||
        corners[2] == corners[0])
      continue;
    for (int i = 0; i < 3; i++)
      edges[n++] = corners[i] << 32 | corners[(i + 1) % 3];
    volume +=
      get_signed_volume (points + 3 * corners[0], points + 3 * corners[1],
                         points + 3 * corners[2]);
  }
  return volume > 0 && edges_pair (edges, n);
}
