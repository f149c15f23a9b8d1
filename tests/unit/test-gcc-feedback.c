/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How rtpgcc's estimator takes single messages of feedback.
 */

#include "estimator.h"

#define MS 1000

static const GccBounds bounds = {
  .minimum = 0.15e6,
  .maximum = 50e6,
  .start = 2e6,
};

static GccEstimator *
new_estimator (void)
{
  GccEstimator *estimator = g_new0 (GccEstimator, 1);

  gcc_estimator_init (estimator, 0, &bounds);
  return estimator;
}

/* Sends ten packets within 60 ms from @from_us, of which each @lost_every is
 * lost, 0 = none, and the others take @delay_us; then the feedback comes. */
static void
exchange (GccEstimator *estimator, gint64 from_us, gint64 delay_us,
          guint lost_every)
{
  static guint16 seqnum = 65530;
  GccPacket packets[10];

  for (guint i = 0; i < 10; i++) {
    gint64 send_us = from_us + i * 6 * MS;
    gcc_estimator_on_sent (estimator, send_us, 1260, 0);
    packets[i] = (GccPacket){
      .seqnum = seqnum++,
      .send_us = send_us,
      .arrival_us = send_us + delay_us,
      .size = 1260,
      .lost = lost_every > 0 && i % lost_every == 0,
    };
  }
  gcc_estimator_on_feedback (estimator, from_us + 60 * MS + 2 * delay_us,
                             packets, 10);
}

/* Loss together with a long wait is a full queue, at once; loss without a
 * wait, or a wait without loss, is not. */
static void
overflowing (void)
{
  static const struct {
    gint64 delay_us;
    guint lost_every;
    gboolean falls;
  } cases[] = {
    {100 * MS, 2, TRUE},
    {20 * MS, 2, FALSE},
    {100 * MS, 0, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree GccEstimator *estimator = new_estimator ();
    for (int n = 0; n < 3; n++)
      exchange (estimator, n * 64 * MS, 20 * MS, 0);
    double before = estimator->aimd.rate;
    /* The trend cannot know: there was a pause. */
    exchange (estimator, 1000 * MS, cases[i].delay_us, cases[i].lost_every);
    if (cases[i].falls)
      g_assert_cmpfloat (estimator->aimd.rate, <, before);
    else
      g_assert_cmpfloat (estimator->aimd.rate, >=, before);
  }
}

static void
round_trip (void)
{
  g_autofree GccEstimator *estimator = new_estimator ();

  for (int n = 0; n < 50; n++)
    exchange (estimator, n * 100 * MS, 30 * MS, 0);
  /* The newest packet was sent 6 ms before the feedback was made. */
  g_assert_cmpint (ABS (estimator->rtt_us - 66 * MS), <, MS);
  g_assert_cmpint (estimator->rtt_minimum_us, ==, 66 * MS);
  g_assert_cmpuint (estimator->flight.packets, ==, 0);
}

/* Neither packets that the session has forgotten, nor a stamp from another
 * clock, nor nothing at all. */
static void
odd_feedback (void)
{
  g_autofree GccEstimator *estimator = new_estimator ();
  GccPacket forgotten = {.seqnum = 7, .send_us = -1, .arrival_us = 5 * MS};
  GccPacket future = {
    .seqnum = 8,
    .send_us = G_GINT64_CONSTANT (1) << 50,
    .arrival_us = 6 * MS,
    .size = 1260,
  };

  gcc_estimator_on_feedback (estimator, 10 * MS, NULL, 0);
  gcc_estimator_on_feedback (estimator, 20 * MS, &forgotten, 1);
  g_assert_cmpuint (estimator->feedbacks, ==, 0);
  gcc_estimator_on_feedback (estimator, 30 * MS, &future, 1);
  g_assert_cmpuint (estimator->feedbacks, ==, 0);
  exchange (estimator, 1000 * MS, 20 * MS, 0);
  g_assert_cmpuint (estimator->feedbacks, ==, 1);
  g_assert_cmpint (estimator->queue.current_us, ==, 0);
  g_assert_cmpfloat (gcc_estimator_get (estimator), >=, bounds.minimum);
  g_assert_cmpfloat (gcc_estimator_get (estimator), <=, bounds.maximum);
}

/* Reordering looks like loss until the packet comes. */
static void
recovered (void)
{
  GccPacket packets[2] = {
    {.seqnum = 1, .send_us = 1000, .size = 1260, .lost = TRUE},
    {.seqnum = 2, .send_us = 2000, .arrival_us = 5000, .size = 1260},
  };
  g_autofree GccEstimator *estimator = new_estimator ();

  gcc_estimator_on_feedback (estimator, 10000, packets, 2);
  g_assert_cmpuint (estimator->loss.open.lost, ==, 1);
  packets[0].lost = FALSE;
  packets[0].send_us = -1;
  packets[0].arrival_us = 9000;
  gcc_estimator_on_feedback (estimator, 20000, packets, 2);
  g_assert_cmpuint (estimator->loss.open.lost, ==, 0);
  g_assert_cmpuint (estimator->loss.open.packets, ==, 2);
}

static void
changed_bounds (void)
{
  GccBounds narrow = {.minimum = 1e6, .maximum = 3e6, .start = 2e6};
  g_autofree GccEstimator *estimator = new_estimator ();

  g_assert_cmpfloat (gcc_estimator_get (estimator), ==, bounds.start);
  narrow.start = 2.5e6;
  gcc_estimator_set_bounds (estimator, &narrow);
  g_assert_cmpfloat (gcc_estimator_get (estimator), ==, 2.5e6);
  narrow.maximum = 2e6;
  narrow.start = 2e6;
  gcc_estimator_set_bounds (estimator, &narrow);
  g_assert_cmpfloat (gcc_estimator_get (estimator), ==, 2e6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gcc-feedback/overflowing", overflowing);
  g_test_add_func ("/gcc-feedback/round-trip", round_trip);
  g_test_add_func ("/gcc-feedback/odd", odd_feedback);
  g_test_add_func ("/gcc-feedback/recovered", recovered);
  g_test_add_func ("/gcc-feedback/bounds", changed_bounds);
  return g_test_run ();
}
