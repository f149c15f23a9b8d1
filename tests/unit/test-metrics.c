/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The text that Prometheus reads.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "metrics.h"

static char *
print (const VcDistribution *distribution, const char *label)
{
  GString *text = g_string_new (NULL);

  vc_distribution_write (distribution, "x_seconds", label, text);
  return g_string_free (text, FALSE);
}

static void
test_buckets (void)
{
  static const double bounds[] = {0.5, 1, 2, 0};
  VcDistribution distribution;
  g_autofree char *empty = NULL;
  g_autofree char *text = NULL;

  vc_distribution_init (&distribution, bounds);
  empty = print (&distribution, "");
  for (double value = 0; value <= 3; value += 0.5)
    vc_distribution_add (&distribution, value);
  vc_distribution_add (&distribution, NAN);
  vc_distribution_add (&distribution, INFINITY);
  vc_distribution_add (&distribution, -0.1);
  text = print (&distribution, "a=\"b\"");
  g_assert_cmpstr (empty, ==,
                   "x_seconds_bucket{le=\"0.5\"} 0\n"
                   "x_seconds_bucket{le=\"1\"} 0\n"
                   "x_seconds_bucket{le=\"2\"} 0\n"
                   "x_seconds_bucket{le=\"+Inf\"} 0\n"
                   "x_seconds_sum 0\n"
                   "x_seconds_count 0\n");
  g_assert_cmpstr (text, ==,
                   "x_seconds_bucket{a=\"b\",le=\"0.5\"} 2\n"
                   "x_seconds_bucket{a=\"b\",le=\"1\"} 3\n"
                   "x_seconds_bucket{a=\"b\",le=\"2\"} 5\n"
                   "x_seconds_bucket{a=\"b\",le=\"+Inf\"} 7\n"
                   "x_seconds_sum{a=\"b\"} 10.5\n"
                   "x_seconds_count{a=\"b\"} 7\n");
}

/* Zero is a bound where it is the first: no loss at all. */
static void
test_zero (void)
{
  static const double bounds[] = {0, 0.1, 0};
  VcDistribution distribution;
  g_autofree char *text = NULL;

  vc_distribution_init (&distribution, bounds);
  vc_distribution_add (&distribution, 0);
  vc_distribution_add (&distribution, 0.05);
  text = print (&distribution, "");
  g_assert_nonnull (strstr (text, "{le=\"0\"} 1\n"));
  g_assert_nonnull (strstr (text, "{le=\"0.1\"} 2\n"));
}

static guint
count_lines (const char *text, const char *prefix)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    n += g_str_has_prefix (*line, prefix);
  return n;
}

static void
test_text (void)
{
  VcMetrics metrics;
  VcHealth now = {.n_viewers = 2,
                  .view = {.renders = 12, .aborted = 3, .events = 40}};
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;

  vc_metrics_init (&metrics);
  before = vc_metrics_build (&metrics, &now);
  metrics.joined = 7;
  for (guint i = 0; i < 1000; i++)
    for (guint metric = 0; metric < VC_N_METRICS; metric++)
      vc_metrics_add (&metrics, metric, i / 100.0);
  text = vc_metrics_build (&metrics, &now);
  g_assert_nonnull (strstr (text, "\nvtkcast_viewers 2\n"));
  g_assert_nonnull (strstr (text, "\nvtkcast_viewers_joined_total 7\n"));
  g_assert_nonnull (strstr (text, "\nvtkcast_renders_total 12\n"));
  g_assert_nonnull (
    strstr (text, "\nvtkcast_render_seconds_count{tier=\"full\"} 1000\n"));
  g_assert_nonnull (
    strstr (text, "\nvtkcast_motion_to_photon_seconds_sum 4995\n"));
  g_assert_cmpuint (count_lines (text, "# TYPE vtkcast_render_seconds "), ==,
                    1);
  /* However much comes, there are no more series. */
  g_assert_cmpuint (count_lines (text, ""), ==, count_lines (before, ""));
  g_assert_true (g_str_has_suffix (text, "\n"));
}

int
main (int argc, char **argv)
{
  /* Numbers have points everywhere. */
  setlocale (LC_ALL, "de_DE.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/buckets", test_buckets);
  g_test_add_func ("/metrics/zero", test_zero);
  g_test_add_func ("/metrics/text", test_text);
  return g_test_run ();
}
