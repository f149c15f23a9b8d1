/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The estimator and the pacer on emulated links, in virtual time, against
 * stated bounds.
 */

#include "gcc-sim.h"

#define MBIT 1e6
#define N_SEEDS 5

typedef void (*Scenario) (GccSim *sim);

static const GccBounds bounds = {
  .minimum = 0.15 * MBIT,
  .maximum = 50 * MBIT,
  .start = 2 * MBIT,
};

/* What holds on one sequence of random numbers may be luck. */
static void
run_scenario (gconstpointer data)
{
  Scenario scenario = (Scenario)data;

  for (guint32 seed = 1; seed <= N_SEEDS; seed++) {
    g_test_message ("seed %u", seed);
    g_autoptr (GccSim) sim = gcc_sim_new (seed, &bounds);
    scenario (sim);
  }
}

static GccSimResult
run_measured (GccSim *sim, double seconds)
{
  gcc_sim_measure (sim);
  gcc_sim_run (sim, seconds);
  GccSimResult result = gcc_sim_measure (sim);
  g_test_message (
    "estimate %.2f (%.2f…%.2f), delivered %.2f Mb/s, queue p95 %.1f ms, most "
    "%.1f ms, lost %u of %u, %u frames, %u gated",
    result.estimate_mean / MBIT, result.estimate_least / MBIT,
    result.estimate_most / MBIT, result.delivered / MBIT,
    result.queue_p95_us / 1e3, result.queue_most_us / 1e3, result.lost,
    result.packets, result.frames, result.gated);
  return result;
}

static double
get_estimate (GccSim *sim)
{
  return gcc_estimator_get (gcc_sim_estimator (sim));
}

static void
assert_queue_short (const GccSimResult *result)
{
  g_assert_cmpint (result->queue_p95_us, <=, 60000);
}

static void
steady (GccSim *sim)
{
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 30);
  g_assert_cmpfloat (result.estimate_least, >=, 0.8 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.05 * 8 * MBIT);
  g_assert_cmpuint (result.lost, ==, 0);
  assert_queue_short (&result);
}

static void
first_second (GccSim *sim)
{
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 6.4 * MBIT, 10), <=, 1.5);
}

/* A LAN: nothing ever waits, the estimate goes to its bound and stays. */
static void
wide (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 1000 * MBIT;
  gcc_sim_link (sim)->delay_us = 250;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 49 * MBIT, 20), <=, 6);
  GccSimResult result = run_measured (sim, 10);
  g_assert_cmpfloat (result.estimate_least, >=, 49 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 50 * MBIT);
}

/* 8 → 2 Mb/s and back within 20 s, in small steps. */
static void
ramp (GccSim *sim)
{
  gcc_sim_run (sim, 5);
  for (int i = 0; i < 100; i++) {
    gcc_sim_link (sim)->rate = (8 - i * 0.06) * MBIT;
    gcc_sim_run (sim, 0.1);
    g_assert_cmpfloat (get_estimate (sim), <=, 1.3 * gcc_sim_link (sim)->rate);
  }
  GccSimResult down = run_measured (sim, 2);
  assert_queue_short (&down);
  for (int i = 0; i < 100; i++) {
    gcc_sim_link (sim)->rate = (2 + i * 0.06) * MBIT;
    gcc_sim_run (sim, 0.1);
  }
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 6.4 * MBIT, 20), <=, 4);
}

static void
step_down (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 1 * MBIT;
  double seconds = gcc_sim_run_until_below (sim, 1.1 * MBIT, 5);
  g_test_message ("%.2f s", seconds);
  g_assert_cmpfloat (seconds, <=, 1);
  gcc_sim_run (sim, 1.5 - seconds);
  GccSimResult result = run_measured (sim, 2);
  g_assert_cmpint (result.queue_most_us, <=, 60000);
  result = run_measured (sim, 10);
  g_assert_cmpfloat (result.delivered, >=, 0.8 * MBIT);
  assert_queue_short (&result);
}

/* What is sent into a full queue is lost, so that little is, and then what is
 * sent anew gets through. */
static void
collapse (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 1 * MBIT;
  GccSimResult result = run_measured (sim, 0.4);
  g_assert_cmpuint (result.lost, <, 110);
  g_assert_cmpuint (result.gated, <=, 5);
  result = run_measured (sim, 0.5);
  g_assert_cmpuint (result.lost, ==, 0);
}

static void
step_up (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 1 * MBIT;
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 8 * MBIT;
  double seconds = gcc_sim_run_until_above (sim, 6.4 * MBIT, 10);
  g_test_message ("%.2f s", seconds);
  g_assert_cmpfloat (seconds, <=, 4);
  GccSimResult result = run_measured (sim, 10);
  assert_queue_short (&result);
}

/* Down, up and down again: nothing learnt on the way may hinder. */
static void
steps (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  for (int i = 0; i < 3; i++) {
    gcc_sim_link (sim)->rate = 1 * MBIT;
    g_assert_cmpfloat (gcc_sim_run_until_below (sim, 1.1 * MBIT, 5), <=, 1);
    gcc_sim_run (sim, 10);
    gcc_sim_link (sim)->rate = 8 * MBIT;
    g_assert_cmpfloat (gcc_sim_run_until_above (sim, 6.4 * MBIT, 10), <=, 4);
    gcc_sim_run (sim, 10);
  }
}

/* Each second the rate is drawn anew from 6…18 Mb/s, with jitter. */
static void
lte (GccSim *sim)
{
  LinkSettings *link = gcc_sim_link (sim);

  link->rate = 12 * MBIT;
  link->vary = 0.5;
  link->vary_interval_us = G_USEC_PER_SEC;
  link->delay_us = 30000;
  link->jitter_us = 7500;
  link->queue_us = 200000;
  gcc_sim_run (sim, 10);
  double delivered = 0;
  for (int i = 0; i < 60; i++) {
    GccSimResult second = run_measured (sim, 1);
    delivered += second.delivered / 60;
  }
  g_assert_cmpfloat (delivered, >=, 5 * MBIT);
}

static void
random_loss (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 10 * MBIT;
  gcc_sim_link (sim)->loss = 0.05;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.delivered, >=, 5 * MBIT);
  g_assert_cmpfloat (result.estimate_least, >=, 5 * MBIT);
  assert_queue_short (&result);
}

/* Losses come in bursts of three: packets are no longer independent, as the
 * model supposes, so that now and then a drop is due to chance. */
static void
burst_loss (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 10 * MBIT;
  gcc_sim_link (sim)->loss = 0.05;
  gcc_sim_link (sim)->burst = 3;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.delivered, >=, 5 * MBIT);
  g_assert_cmpfloat (result.estimate_least, >=, 2 * MBIT);
}

static void
poor (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 1.5 * MBIT;
  gcc_sim_link (sim)->delay_us = 75000;
  gcc_sim_link (sim)->loss = 0.01;
  gcc_sim_app (sim)->fps = 20;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.delivered, >=, 1.1 * MBIT);
  g_assert_cmpfloat (result.estimate_mean, <=, 1.5 * MBIT);
  assert_queue_short (&result);
}

/* A link that drops what is over its rate and hardly queues: the delay does
 * not tell, the loss must. */
static void
policed (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 3 * MBIT;
  gcc_sim_link (sim)->queue_us = 15000;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.estimate_mean, <=, 1.15 * 3 * MBIT);
  g_assert_cmpfloat (result.delivered, >=, 0.7 * 3 * MBIT);
  g_assert_cmpfloat (result.lost, <=, 0.1 * result.packets);
}

/* Neither growth nor decay at rest, then at once the old rate. */
static void
idle (GccSim *sim)
{
  gcc_sim_path (sim)->drift_ppm = 200;
  gcc_sim_run (sim, 10);
  gcc_sim_app (sim)->fps = 0;
  gcc_sim_run (sim, 1);
  double before = get_estimate (sim);
  GccSimResult rest = run_measured (sim, 60);
  g_assert_cmpfloat (rest.estimate_least, ==, before);
  g_assert_cmpfloat (rest.estimate_most, ==, before);

  gcc_sim_app (sim)->fps = 60;
  GccSimResult work = run_measured (sim, 3);
  g_assert_cmpuint (work.lost, ==, 0);
  g_assert_cmpfloat (work.delivered, >=, 0.8 * before);
  g_assert_cmpfloat (work.estimate_least, >=, 0.8 * before);
  assert_queue_short (&work);
}

/* The link lost most of its rate while nobody sent. */
static void
idle_then_narrow (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  gcc_sim_app (sim)->fps = 0;
  gcc_sim_run (sim, 60);
  gcc_sim_link (sim)->rate = 2 * MBIT;
  gcc_sim_app (sim)->fps = 60;
  g_assert_cmpfloat (gcc_sim_run_until_below (sim, 2.2 * MBIT, 5), <=, 1);
  gcc_sim_run (sim, 1);
  GccSimResult result = run_measured (sim, 5);
  assert_queue_short (&result);
}

/* The content needs little: the estimate must not run away, and what is needed
 * then must be there soon. */
static void
limited (GccSim *sim)
{
  gcc_sim_app (sim)->most = 0.5 * MBIT;
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.estimate_most, <=, 8.4 * MBIT);
  g_assert_cmpfloat (result.estimate_least, >=, 1.9 * MBIT);
  gcc_sim_app (sim)->most = 0;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 6.4 * MBIT, 10), <=, 4);
  result = run_measured (sim, 5);
  assert_queue_short (&result);
}

/* Ten minutes of 20 s work and 10 s rest on 6 Mb/s. */
static void
on_demand (GccSim *sim)
{
  gcc_sim_path (sim)->drift_ppm = -200;
  gcc_sim_link (sim)->rate = 6 * MBIT;
  gcc_sim_link (sim)->delay_us = 20000;
  gcc_sim_link (sim)->loss = 0.001;
  gcc_sim_run (sim, 20);
  for (int i = 0; i < 20; i++) {
    gcc_sim_app (sim)->fps = 0;
    gcc_sim_run (sim, 10);
    gcc_sim_app (sim)->fps = 60;
    GccSimResult work = run_measured (sim, 20);
    g_assert_cmpfloat (work.delivered, >=, 0.75 * 6 * MBIT);
    g_assert_cmpfloat (work.estimate_most, <=, 1.15 * 6 * MBIT);
    assert_queue_short (&work);
  }
}

static void
drift (GccSim *sim, double ppm)
{
  gcc_sim_path (sim)->drift_ppm = ppm;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.estimate_least, >=, 0.8 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.05 * 8 * MBIT);
}

static void
drift_fast (GccSim *sim)
{
  drift (sim, 200);
}

static void
drift_slow (GccSim *sim)
{
  drift (sim, -200);
}

static void
disordered (GccSim *sim)
{
  gcc_sim_path (sim)->feedback_loss = 0.1;
  gcc_sim_path (sim)->feedback_swap = 0.1;
  gcc_sim_path (sim)->reorder = 0.02;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.estimate_mean, >=, 0.75 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_least, >=, 0.4 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.2 * 8 * MBIT);
  assert_queue_short (&result);
}

/* Feedback each 250 ms, as Chromium sends it at low rates. */
static void
rare_feedback (GccSim *sim)
{
  gcc_sim_path (sim)->feedback_us = 250000;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 30);
  g_assert_cmpfloat (result.estimate_mean, >=, 0.75 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.1 * 8 * MBIT);
}

/* Others send 4 of the 8 Mb/s at a constant rate. */
static void
competing (GccSim *sim)
{
  gcc_sim_path (sim)->cross = 4 * MBIT;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpfloat (result.delivered, >=, 0.7 * 4 * MBIT);
  g_assert_cmpfloat (result.estimate_mean, <=, 1.1 * 4 * MBIT);
  assert_queue_short (&result);
}

/* Others keep the queue of the link full: they must not starve us. */
static void
competing_greedily (GccSim *sim)
{
  gcc_sim_run (sim, 5);
  gcc_sim_path (sim)->cross = 7.9 * MBIT;
  gcc_sim_run (sim, 10);
  GccSimResult result = run_measured (sim, 30);
  g_assert_cmpfloat (result.delivered, >=, 0.15 * MBIT);
  gcc_sim_path (sim)->cross = 0;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 6.4 * MBIT, 20), <=, 8);
}

static void
key_frames (GccSim *sim)
{
  gcc_sim_app (sim)->key_every = 120;
  gcc_sim_app (sim)->key_slots = 6;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 30);
  g_assert_cmpuint (result.lost, ==, 0);
  g_assert_cmpfloat (result.estimate_mean, >=, 0.8 * 8 * MBIT);
  g_assert_cmpint (result.queue_most_us, <=, 70000);
  assert_queue_short (&result);
}

/* The link is gone for 4 s: hardly anything is sent into the void, and the
 * rate is back soon. */
static void
cut (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  double before = get_estimate (sim);
  gcc_sim_measure (sim);
  gcc_sim_link (sim)->rate = 0;
  GccSimResult away = run_measured (sim, 4);
  g_assert_cmpfloat (get_estimate (sim), <=, 0.6 * before);
  g_assert_cmpfloat (away.lost * 1260 * 8, <=, 0.6 * before);
  gcc_sim_link (sim)->rate = 8 * MBIT;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 0.8 * before, 10), <=, 1.5);
  GccSimResult back = run_measured (sim, 5);
  g_assert_cmpuint (back.lost, ==, 0);
  g_assert_cmpfloat (gcc_sim_estimator (sim)->loss.share, <, 0.01);
}

/* A cut at the end of work loses the last packets, whose feedback never
 * comes: that is no reason to fall at rest. */
static void
cut_before_rest (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 0;
  gcc_sim_run (sim, 0.05);
  gcc_sim_app (sim)->fps = 0;
  gcc_sim_run (sim, 2);
  gcc_sim_link (sim)->rate = 8 * MBIT;
  double before = get_estimate (sim);
  gcc_sim_run (sim, 60);
  g_assert_cmpfloat (before, >=, 0.8 * 8 * MBIT);
  g_assert_cmpfloat (get_estimate (sim), ==, before);
  gcc_sim_app (sim)->fps = 60;
  GccSimResult work = run_measured (sim, 3);
  g_assert_cmpfloat (work.delivered, >=, 0.75 * 8 * MBIT);
  g_assert_cmpfloat (work.estimate_least, >=, 0.84 * before);
}

/* Frames of one packet each, and an encoder that uses less than it may: no row
 * of packets tells that the link carries more, unless some are sent again. */
static void
small_frames (void)
{
  GccBounds low = {
    .minimum = 0.15 * MBIT,
    .maximum = 50 * MBIT,
    .start = 0.15 * MBIT,
  };
  g_autoptr (GccSim) sim = gcc_sim_new (1, &low);

  gcc_sim_link (sim)->rate = 1 * MBIT;
  gcc_sim_app (sim)->most = 60000;
  gcc_sim_run (sim, 20);
  g_assert_cmpfloat (get_estimate (sim), <, 1.1 * low.start);
  gcc_sim_app (sim)->repeats = TRUE;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 0.8 * MBIT, 20), <, 5);
  GccSimResult result = run_measured (sim, 30);
  g_assert_cmpfloat (result.estimate_most, <, 1.2 * MBIT);
  g_assert_cmpint (result.queue_p95_us, <, 30000);
}

/* Trains find a link that became wide, of which the content needs little; at
 * once the way becomes a little longer, as for a receiver that is busy. What
 * arrived before the trains is no reason to go back there. */
static void
raised_then_late (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 1 * MBIT;
  gcc_sim_app (sim)->most = 1.2 * MBIT;
  gcc_sim_app (sim)->repeats = TRUE;
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 8 * MBIT;
  g_assert_cmpfloat (gcc_sim_run_until_above (sim, 5 * MBIT, 10), <, 10);
  for (int i = 0; i < 20; i++) {
    gcc_sim_link (sim)->delay_us += 1000;
    gcc_sim_run (sim, 0.01);
  }
  GccSimResult result = run_measured (sim, 3);
  g_assert_cmpfloat (result.estimate_least, >, 2 * MBIT);
  assert_queue_short (&result);
}

/* Frames that become larger wait longer, each behind itself, with nothing left
 * when the next one comes. */
static void
frames_swell (GccSim *sim)
{
  gcc_sim_run (sim, 5);
  for (int round = 0; round < 5; round++) {
    gcc_sim_app (sim)->most = 1.5 * MBIT;
    gcc_sim_run (sim, 2);
    gcc_sim_measure (sim);
    for (int i = 0; i < 10; i++) {
      gcc_sim_app (sim)->most += 0.55 * MBIT;
      gcc_sim_run (sim, 0.035);
    }
    GccSimResult result = run_measured (sim, 0.5);
    g_assert_cmpfloat (result.estimate_least, >, 6.4 * MBIT);
  }
}

/* What was seen of the link when it became slower bounds the estimate, although
 * an encoder uses three quarters of that. */
static void
known_capacity (GccSim *sim)
{
  gcc_sim_app (sim)->share = 0.75;
  gcc_sim_run (sim, 10);
  gcc_sim_link (sim)->rate = 1 * MBIT;
  gcc_sim_run (sim, 2);
  GccSimResult result = run_measured (sim, 10);
  g_assert_cmpfloat (result.estimate_most, <=, 1.12 * MBIT);
  g_assert_cmpfloat (result.estimate_mean, >=, 0.85 * MBIT);
}

/* A receiver that is busy now and then sees trains that are faster than the
 * link. */
static void
busy_receiver (GccSim *sim)
{
  gcc_sim_run (sim, 10);
  gcc_sim_measure (sim);
  for (int i = 0; i < 100; i++) {
    gcc_sim_path (sim)->look_us = 8000;
    gcc_sim_run (sim, 0.05);
    gcc_sim_path (sim)->look_us = 0;
    gcc_sim_run (sim, 0.27);
  }
  GccSimResult result = gcc_sim_measure (sim);
  g_assert_cmpfloat (result.estimate_mean, >=, 0.95 * 8 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.65 * 8 * MBIT);
  assert_queue_short (&result);
}

/* A minute passes the wraps of both the sequence number (each 80 s at this
 * rate) and the arrival time. */
static void
wraps (GccSim *sim)
{
  gcc_sim_link (sim)->rate = 20 * MBIT;
  gcc_sim_run (sim, 5);
  GccSimResult result = run_measured (sim, 60);
  g_assert_cmpuint (result.packets, >, 65536);
  g_assert_cmpint (gcc_sim_estimator (sim)->arrival.highest, >,
                   (G_GINT64_CONSTANT (1) << 24) * 64000);
  g_assert_cmpfloat (result.estimate_least, >=, 0.75 * 20 * MBIT);
  g_assert_cmpfloat (result.estimate_most, <=, 1.1 * 20 * MBIT);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Scenario scenario;
  } scenarios[] = {
    {"/gcc/steady", steady},
    {"/gcc/first-second", first_second},
    {"/gcc/wide", wide},
    {"/gcc/ramp", ramp},
    {"/gcc/step-down", step_down},
    {"/gcc/collapse", collapse},
    {"/gcc/step-up", step_up},
    {"/gcc/steps", steps},
    {"/gcc/lte", lte},
    {"/gcc/random-loss", random_loss},
    {"/gcc/burst-loss", burst_loss},
    {"/gcc/poor", poor},
    {"/gcc/policed", policed},
    {"/gcc/idle", idle},
    {"/gcc/idle-then-narrow", idle_then_narrow},
    {"/gcc/limited", limited},
    {"/gcc/raised-then-late", raised_then_late},
    {"/gcc/frames-swell", frames_swell},
    {"/gcc/known-capacity", known_capacity},
    {"/gcc/busy-receiver", busy_receiver},
    {"/gcc/on-demand", on_demand},
    {"/gcc/drift/fast", drift_fast},
    {"/gcc/drift/slow", drift_slow},
    {"/gcc/disordered", disordered},
    {"/gcc/rare-feedback", rare_feedback},
    {"/gcc/competing", competing},
    {"/gcc/competing-greedily", competing_greedily},
    {"/gcc/key-frames", key_frames},
    {"/gcc/cut", cut},
    {"/gcc/cut-before-rest", cut_before_rest},
    {"/gcc/wraps", wraps},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    g_test_add_data_func (scenarios[i].path,
                          (gconstpointer)scenarios[i].scenario, run_scenario);
  g_test_add_func ("/gcc/small-frames", small_frames);
  return g_test_run ();
}
