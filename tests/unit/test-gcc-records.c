/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What rtpgcc keeps about packets: their numbers, flight, reports and rate.
 */

#include "flight.h"
#include "rate-meter.h"
#include "reports.h"
#include "wrap-counter.h"

#define MS 1000
#define SECOND G_USEC_PER_SEC

static void
wrap_counter (void)
{
  static const struct {
    gint64 value;
    gint64 expected;
  } table[] = {
    {65000, 65000},
    {65535, 65535},
    {0, 65536},
    {65534, 65534},
    {10, 65546},
    {5, 65541},
    {32000, 65536 + 32000},
    {64000, 65536 + 64000},
    {100, 131072 + 100},
  };
  GccWrapCounter counter;

  gcc_wrap_counter_init (&counter, 1 << 16);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (gcc_wrap_counter_unwrap (&counter, table[i].value), ==,
                     table[i].expected);
}

static void
flight (void)
{
  g_autofree GccFlight *sent = g_new0 (GccFlight, 1);

  gcc_flight_init (sent);
  g_assert_cmpint (gcc_flight_oldest (sent), ==, G_MAXINT64);
  for (int i = 1; i <= 2 * GCC_FLIGHT_LENGTH; i++)
    gcc_flight_add (sent, i, 100);
  g_assert_cmpuint (sent->packets, ==, GCC_FLIGHT_LENGTH);
  g_assert_cmpuint (sent->bytes, ==, 100 * GCC_FLIGHT_LENGTH);
  gcc_flight_settle (sent, 2 * GCC_FLIGHT_LENGTH - 2);
  g_assert_cmpuint (sent->packets, ==, 2);
  g_assert_cmpuint (sent->bytes, ==, 200);
  g_assert_cmpint (gcc_flight_oldest (sent), ==, 2 * GCC_FLIGHT_LENGTH - 1);
  gcc_flight_settle (sent, G_MAXINT64);
  g_assert_cmpuint (sent->bytes, ==, 0);
}

static void
reports (void)
{
  g_autofree GccReports *told = g_new0 (GccReports, 1);

  gcc_reports_init (told);
  g_assert_cmpint (gcc_reports_add (told, 65535, FALSE), ==,
                   GCC_REPORT_RECEIVED);
  g_assert_cmpint (gcc_reports_add (told, 0, TRUE), ==, GCC_REPORT_LOST);
  g_assert_cmpint (gcc_reports_add (told, 0, TRUE), ==, GCC_REPORT_STALE);
  g_assert_cmpint (gcc_reports_add (told, 0, FALSE), ==, GCC_REPORT_RECOVERED);
  g_assert_cmpint (gcc_reports_add (told, 0, FALSE), ==, GCC_REPORT_STALE);
  g_assert_cmpint (gcc_reports_add (told, 65535, TRUE), ==, GCC_REPORT_STALE);
  g_assert_cmpint (gcc_reports_add (told, GCC_REPORTS_LENGTH - 1, FALSE), ==,
                   GCC_REPORT_RECEIVED);
  g_assert_cmpint (gcc_reports_add (told, 65535, FALSE), ==, GCC_REPORT_STALE);
}

static void
rate_meter (void)
{
  GccRateMeter meter;
  gint64 now_us = 5 * SECOND;

  gcc_rate_meter_init (&meter);
  for (int i = 0; i < 500; i++)
    gcc_rate_meter_add (&meter, now_us += 10 * MS, 1250);
  g_assert_cmpfloat_with_epsilon (gcc_rate_meter_get (&meter, now_us), 1e6,
                                  0.11e6);
  g_assert_cmpfloat_with_epsilon (
    gcc_rate_meter_get (&meter, now_us + 500 * MS), 0.5e6, 0.11e6);
  g_assert_cmpfloat (gcc_rate_meter_get (&meter, now_us + 2 * SECOND), ==, 0);
  gcc_rate_meter_add (&meter, now_us + 60 * SECOND, 1250);
  g_assert_cmpfloat (gcc_rate_meter_get (&meter, now_us + 60 * SECOND), ==,
                     1e4);
  g_assert_cmpuint (meter.packets, ==, 501);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gcc-records/wrap-counter", wrap_counter);
  g_test_add_func ("/gcc-records/flight", flight);
  g_test_add_func ("/gcc-records/reports", reports);
  g_test_add_func ("/gcc-records/rate-meter", rate_meter);
  return g_test_run ();
}
