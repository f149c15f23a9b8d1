/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of the link's arithmetic and of the profile's text.
 */

#include <math.h>

#include "profile.h"

#define PACKET 1250 /* 10,000 bits */

static const LinkSettings plain = {.rate = 1e7, .burst = 1, .queue_us = 50000};

static void
test_rate (void)
{
  g_autoptr (Link) link = link_new (1);
  gint64 last_us = 0;

  link_set (link, &plain);
  for (int i = 0; i < 40; i++)
    last_us = link_send (link, 0, PACKET);
  g_assert_cmpint (last_us, ==, 40000);
}

static void
test_queue_overflows (void)
{
  g_autoptr (Link) link = link_new (1);
  guint dropped = 0;

  link_set (link, &plain);
  for (int i = 0; i < 100; i++)
    dropped += link_send (link, 0, PACKET) == LINK_DROPPED;
  /* 50 ms of queue are 50 packets; the 51st begins at the very end of it. */
  g_assert_cmpuint (dropped, ==, 49);
  g_assert_cmpuint (link_get_counts (link, 0)->overflowed, ==, 49);
}

/* Ten packets of a millisecond each, at once; then a second of nothing. */
static void
test_counts (void)
{
  g_autoptr (Link) link = link_new (1);
  const LinkCounts *counts;

  link_set (link, &plain);
  link_reset_counts (link, 1000);
  for (int i = 0; i < 10; i++)
    link_send (link, 1000, PACKET);
  counts = link_get_counts (link, 1001000);
  g_assert_cmpuint (counts->bytes, ==, 10 * PACKET);
  g_assert_cmpfloat_with_epsilon (counts->room, 1e7 / 8, 1);
  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (counts->waits[i], ==, 1);

  link_reset_counts (link, 1001000);
  counts = link_get_counts (link, 1001000);
  g_assert_cmpuint (counts->sent, ==, 0);
  g_assert_cmpfloat (counts->room, ==, 0);
}

static void
test_delay_and_order (void)
{
  g_autoptr (Link) link = link_new (1);
  LinkSettings settings = plain;
  gint64 previous_us = 0, least_us = G_MAXINT64, most_us = 0;

  settings.delay_us = 30000;
  settings.jitter_us = 7000;
  link_set (link, &settings);
  for (gint64 now_us = 0; now_us < 60000000; now_us += 20000) {
    gint64 delivered_us = link_send (link, now_us, PACKET);
    g_assert_cmpint (delivered_us, >=, previous_us);
    previous_us = delivered_us;
    least_us = MIN (least_us, delivered_us - now_us - 1000);
    most_us = MAX (most_us, delivered_us - now_us - 1000);
  }
  g_assert_cmpint (least_us, >=, 23000);
  g_assert_cmpint (least_us, <, 23200);
  g_assert_cmpint (most_us, <=, 37000);
  g_assert_cmpint (most_us, >, 36800);
}

/* @burst lengths and the share of losses, against four standard deviations. */
static void
check_loss (double loss, double burst)
{
  const int n = 200000;
  g_autoptr (Link) link = link_new (7);
  LinkSettings settings = plain;
  int lost = 0, bursts = 0;
  gboolean before = FALSE;

  settings.loss = loss;
  settings.burst = burst;
  link_set (link, &settings);
  for (int i = 0; i < n; i++) {
    gboolean dropped =
      link_send (link, i * G_GINT64_CONSTANT (20000), PACKET) == LINK_DROPPED;
    lost += dropped;
    bursts += dropped && !before;
    before = dropped;
  }
  double sigma = sqrt (n * loss * (1 - loss) * (2 * burst - 1));
  g_assert_cmpfloat (fabs (lost - n * loss), <, 4 * sigma);
  if (burst > 1)
    g_assert_cmpfloat_with_epsilon ((double)lost / bursts, burst, 0.1 * burst);
}

static void
test_loss (void)
{
  check_loss (0.001, 1);
  check_loss (0.05, 1);
  check_loss (0.05, 4);
}

static void
test_cut (void)
{
  g_autoptr (Link) link = link_new (1);
  LinkSettings settings = plain;

  settings.rate = 0;
  link_set (link, &settings);
  g_assert_cmpint (link_send (link, 0, PACKET), ==, LINK_DROPPED);
}

static void
test_profile_over_time (void)
{
  g_autoptr (GError) error = NULL;
  LinkSettings settings;
  g_autoptr (Profile) profile =
    profile_parse ("# comment\nrate 8M delay 25ms queue 100ms loss 2%\n"
                   "at 10s rate 1M\nat 12s up rate 500k burst 3\nrepeat 20s\n",
                   &error);

  g_assert_no_error (error);
  g_assert_cmpint (profile_get (profile, 0, PROFILE_DOWN, &settings), ==,
                   10000000);
  g_assert_cmpfloat (settings.rate, ==, 8e6);
  g_assert_cmpint (settings.delay_us, ==, 25000);
  g_assert_cmpfloat (settings.loss, ==, 0.02);
  profile_get (profile, 13000000, PROFILE_DOWN, &settings);
  g_assert_cmpfloat (settings.rate, ==, 1e6);
  g_assert_cmpint (profile_get (profile, 13000000, PROFILE_UP, &settings), ==,
                   20000000);
  g_assert_cmpfloat (settings.rate, ==, 5e5);
  g_assert_cmpfloat (settings.burst, ==, 3);
  profile_get (profile, 20000000, PROFILE_UP, &settings);
  g_assert_cmpfloat (settings.rate, ==, 8e6);
}

static void
test_profile_errors (void)
{
  static const char *const texts[] = {
    "rate",           "rate fast",       "rate 8X",  "rate -1M",
    "speed 8M",       "loss 101%",       "loss 0.1", "delay 5",
    "at 2s\nat 1s",   "rate 1M delay",   "at now",   "rate nan",
    "up down rate 1", "queue 1ms burst", "at",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Profile) profile = profile_parse (texts[i], &error);
    if (i == 12) /* directions may be named twice: the last one counts */
      g_assert_nonnull (profile);
    else
      g_assert_nonnull (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/netsim/link/rate", test_rate);
  g_test_add_func ("/netsim/link/queue", test_queue_overflows);
  g_test_add_func ("/netsim/link/counts", test_counts);
  g_test_add_func ("/netsim/link/delay", test_delay_and_order);
  g_test_add_func ("/netsim/link/loss", test_loss);
  g_test_add_func ("/netsim/link/cut", test_cut);
  g_test_add_func ("/netsim/profile/time", test_profile_over_time);
  g_test_add_func ("/netsim/profile/errors", test_profile_errors);
  return g_test_run ();
}
