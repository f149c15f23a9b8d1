/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The parts of rtpgcc's estimator, each for itself.
 */

#include "acked-rate.h"
#include "aimd.h"
#include "alr.h"
#include "arrival-groups.h"
#include "busy-rate.h"
#include "drain.h"
#include "loss.h"
#include "queue-delay.h"
#include "standing-queue.h"
#include "trendline.h"

#define MS 1000
#define SECOND G_USEC_PER_SEC

static void
groups_by_burst (void)
{
  GccArrivalGroups groups;
  GccGroupDelta delta;

  gcc_arrival_groups_init (&groups);
  /* Two packets within 5 ms are one group; so is what was held on the way. */
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 0, 100 * MS, &delta), ==,
                   GCC_GROUP_OPEN);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 4 * MS, 105 * MS, &delta),
                   ==, GCC_GROUP_OPEN);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 20 * MS, 130 * MS, &delta),
                   ==, GCC_GROUP_OPEN);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 40 * MS, 160 * MS, &delta),
                   ==, GCC_GROUP_DELTA);
  g_assert_cmpint (delta.send_us, ==, 16 * MS);
  g_assert_cmpint (delta.arrival_us, ==, 25 * MS);
  g_assert_cmpint (delta.at_us, ==, 130 * MS);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 50 * MS, 161 * MS, &delta),
                   ==, GCC_GROUP_OPEN);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 30 * MS, 170 * MS, &delta),
                   ==, GCC_GROUP_OPEN);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 70 * MS, 190 * MS, &delta),
                   ==, GCC_GROUP_DELTA);
  g_assert_cmpint (delta.send_us, ==, 30 * MS);
  g_assert_cmpint (delta.arrival_us, ==, 31 * MS);
}

static void
groups_after_pause (void)
{
  GccArrivalGroups groups;
  GccGroupDelta delta;

  gcc_arrival_groups_init (&groups);
  for (int i = 0; i < 5; i++)
    gcc_arrival_groups_add (&groups, i * 20 * MS, i * 20 * MS, &delta);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 60 * SECOND,
                                           60 * SECOND + 12 * MS, &delta),
                   ==, GCC_GROUP_RESTART);
  g_assert_cmpint (gcc_arrival_groups_add (&groups, 60 * SECOND + 20 * MS,
                                           60 * SECOND + 32 * MS, &delta),
                   ==, GCC_GROUP_OPEN);
}

/* Groups each 20 ms, whose delay grows by @slope ms per group. */
static GccUsage
feed_trend (GccTrendline *trend, gint64 *at_us, double slope, int n,
            GccUsage until)
{
  GccUsage usage = GCC_USAGE_NORMAL;

  for (int i = 0; i < n; i++) {
    GccGroupDelta delta = {
      .send_us = 20 * MS,
      .arrival_us = 20 * MS + (gint64)(slope * MS),
      .at_us = *at_us += 20 * MS,
    };
    usage = gcc_trendline_add (trend, &delta);
    if (usage == until)
      break;
  }
  return usage;
}

static void
trend_follows_queue (void)
{
  GccTrendline trend;
  gint64 at_us = 0;

  gcc_trendline_init (&trend);
  g_assert_cmpint (feed_trend (&trend, &at_us, 0, 60, GCC_USAGE_OVER), ==,
                   GCC_USAGE_NORMAL);
  g_assert_cmpfloat (trend.threshold, <, 12.5);
  g_assert_cmpint (feed_trend (&trend, &at_us, 5, 15, GCC_USAGE_OVER), ==,
                   GCC_USAGE_OVER);
  g_assert_cmpint (feed_trend (&trend, &at_us, -5, 60, GCC_USAGE_UNDER), ==,
                   GCC_USAGE_UNDER);
  /* ± 200 ppm are 0.004 ms per group. */
  gcc_trendline_init (&trend);
  g_assert_cmpint (feed_trend (&trend, &at_us, 0.004, 500, GCC_USAGE_OVER), ==,
                   GCC_USAGE_NORMAL);
}

/* The threshold rises under a steady excess, falls faster, stays in bounds,
 * and does not follow a spike. */
static void
threshold_adapts (void)
{
  GccTrendline trend;
  gint64 at_us = 0;

  gcc_trendline_init (&trend);
  feed_trend (&trend, &at_us, 1.5, 200, -1);
  double high = trend.threshold;
  g_assert_cmpfloat (high, >, 12.5);
  feed_trend (&trend, &at_us, 0, 200, -1);
  g_assert_cmpfloat_with_epsilon (trend.threshold, 6, 0.5);
  double low = trend.threshold;
  feed_trend (&trend, &at_us, 200, 6, -1);
  g_assert_cmpfloat (trend.threshold, <, low + 3);
  gcc_trendline_restart (&trend);
  g_assert_cmpuint (trend.n_points, ==, 0);
  g_assert_cmpfloat (trend.threshold, >, 0);
}

static void
acked_rate (void)
{
  GccAckedRate acked;
  gint64 now_us = SECOND;

  gcc_acked_rate_init (&acked);
  for (int i = 0; i < 49; i++)
    gcc_acked_rate_add (&acked, now_us += 10 * MS, 1250, FALSE);
  g_assert_cmpfloat (acked.rate, ==, 0);
  for (int i = 0; i < 200; i++)
    gcc_acked_rate_add (&acked, now_us += 10 * MS, 1250, FALSE);
  g_assert_cmpfloat_with_epsilon (acked.rate, 1e6, 0.05e6);
  /* A rest is no low rate. */
  now_us += 60 * SECOND;
  for (int i = 0; i < 5; i++)
    gcc_acked_rate_add (&acked, now_us += 10 * MS, 1250, FALSE);
  g_assert_cmpfloat_with_epsilon (acked.rate, 1e6, 0.05e6);
  for (int i = 0; i < 300; i++)
    gcc_acked_rate_add (&acked, now_us += 10 * MS, 2500, FALSE);
  g_assert_cmpfloat_with_epsilon (acked.rate, 2e6, 0.1e6);
}

static void
busy_rate (void)
{
  GccBusyRate busy;
  gint64 now_us = SECOND;

  gcc_busy_rate_init (&busy);
  for (int i = 0; i < 20; i++)
    gcc_busy_rate_add (&busy, now_us += 10 * MS, 1250, 0);
  g_assert_cmpfloat (gcc_busy_rate_get (&busy, SECOND), ==, 0);
  /* Frames of ten packets at 10 Mb/s each 100 ms: the link's rate, not the
   * average of 1 Mb/s. */
  for (int frame = 0; frame < 3; frame++) {
    for (int i = 0; i < 30; i++)
      gcc_busy_rate_add (&busy, now_us += MS, 1250, 20 * MS);
    now_us += 70 * MS;
  }
  g_assert_cmpfloat_with_epsilon (gcc_busy_rate_get (&busy, SECOND), 10e6, 1e5);
  gcc_busy_rate_add (&busy, now_us + 10 * SECOND, 1250, 0);
  g_assert_cmpfloat (gcc_busy_rate_get (&busy, SECOND), ==, 0);
}

static void
queue_delay (void)
{
  GccQueueDelay queue;

  gcc_queue_delay_init (&queue);
  /* The clocks differ by −3 s, and a packet waits 40 ms. */
  g_assert_cmpint (gcc_queue_delay_add (&queue, 10 * SECOND, 7 * SECOND), ==,
                   0);
  g_assert_cmpint (
    gcc_queue_delay_add (&queue, 11 * SECOND, 8 * SECOND + 40 * MS), ==,
    40 * MS);
  g_assert_cmpint (queue.waited_us, ==, 11 * SECOND);
  /* A longer path: forgotten after two windows. */
  gint64 wait_us = 0;
  for (int i = 12; i < 40; i++)
    wait_us =
      gcc_queue_delay_add (&queue, i * SECOND, (i - 3) * SECOND + 40 * MS);
  g_assert_cmpint (wait_us, ==, 0);
}

static void
alr (void)
{
  GccAlr limit;
  gint64 now_us = 0;

  gcc_alr_init (&limit, 0);
  for (int i = 0; i < 100; i++)
    gcc_alr_update (&limit, now_us += 10 * MS, 1250, 1e6);
  g_assert_false (limit.active);
  gcc_alr_update (&limit, now_us += SECOND, 0, 1e6);
  g_assert_true (limit.active);
  for (int i = 0; i < 100; i++)
    gcc_alr_update (&limit, now_us += 10 * MS, 1250, 1e6);
  g_assert_false (limit.active);
  for (int i = 0; i < 200; i++)
    gcc_alr_update (&limit, now_us += 10 * MS, 600, 1e6);
  g_assert_true (limit.active);
}

typedef struct {
  const char *what;
  double rates[2];  /* sent in turns */
  double losses[2]; /* share lost at each */
  double ceiling;
  double least;
  double most;
} LossCase;

/* A sample of 250 ms with 1000-byte packets. */
static void
feed_loss (GccLoss *loss, gint64 *now_us, double rate, double share)
{
  int n = (int)(rate / 8 / 1000 / 4);
  double owed = 0;

  for (int i = 0; i < n; i++) {
    owed += share;
    gboolean lost = owed >= 1;
    owed -= lost ? 1 : 0;
    gcc_loss_add (loss, *now_us += 250 * MS / n, 1000, lost);
  }
}

static void
loss_and_rate (void)
{
  static const LossCase cases[] = {
    {"none", {4e6, 6e6}, {0, 0}, 6e6, 1e12, G_MAXDOUBLE},
    {"random", {4e6, 6e6}, {0.05, 0.05}, 6e6, 1e12, G_MAXDOUBLE},
    {"only above 4 Mb/s", {4e6, 6e6}, {0, 0.33}, 6e6, 3.4e6, 4.8e6},
    {"random and above 4 Mb/s", {4e6, 6e6}, {0.03, 0.36}, 6e6, 3.4e6, 4.8e6},
    {"far too much", {6e6, 6e6}, {0.5, 0.5}, 6e6, 2.4e6, 4.8e6},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const LossCase *c = &cases[i];
    GccLoss loss;
    gint64 now_us = SECOND;
    g_test_message ("%s", c->what);
    gcc_loss_init (&loss);
    for (int n = 0; n < 40; n++) {
      feed_loss (&loss, &now_us, c->rates[n % 2], c->losses[n % 2]);
      gcc_loss_update (&loss, c->ceiling,
                       c->rates[n % 2] * (1 - c->losses[n % 2]));
    }
    g_assert_cmpfloat (loss.limit, >=, c->least);
    g_assert_cmpfloat (loss.limit, <=, c->most);
  }
}

/* Loss at the higher rate alone is congestion, but that takes a memory that
 * reaches back to the lower rate: for itself 6 % might be chance. */
static void
loss_remembers (void)
{
  GccLoss loss;
  gint64 now_us = SECOND;

  gcc_loss_init (&loss);
  for (int n = 0; n < 10; n++) {
    feed_loss (&loss, &now_us, n < 5 ? 4e6 : 6e6, n < 5 ? 0 : 0.06);
    gcc_loss_update (&loss, 6e6, 4e6);
  }
  g_assert_cmpfloat (loss.limit, >=, 5e6);
  g_assert_cmpfloat (loss.limit, <, 6e6);
}

/* A moment without link is no reason to go below what arrived before. */
static void
loss_of_all (void)
{
  GccLoss loss;
  gint64 now_us = SECOND;

  gcc_loss_init (&loss);
  for (int n = 0; n < 7; n++) {
    feed_loss (&loss, &now_us, 6e6, n < 3 ? 0 : 1);
    gcc_loss_update (&loss, 6e6, 5e6);
  }
  g_assert_cmpfloat (loss.limit, >=, 0.85 * 5e6);
}

static void
loss_recovered (void)
{
  GccLoss loss;
  gint64 now_us = SECOND;

  gcc_loss_init (&loss);
  for (int n = 0; n < 20; n++) {
    feed_loss (&loss, &now_us, 4e6, 0.5);
    for (int i = 0; i < 62; i++)
      gcc_loss_recover (&loss);
    gcc_loss_update (&loss, 4e6, 4e6);
  }
  g_assert_cmpfloat (loss.share, <=, 0.01);
  g_assert_cmpfloat (loss.limit, ==, G_MAXDOUBLE);
}

static void
aimd_grows (void)
{
  GccAimd aimd;
  GccAimdInput input = {.throughput = 2e6, .rtt_us = 50 * MS};
  gint64 now_us = SECOND;

  gcc_aimd_init (&aimd, 2e6, 1e5, 1e8);
  for (int i = 0; i < 11; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 2e6 * 1.08, 2e4);
  /* Never by more than half above what arrives, and that never lowers. */
  for (int i = 0; i < 1000; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 3.01e6, 1);
  input.throughput = 1e6;
  gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 3.01e6, 1);
  /* Not at all while the application is the limit. */
  input.throughput = 3e6;
  input.limited = TRUE;
  for (int i = 0; i < 1000; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 3.01e6, 1);
}

static void
aimd_decreases_once (void)
{
  GccAimd aimd;
  GccAimdInput input = {
    .usage = GCC_USAGE_OVER,
    .throughput = 4e6,
    .rtt_us = 100 * MS,
  };
  gint64 now_us = SECOND;

  gcc_aimd_init (&aimd, 6e6, 1e5, 1e8);
  gcc_aimd_update (&aimd, now_us, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.85 * 4e6, 1);
  input.throughput = 3.9e6;
  gcc_aimd_update (&aimd, now_us + 50 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.85 * 4e6, 1);
  gcc_aimd_update (&aimd, now_us + 110 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.85 * 3.9e6, 1);
  /* In normal use it comes back fast, is slow near the known maximum, and does
   * not go far beyond. */
  input.usage = GCC_USAGE_NORMAL;
  for (int i = 0; i < 20; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_true (aimd.near_maximum);
  g_assert_cmpfloat (aimd.rate, >, 3.75e6);
  g_assert_cmpfloat (aimd.rate, <, 3.85e6);
  for (int i = 0; i < 50; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat (aimd.rate, <, 4.1e6);
  for (int i = 0; i < 1000; i++)
    gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 1.05 * aimd.capacity.rate, 1);
  /* A throughput far above tells that the maximum is out of date. */
  input.throughput = 8e6;
  gcc_aimd_update (&aimd, now_us += 100 * MS, &input);
  g_assert_false (aimd.near_maximum);
}

/* What little arrives while little is sent says nothing about the link. */
static void
aimd_decreases_limited (void)
{
  GccAimd aimd;
  GccAimdInput input = {
    .usage = GCC_USAGE_OVER,
    .throughput = 0.2e6,
    .rtt_us = 100 * MS,
    .limited = TRUE,
  };

  gcc_aimd_init (&aimd, 6e6, 1e5, 1e8);
  gcc_aimd_update (&aimd, SECOND, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.7 * 6e6, 1);
  g_assert_cmpfloat (aimd.capacity.rate, ==, 0);

  /* Nor what arrived before the rate was raised. */
  input.limited = FALSE;
  input.untried = TRUE;
  gcc_aimd_init (&aimd, 6e6, 1e5, 1e8);
  gcc_aimd_update (&aimd, SECOND, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.7 * 6e6, 1);
  input.before = 4e6;
  gcc_aimd_update (&aimd, 2 * SECOND, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 4e6, 1);

  /* But what had to wait in a queue does. */
  input.queued = TRUE;
  gcc_aimd_update (&aimd, 2 * SECOND + 1, &input);
  g_assert_cmpfloat_with_epsilon (aimd.rate, 0.85 * 0.2e6, 1);
  g_assert_cmpfloat_with_epsilon (aimd.capacity.rate, 0.2e6, 1);
}

static void
standing_queue (void)
{
  GccStandingQueue standing;
  gint64 now_us = SECOND;
  guint n = 0;

  gcc_standing_queue_init (&standing);
  g_assert_false (
    gcc_standing_queue_update (&standing, now_us, 80 * MS, 50 * MS));
  g_assert_false (gcc_standing_queue_update (&standing, now_us += 200 * MS,
                                             80 * MS, 50 * MS));
  g_assert_true (gcc_standing_queue_update (&standing, now_us += 200 * MS,
                                            80 * MS, 50 * MS));
  /* Others keep it filled: after a while it is left alone. */
  for (int i = 0; i < 100; i++)
    n += gcc_standing_queue_update (&standing, now_us += 100 * MS, 80 * MS,
                                    50 * MS);
  g_assert_cmpuint (n, ==, 4);
  gcc_standing_queue_update (&standing, now_us += 100 * MS, 10 * MS, 50 * MS);
  g_assert_cmpuint (standing.vain, ==, 0);
}

static void
drain (void)
{
  GccDrain drain;

  gcc_drain_init (&drain);
  gcc_drain_begin (&drain, SECOND, 30 * MS);
  g_assert_cmpfloat (drain.factor, ==, 1);
  gcc_drain_begin (&drain, SECOND, 150 * MS);
  g_assert_cmpfloat (drain.factor, <, 1);
  gcc_drain_update (&drain, SECOND + 100 * MS, 100 * MS);
  g_assert_cmpfloat (drain.factor, <, 1);
  gcc_drain_update (&drain, SECOND + 200 * MS, 10 * MS);
  g_assert_cmpfloat (drain.factor, ==, 1);
  gcc_drain_begin (&drain, SECOND, 150 * MS);
  gcc_drain_update (&drain, 2 * SECOND, 150 * MS);
  g_assert_cmpfloat (drain.factor, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gcc-parts/arrival-groups/burst", groups_by_burst);
  g_test_add_func ("/gcc-parts/arrival-groups/pause", groups_after_pause);
  g_test_add_func ("/gcc-parts/trendline/queue", trend_follows_queue);
  g_test_add_func ("/gcc-parts/trendline/threshold", threshold_adapts);
  g_test_add_func ("/gcc-parts/acked-rate", acked_rate);
  g_test_add_func ("/gcc-parts/busy-rate", busy_rate);
  g_test_add_func ("/gcc-parts/queue-delay", queue_delay);
  g_test_add_func ("/gcc-parts/alr", alr);
  g_test_add_func ("/gcc-parts/loss/rate", loss_and_rate);
  g_test_add_func ("/gcc-parts/loss/remembers", loss_remembers);
  g_test_add_func ("/gcc-parts/loss/all", loss_of_all);
  g_test_add_func ("/gcc-parts/loss/recovered", loss_recovered);
  g_test_add_func ("/gcc-parts/aimd/grows", aimd_grows);
  g_test_add_func ("/gcc-parts/aimd/decreases-once", aimd_decreases_once);
  g_test_add_func ("/gcc-parts/aimd/limited", aimd_decreases_limited);
  g_test_add_func ("/gcc-parts/standing-queue", standing_queue);
  g_test_add_func ("/gcc-parts/drain", drain);
  return g_test_run ();
}
