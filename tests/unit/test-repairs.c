/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Which packets that a browser misses are sent again.
 */

#include "repairs.h"

#define MS 1000
#define MBIT 1e6

/* Asks for @n packets from @first on. Returns how many were sent. */
static guint
ask (VcRepairs *repairs, gint64 now_us, guint16 first, guint n, double rate,
     guint *n_given_up)
{
  guint n_sent = 0;

  for (guint i = 0; i < n; i++) {
    VcRepair repair =
      vc_repairs_ask (repairs, now_us, (guint16)(first + i), 1, 60 * MS, rate);

    n_sent += repair == VC_REPAIR_SEND;
    *n_given_up += repair == VC_REPAIR_GIVE_UP;
  }

  return n_sent;
}

static void
test_once_per_way (void)
{
  g_autofree VcRepairs *repairs = g_new0 (VcRepairs, 1);
  guint n_given_up = 0;

  g_assert_cmpuint (ask (repairs, 1 * MS, 65534, 4, 8 * MBIT, &n_given_up), ==,
                    4);
  g_assert_cmpuint (ask (repairs, 50 * MS, 65534, 4, 8 * MBIT, &n_given_up), ==,
                    0);
  g_assert_cmpuint (ask (repairs, 62 * MS, 65534, 4, 8 * MBIT, &n_given_up), ==,
                    4);
  g_assert_cmpuint (n_given_up, ==, 0);
}

/* Random loss of 5 % is repaired in full. */
static void
test_random_loss (void)
{
  g_autofree VcRepairs *repairs = g_new0 (VcRepairs, 1);
  guint n_given_up = 0;
  guint n_sent = 0;

  for (guint i = 0; i < 6000; i += 20)
    n_sent +=
      ask (repairs, (1 + i * 2) * MS, (guint16)i, 1, 6 * MBIT, &n_given_up);
  g_assert_cmpuint (n_sent, ==, 300);
  g_assert_cmpuint (n_given_up, ==, 0);
}

/* A hundred packets, asked for each round trip: a key frame is cheaper. */
static void
test_storm (void)
{
  g_autofree VcRepairs *repairs = g_new0 (VcRepairs, 1);
  guint n_given_up = 0;
  guint n_sent = 0;

  for (gint64 now_us = 1; now_us < G_USEC_PER_SEC; now_us += 100 * MS)
    n_sent += ask (repairs, now_us, 0, 100, 1 * MBIT, &n_given_up);
  g_assert_cmpuint (n_given_up, >, 0);
  /* 0.3 of the rate is 31 packets in a second, and some come at once. */
  g_assert_cmpuint (n_sent, <=, 31 + 6);
}

/* What is sent twice counts twice. */
static void
test_twice (void)
{
  g_autofree VcRepairs *repairs = g_new0 (VcRepairs, 1);
  guint n_sent = 0;

  for (guint i = 0; i < 100; i++)
    n_sent += vc_repairs_ask (repairs, 1, (guint16)i, 2, 60 * MS, 1 * MBIT) ==
              VC_REPAIR_SEND;
  g_assert_cmpuint (n_sent, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repairs/once", test_once_per_way);
  g_test_add_func ("/repairs/random-loss", test_random_loss);
  g_test_add_func ("/repairs/storm", test_storm);
  g_test_add_func ("/repairs/twice", test_twice);
  return g_test_run ();
}
