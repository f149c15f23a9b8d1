/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Do the slices of a DICOM series make one evenly filled box?
 */

#include "slices.h"

#include <math.h>
#include <stdlib.h>

#include "loader.h"

/* Positions are decimal strings and often rounded to 0.01 mm. */
#define SAME_POSITION 0.005
#define ROUNDING 0.02
/* Of the distance between slices. */
#define UNEVEN 0.03
#define SIDEWAYS 0.1
/* cos 0.5° */
#define PARALLEL 0.99996

typedef struct {
  double height; /* along the normal */
  VcSlice slice;
} Entry;

static double
dot (const double a[3], const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
get_normal (const VcSlice *slice, double n[3])
{
  const double *r = slice->row, *c = slice->column;

  n[0] = r[1] * c[2] - r[2] * c[1];
  n[1] = r[2] * c[0] - r[0] * c[2];
  n[2] = r[0] * c[1] - r[1] * c[0];
}

static int
compare_heights (gconstpointer a, gconstpointer b)
{
  double x = ((const Entry *)a)->height, y = ((const Entry *)b)->height;

  return (x > y) - (x < y);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
get_median_gap (const Entry *entries, guint n)
{
  g_autofree double *gaps = g_new (double, n - 1);

  for (guint i = 0; i + 1 < n; i++)
    gaps[i] = entries[i + 1].height - entries[i].height;
  qsort (gaps, n - 1, sizeof (double), compare_doubles);
  return gaps[(n - 1) / 2];
}

static gboolean
check_orientation (const VcSlice *slices, guint n, GError **error)
{
  double normal[3];

  get_normal (&slices[0], normal);
  if (!(fabs (dot (slices[0].row, slices[0].row) - 1) < 0.01) ||
      !(fabs (dot (normal, normal) - 1) < 0.01)) {
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                 "the orientation of slice %d is impossible",
                 slices[0].instance);
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    if (dot (slices[i].row, slices[0].row) > PARALLEL &&
        dot (slices[i].column, slices[0].column) > PARALLEL)
      continue;
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                 "slices %d and %d are not parallel", slices[0].instance,
                 slices[i].instance);
    return FALSE;
  }
  return TRUE;
}

/* Names the first few pairs. */
static gboolean
check_duplicates (const Entry *entries, guint n, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_pairs = 0;

  for (guint i = 0; i + 1 < n; i++) {
    if (entries[i + 1].height - entries[i].height >= SAME_POSITION)
      continue;
    if (n_pairs++ < 3)
      g_string_append_printf (names, "%s%d and %d (at %.2f mm)",
                              n_pairs > 1 ? ", " : "",
                              entries[i].slice.instance,
                              entries[i + 1].slice.instance, entries[i].height);
  }
  if (n_pairs == 0)
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
               "slices are there twice at the same position: %s%s", names->str,
               n_pairs > 3 ? " and others" : "");
  return FALSE;
}

static gboolean
check_gaps (const Entry *entries, guint n, GError **error)
{
  double median = get_median_gap (entries, n);
  double tolerance = MAX (ROUNDING, UNEVEN * median);

  for (guint i = 0; i + 1 < n; i++) {
    const Entry *a = &entries[i], *b = &entries[i + 1];
    double gap = b->height - a->height;
    double steps = round (gap / median);

    if (fabs (gap - median) <= tolerance)
      continue;
    if (steps >= 2 && fabs (gap - steps * median) <= steps * tolerance)
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   steps == 2 ? "%.0f slice is missing between slices %d and "
                                "%d (%.2f mm and %.2f mm)"
                              : "%.0f slices are missing between slices %d and "
                                "%d (%.2f mm and %.2f mm)",
                   steps - 1, a->slice.instance, b->slice.instance, a->height,
                   b->height);
    else
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "its slices are not evenly spaced: slices %d and %d are "
                   "%.2f mm apart, others %.2f mm",
                   a->slice.instance, b->slice.instance, gap, median);
    return FALSE;
  }
  return TRUE;
}

/* All on one straight line, which need not be perpendicular to them. */
static gboolean
check_line (const Entry *entries, guint n, GError **error)
{
  const double *first = entries[0].slice.position;
  const double *last = entries[n - 1].slice.position;
  double length = entries[n - 1].height - entries[0].height;
  double tolerance = MAX (0.1, SIDEWAYS * length / (n - 1));

  for (guint i = 1; i + 1 < n; i++) {
    double t = (entries[i].height - entries[0].height) / length;

    for (guint c = 0; c < 3; c++) {
      double expected = first[c] + t * (last[c] - first[c]);

      if (fabs (entries[i].slice.position[c] - expected) <= tolerance)
        continue;
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "slice %d is displaced sideways by %.2f mm",
                   entries[i].slice.instance,
                   fabs (entries[i].slice.position[c] - expected));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_finite (const VcSlice *slices, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < 3; c++)
      if (!(fabs (slices[i].position[c]) < 1e6)) {
        g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                     "the position of slice %d is impossible",
                     slices[i].instance);
        return FALSE;
      }
  return TRUE;
}

gboolean
vc_slices_sort (VcSlice *slices, guint n, GError **error)
{
  g_autofree Entry *entries = g_new (Entry, n);
  double normal[3];

  if (!check_finite (slices, n, error) || !check_orientation (slices, n, error))
    return FALSE;
  get_normal (&slices[0], normal);
  for (guint i = 0; i < n; i++)
    entries[i] = (Entry){dot (slices[i].position, normal), slices[i]};
  qsort (entries, n, sizeof (Entry), compare_heights);
  for (guint i = 0; i < n; i++)
    slices[i] = entries[i].slice;
  return n < 2 || (check_duplicates (entries, n, error) &&
                   check_gaps (entries, n, error) &&
                   (n < 3 || check_line (entries, n, error)));
}

void
vc_slices_get_step (const VcSlice *slices, guint n, double thickness,
                    double step[3])
{
  double normal[3];

  get_normal (&slices[0], normal);
  for (guint c = 0; c < 3; c++)
    step[c] = n > 1
                ? (slices[n - 1].position[c] - slices[0].position[c]) / (n - 1)
                : normal[c] * thickness;
}
