/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLanes: against the same sums, one after the other. Built twice: with the
 * machine's instructions, and without.
 */

#include "lanes.h"

#define N_TRIES 20000
#define N_LANES 8

/* Small, great and the greatest are as likely as those between. */
static guint16
draw (guint32 most)
{
  guint32 edges[] = {0, 1, most / 2, most - 1, most};

  if (g_test_rand_bit ())
    return (guint16)edges[g_test_rand_int_range (0, G_N_ELEMENTS (edges))];
  return (guint16)g_test_rand_int_range (0, (gint32)most + 1);
}

static VcLanes
draw_all (guint16 values[N_LANES], guint32 most)
{
  for (int i = 0; i < N_LANES; i++)
    values[i] = draw (most);
  return vc_lanes_load (values);
}

static void
test_multiply (void)
{
  for (guint n = 0; n < N_TRIES; n++) {
    guint16 a[N_LANES], b[N_LANES], products[N_LANES];
    VcLanes left = draw_all (a, 0x7fff);

    vc_lanes_store (vc_lanes_multiply (left, draw_all (b, 0x7fff)), products);
    for (int i = 0; i < N_LANES; i++)
      g_assert_cmpuint (products[i], ==, ((guint32)a[i] * b[i] + 0x4000) >> 15);
  }
}

static void
test_sum (void)
{
  for (guint n = 0; n < N_TRIES; n++) {
    guint16 values[N_LANES], weights[N_LANES];
    VcLanes left = draw_all (values, 0xffff);
    guint32 sum = 0;
    guint32 got = vc_lanes_sum_products (left, draw_all (weights, 0x7fff));

    for (int i = 0; i < N_LANES; i++)
      sum += (guint32)values[i] * weights[i];
    g_assert_cmpuint (got, ==, sum);
  }
}

static void
test_reach (void)
{
  for (guint n = 0; n < N_TRIES; n++) {
    guint16 values[N_LANES];
    VcLanes lanes = draw_all (values, 0x7fff);
    guint32 least = draw (0x7fff);
    gboolean is_reached = FALSE;

    for (int i = 0; i < N_LANES; i++)
      is_reached = is_reached || values[i] >= least;
    g_assert_cmpint (vc_lanes_reach (lanes, least), ==, is_reached);
  }
}

static void
test_add (void)
{
  static const gint16 signed_values[N_LANES] = {-1024, -1, 0,    1,
                                                3071,  17, -500, 2000};
  guint16 sums[N_LANES];

  vc_lanes_store (
    vc_lanes_add (vc_lanes_load ((const guint16 *)signed_values), 1024), sums);
  for (int i = 0; i < N_LANES; i++)
    g_assert_cmpint (sums[i], ==, signed_values[i] + 1024);
}

static void
test_order (void)
{
  static const guint16 a[] = {0x8001, 2}, b[] = {3, 0xffff};
  static const guint16 c[] = {5, 6}, d[] = {7, 8};
  static const guint16 expected[N_LANES] = {0x8001, 2, 3, 0xffff, 5, 6, 7, 8};
  guint16 values[N_LANES];

  vc_lanes_store (vc_lanes_load_pairs (a, b, c, d), values);
  g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
  vc_lanes_store (vc_lanes_unpack (2 << 16 | 0x8001, 0xffffu << 16 | 3,
                                   6 << 16 | 5, 8 << 16 | 7),
                  values);
  g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
}

static void
test_look_up (void)
{
  guint32 *table = g_new (guint32, 0x10000);

  for (guint i = 0; i < 0x10000; i++)
    table[i] = (guint32)g_test_rand_int ();
  for (guint n = 0; n < N_TRIES; n++) {
    guint16 at[N_LANES], low[N_LANES], high[N_LANES];
    VcLanes lower, upper;

    vc_lanes_look_up (table, draw_all (at, 0xffff), &lower, &upper);
    vc_lanes_store (lower, low);
    vc_lanes_store (upper, high);
    for (int i = 0; i < N_LANES; i++)
      g_assert_cmphex (table[at[i]], ==, (guint32)high[i] << 16 | low[i]);
  }
  g_free (table);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lanes/multiply", test_multiply);
  g_test_add_func ("/lanes/sum", test_sum);
  g_test_add_func ("/lanes/reach", test_reach);
  g_test_add_func ("/lanes/add", test_add);
  g_test_add_func ("/lanes/order", test_order);
  g_test_add_func ("/lanes/look-up", test_look_up);
  return g_test_run ();
}
