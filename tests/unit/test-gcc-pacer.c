/* SPDX-License-Identifier: BSD-3-Clause
 *
 * rtpgcc's pacer, and the trains of packets that probe for more capacity.
 */

#include "pacer.h"
#include "probe.h"

#define MS 1000
#define SECOND G_USEC_PER_SEC

/* A train of full packets through a link of rate @link; returns the result. */
static double
send_train (GccProbe *probe, gint64 *now_us, double link)
{
  double rate = gcc_probe_begin (probe, *now_us, 100 * 1250, 100);
  double result = 0;
  gint64 send_us[200], arrival_us = 0;
  int n = 0;

  g_assert_cmpfloat (rate, >, 0);
  while (probe->train.open && n < 200) {
    send_us[n++] = *now_us;
    gcc_probe_on_sent (probe, *now_us, 1250, 100);
    *now_us += (gint64)(1250 * 8e6 / rate);
  }
  for (int i = 0; i < n; i++) {
    arrival_us = MAX (arrival_us, send_us[i]) + (gint64)(1250 * 8e6 / link);
    double told = gcc_probe_on_report (probe, *now_us, send_us[i] + 50,
                                       arrival_us + SECOND, 1250);
    result = MAX (result, told);
  }
  return result;
}

static void
probe_start (void)
{
  GccProbe probe;
  gint64 now_us = SECOND;

  gcc_probe_init (&probe, now_us);
  g_assert_cmpfloat (gcc_probe_begin (&probe, now_us, 100000, 100), ==, 0);
  gcc_probe_update (&probe, now_us, 2e6, 50e6, GCC_PROBE_ALLOWED);
  g_assert_cmpfloat (probe.want, ==, 6e6);
  /* Too little to make a train of. */
  g_assert_cmpfloat (gcc_probe_begin (&probe, now_us, 2500, 2), ==, 0);
  g_assert_cmpfloat_with_epsilon (send_train (&probe, &now_us, 100e6), 6e6,
                                  0.2e6);
  /* It got through: on at once, with twice as much. */
  g_assert_cmpfloat_with_epsilon (probe.want, 12e6, 0.4e6);
  g_assert_cmpfloat_with_epsilon (send_train (&probe, &now_us, 7e6), 7e6,
                                  0.7e6);
  g_assert_cmpfloat (probe.want, ==, 0);
  gcc_probe_update (&probe, now_us, 7e6, 50e6, GCC_PROBE_ALLOWED);
  g_assert_cmpfloat (probe.want, ==, 0);
  gcc_probe_update (&probe, now_us + SECOND, 7e6, 50e6, GCC_PROBE_ALLOWED);
  g_assert_cmpfloat (probe.want, ==, 14e6);
  gcc_probe_update (&probe, now_us + SECOND, 7e6, 50e6, GCC_PROBE_FORBIDDEN);
  g_assert_cmpfloat (probe.want, ==, 0);
}

/* Raises that prove wrong make probes rarer; a clear path makes them usual. */
static void
probe_regret (void)
{
  GccProbe probe;
  gint64 now_us = SECOND;

  gcc_probe_init (&probe, now_us);
  for (int i = 0; i < 5; i++) {
    gcc_probe_raised (&probe, now_us);
    gcc_probe_regret (&probe, now_us += 500 * MS);
  }
  g_assert_cmpint (probe.interval_us, ==, 8 * SECOND);
  gcc_probe_update (&probe, now_us + 7 * SECOND, 2e6, 50e6, GCC_PROBE_ALLOWED);
  g_assert_cmpfloat (probe.want, ==, 0);
  gcc_probe_forgive (&probe, now_us);
  gcc_probe_update (&probe, now_us + SECOND, 2e6, 50e6, GCC_PROBE_ALLOWED);
  g_assert_cmpfloat (probe.want, >, 0);
}

static void
probe_lost (void)
{
  GccProbe probe;
  gint64 now_us = SECOND;
  double result = 0;

  gcc_probe_init (&probe, now_us);
  gcc_probe_update (&probe, now_us, 2e6, 50e6, GCC_PROBE_ALLOWED);
  gcc_probe_begin (&probe, now_us, 20 * 1250, 20);
  for (int i = 0; i < 10; i++)
    gcc_probe_on_sent (&probe, now_us + i * 1667, 1250, 9 - i);
  for (int i = 0; i < 10; i++) {
    gint64 at_us = now_us + i * 1667;
    result +=
      gcc_probe_on_report (&probe, now_us, at_us, i % 2 ? -1 : at_us, 1250);
  }
  g_assert_cmpfloat (result, ==, 0);
  g_assert_false (probe.train.waiting);
}

/* Lets the pacer send @n packets; returns how long that takes. */
static gint64
send_all (GccPacer *pacer, gint64 *now_us)
{
  gint64 begin_us = *now_us;

  while (pacer->packets > 0) {
    gint64 wait_us = gcc_pacer_get_wait (pacer, *now_us, GCC_PACER_OPEN);
    g_assert_cmpint (wait_us, >=, 0);
    *now_us += wait_us;
    if (wait_us == 0)
      gcc_pacer_take (pacer, *now_us, 1250);
  }
  return *now_us - begin_us;
}

static void
pacer_spreads (void)
{
  GccPacer pacer;
  gint64 now_us = SECOND;

  gcc_pacer_init (&pacer, now_us, 4e6);
  g_assert_cmpint (gcc_pacer_get_delay (&pacer, now_us), ==, 0);
  /* A frame of a 60 Hz slot: at 2.5 times the rate, less 5 ms of credit. */
  for (int i = 0; i < 7; i++)
    gcc_pacer_push (&pacer, 1250);
  g_assert_cmpint (gcc_pacer_get_delay (&pacer, now_us), <, 5 * MS);
  g_assert_cmpint (send_all (&pacer, &now_us), <=, 4 * MS);
  /* A key frame of a quarter second: at little more than the rate. */
  now_us += SECOND;
  for (int i = 0; i < 100; i++)
    gcc_pacer_push (&pacer, 1250);
  gint64 told_us = gcc_pacer_get_delay (&pacer, now_us);
  gint64 took_us = send_all (&pacer, &now_us);
  g_assert_cmpint (took_us, >=, 185 * MS);
  g_assert_cmpint (took_us, <=, 230 * MS);
  g_assert_cmpint (ABS (told_us - took_us), <=, 10 * MS);
}

/* After a rest there is credit for milliseconds, not for the rest. */
static void
pacer_after_rest (void)
{
  GccPacer pacer;
  gint64 now_us = SECOND;
  int at_once = 0;

  gcc_pacer_init (&pacer, now_us, 4e6);
  now_us += 60 * SECOND;
  for (int i = 0; i < 100; i++)
    gcc_pacer_push (&pacer, 1250);
  while (gcc_pacer_get_wait (&pacer, now_us, GCC_PACER_OPEN) == 0) {
    gcc_pacer_take (&pacer, now_us, 1250);
    at_once++;
  }
  g_assert_cmpint (at_once, <=, 6);
}

static void
pacer_gate (void)
{
  GccPacer pacer;

  gcc_pacer_init (&pacer, SECOND, 4e6);
  for (int i = 0; i < 300; i++)
    gcc_pacer_push (&pacer, 1250);
  g_assert_true (gcc_pacer_is_full (&pacer));
  gcc_pacer_take (&pacer, SECOND, 1250);
  g_assert_cmpint (
    gcc_pacer_get_wait (&pacer, SECOND + 40 * MS, GCC_PACER_BLOCKED), ==,
    60 * MS);
  g_assert_cmpint (
    gcc_pacer_get_wait (&pacer, SECOND + 100 * MS, GCC_PACER_BLOCKED), ==, 0);
  gcc_pacer_clear (&pacer);
  g_assert_false (gcc_pacer_is_full (&pacer));
  g_assert_cmpint (gcc_pacer_get_delay (&pacer, SECOND), ==, 0);
}

/* A probe goes out at its own rate, even if that is above the pacer's. */
static void
pacer_probe (void)
{
  GccPacer pacer;
  gint64 now_us = SECOND;

  gcc_pacer_init (&pacer, now_us, 1e6);
  gcc_pacer_set_probe (&pacer, now_us, 10e6);
  for (int i = 0; i < 21; i++)
    gcc_pacer_push (&pacer, 1250);
  gint64 took_us = send_all (&pacer, &now_us);
  g_assert_cmpint (took_us, >=, 18 * MS);
  g_assert_cmpint (took_us, <=, 21 * MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gcc-probe/start", probe_start);
  g_test_add_func ("/gcc-probe/regret", probe_regret);
  g_test_add_func ("/gcc-probe/lost", probe_lost);
  g_test_add_func ("/gcc-pacer/spreads", pacer_spreads);
  g_test_add_func ("/gcc-pacer/rest", pacer_after_rest);
  g_test_add_func ("/gcc-pacer/gate", pacer_gate);
  g_test_add_func ("/gcc-pacer/probe", pacer_probe);
  return g_test_run ();
}
