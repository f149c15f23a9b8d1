/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The small pure parts of a stage: camera, flight, keys, closed surfaces,
 * workers.
 */

#include <math.h>

#include "fit.h"
#include "flight.h"
#include "key.h"
#include "knot.h"
#include "topology.h"
#include "worker.h"

static const struct {
  double aspect;
  double size[3];
} boxes[] = {
  {16.0 / 9, {245, 245, 162}},
  {0.5, {245, 245, 162}},
  {1, {1e-6, 1e-6, 1e-6}},
  {2, {1e6, 1, 1}},
  {1, {0, 0, 10}},
};

/* Every corner is in view, and one of them is at its border. */
static void
test_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++) {
    VcFit fit = {{0, 1, 0}, {0, 0, 1}, 30, boxes[i].aspect, 0.03};
    double points[24], focal[3], position[3], slope = tan (15 * G_PI / 180);
    double largest = 0;

    for (int k = 0; k < 24; k++)
      points[k] =
        100 + (((k / 3) >> (k % 3)) & 1 ? 0.5 : -0.5) * boxes[i].size[k % 3];
    vc_fit_camera (&fit, points, 8, focal, position);
    for (int axis = 0; axis < 3; axis++)
      g_assert_cmpfloat_with_epsilon (focal[axis], 100, 1e-6);
    for (int k = 0; k < 8; k++) {
      double depth = points[3 * k + 1] - position[1];
      double x =
        fabs (points[3 * k] - position[0]) / depth / slope / fit.aspect;
      double y = fabs (points[3 * k + 2] - position[2]) / depth / slope;

      g_assert_cmpfloat (depth, >, 0);
      largest = MAX (largest, MAX (x, y));
    }
    g_assert_cmpfloat_with_epsilon (largest, 0.97, 1e-4);
  }
}

static void
test_fit_point (void)
{
  VcFit fit = {{0, 1, 0}, {0, 0, 1}, 30, 1, 0};
  const double point[3] = {1, 2, 3};
  double focal[3], position[3];

  vc_fit_camera (&fit, point, 1, focal, position);
  g_assert_cmpfloat (position[1], <, 2);
}

static void
test_flight (void)
{
  VcFlight flight = {{{0}, {0}, {0, 0, 1}, 1}, {{10, 0, 0}, {1}, {0, 0, 1}, 3}};
  VcPose pose;
  double last = 0;

  flight.start_us = 1000;
  g_assert_true (vc_flight_get_pose (&flight, 0, &pose));
  g_assert_cmpfloat (pose.position[0], ==, 0);
  for (gint64 t = 0; t < VC_FLIGHT_US; t += 16000) {
    g_assert_true (vc_flight_get_pose (&flight, 1000 + t, &pose));
    g_assert_cmpfloat (pose.position[0], >=, last);
    /* Smooth: no step is longer than twice the mean one. */
    g_assert_cmpfloat (pose.position[0] - last, <=,
                       20.0 * 16000 / VC_FLIGHT_US);
    last = pose.position[0];
  }
  g_assert_false (vc_flight_get_pose (&flight, 1000 + VC_FLIGHT_US, &pose));
  g_assert_cmpmem (&pose, sizeof (pose), &flight.to, sizeof (flight.to));
}

static void
test_keys (void)
{
  static const struct {
    const char *name;
    int c;
  } keys[] = {{"a", 'a'},     {"R", 'R'},     {"3", '3'},  {"space", ' '},
              {"Return", 13}, {"plus", '+'},  {"Left", 0}, {"F1", 0},
              {"", 0},        {"Shift_L", 0}, {"\xc3", 0}, {"\x01", 0}};

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpint (vc_key_get_char (keys[i].name), ==, keys[i].c);
}

/* The same surface with some triangles changed. */
static VcSurface *
edit_triangles (const VcSurface *from, void (*edit) (gint32 *indices, gsize *n))
{
  VcSurface *self = vc_surface_new ();
  gsize size;
  g_autofree gint32 *indices = NULL;
  gconstpointer data = g_bytes_get_data (from->triangles, &size);
  gsize n = size / 4;

  indices = g_memdup2 (data, size);
  edit (indices, &n);
  self->name = g_strdup ("edited");
  self->n_points = from->n_points;
  self->points = g_bytes_ref (from->points);
  self->triangles = g_bytes_new (indices, n * 4);
  return self;
}

static void
drop_last (gint32 *indices, gsize *n)
{
  *n -= 3;
}

static void
turn_first (gint32 *indices, gsize *n)
{
  gint32 index = indices[0];

  indices[0] = indices[1];
  indices[1] = index;
}

static void
turn_all (gint32 *indices, gsize *n)
{
  for (gsize i = 0; i < *n; i += 3)
    turn_first (indices + i, n);
}

static void
test_closed (void)
{
  g_autoptr (VcSurface) knot = vc_knot_new (60, 12);
  g_autoptr (VcSurface) open = edit_triangles (knot, drop_last);
  g_autoptr (VcSurface) mixed = edit_triangles (knot, turn_first);
  g_autoptr (VcSurface) inside_out = edit_triangles (knot, turn_all);

  g_assert_true (vc_topology_is_closed (knot));
  g_assert_false (vc_topology_is_closed (open));
  g_assert_false (vc_topology_is_closed (mixed));
  g_assert_false (vc_topology_is_closed (inside_out));
}

static gpointer
work (VcWorker *worker, gpointer data)
{
  while (!vc_worker_is_cancelled (worker) && !g_atomic_int_get ((gint *)data))
    g_thread_yield ();
  return g_strdup ("result");
}

static void
on_done (gpointer result, gpointer data)
{
  g_assert_cmpstr (result, ==, "result");
  g_free (result);
  g_atomic_int_set ((gint *)data, 2);
}

static void
test_worker (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  gint state = 0;
  VcWorker *worker = vc_worker_new (context, work, on_done, &state);

  g_atomic_int_set (&state, 1);
  while (state != 2)
    g_main_context_iteration (context, TRUE);
  vc_worker_free (worker, g_free);
  /* Cancelled: the result is freed, and nobody is told. */
  g_atomic_int_set (&state, 0);
  worker = vc_worker_new (context, work, on_done, &state);
  vc_worker_free (worker, g_free);
  g_assert_false (g_main_context_iteration (context, FALSE));
  g_assert_cmpint (state, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stage-parts/fit", test_fit);
  g_test_add_func ("/stage-parts/fit-point", test_fit_point);
  g_test_add_func ("/stage-parts/flight", test_flight);
  g_test_add_func ("/stage-parts/keys", test_keys);
  g_test_add_func ("/stage-parts/closed", test_closed);
  g_test_add_func ("/stage-parts/worker", test_worker);
  return g_test_run ();
}
