/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The quality policy, by tables and by links that change.
 */

#include "policy.h"

#include <math.h>

#define MBIT 1e6
#define STEP_US (50 * 1000)

static const VcPolicyInput usual = {
  .estimate = 10 * MBIT,
  .rtt_us = 40 * 1000,
  .packets = 1000,
  .encode_us = 4000,
  .width = 1280,
  .height = 720,
  .most_fps = 60,
  .codec = VC_CODEC_H264,
  .activity = VC_ACTIVITY_INTERACTING,
};

typedef struct {
  VcPolicy policy;
  VcPolicyInput input;
  VcPolicyOutput output;
  gint64 now_us;
  guint changes;
} Fixture;

static void
set_up (Fixture *f)
{
  *f = (Fixture){.input = usual, .now_us = G_USEC_PER_SEC};
  vc_policy_init (&f->policy);
  vc_policy_update (&f->policy, f->now_us, &f->input, &f->output);
}

static void
run (Fixture *f, double seconds)
{
  gint64 end_us = f->now_us + (gint64)(seconds * 1e6);

  while (f->now_us < end_us) {
    VcPolicyOutput before = f->output;
    f->now_us += STEP_US;
    vc_policy_update (&f->policy, f->now_us, &f->input, &f->output);
    if (before.fps != f->output.fps || before.quarters != f->output.quarters)
      f->changes++;
  }
}

static void
first_choice (void)
{
  static const struct {
    double estimate;
    guint width, height;
    VcCodec codec;
    double loss;
    guint fps;
    guint quarters;
  } table[] = {
    /* lan, fibre, dsl, lte, poor, step, lossy of the test links */
    {50 * MBIT, 1280, 720, VC_CODEC_H264, 0, 60, 4},
    {40 * MBIT, 1280, 720, VC_CODEC_VP8, 0, 60, 4},
    {5.5 * MBIT, 1280, 720, VC_CODEC_H264, 0.001, 60, 4},
    {5.5 * MBIT, 1280, 720, VC_CODEC_VP8, 0.001, 45, 4},
    {3.0 * MBIT, 1280, 720, VC_CODEC_H264, 0, 30, 4},
    {1.35 * MBIT, 1280, 720, VC_CODEC_H264, 0, 30, 3},
    {1.35 * MBIT, 1280, 720, VC_CODEC_H264, 0.01, 30, 2},
    {0.9 * MBIT, 1280, 720, VC_CODEC_H264, 0, 30, 2},
    {8 * MBIT, 1280, 720, VC_CODEC_H264, 0.05, 45, 4},
    {0.3 * MBIT, 1280, 720, VC_CODEC_H264, 0, 15, 2},
    {0.05 * MBIT, 1280, 720, VC_CODEC_H264, 0, 15, 1},
    {0, 1280, 720, VC_CODEC_H264, 1, 15, 1},
    /* a phone and a large screen on 4.5 Mb/s */
    {4.5 * MBIT, 640, 360, VC_CODEC_H264, 0, 60, 4},
    {4.5 * MBIT, 1920, 1080, VC_CODEC_H264, 0, 30, 3},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    VcPolicy policy;
    VcPolicyOutput output;
    VcPolicyInput input = usual;
    input.estimate = table[i].estimate;
    input.width = table[i].width;
    input.height = table[i].height;
    input.codec = table[i].codec;
    input.loss = table[i].loss;
    g_test_message ("%u: %.2f Mb/s", i, table[i].estimate / MBIT);
    vc_policy_init (&policy);
    vc_policy_update (&policy, G_USEC_PER_SEC, &input, &output);
    g_assert_cmpuint (output.fps, ==, table[i].fps);
    g_assert_cmpuint (output.quarters, ==, table[i].quarters);
    g_assert_cmpuint (output.bitrate, <=, MAX (table[i].estimate, 50000));
    g_assert_cmpuint (output.width % 2, ==, 0);
    g_assert_cmpuint (output.height % 2, ==, 0);
  }
}

/* A connection begins with a guess, and nobody wants to watch it being
 * corrected; after a step down one is careful. */
static void
quick_start (void)
{
  Fixture f;

  set_up (&f);
  vc_policy_init (&f.policy);
  f.input.estimate = 1.35 * MBIT;
  vc_policy_update (&f.policy, f.now_us, &f.input, &f.output);
  g_assert_cmpuint (f.output.quarters, ==, 3);
  f.input.estimate = 10 * MBIT;
  run (&f, 1.2);
  g_assert_cmpuint (f.output.fps, ==, 60);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  f.input.estimate = 1.35 * MBIT;
  run (&f, 1);
  f.input.estimate = 6 * MBIT;
  run (&f, 1.2);
  g_assert_cmpuint (f.output.fps, <, 60);
}

/* While the picture rests, the exact one tells what the link carries. */
static void
start_after_rest (void)
{
  Fixture f;

  set_up (&f);
  f.input.estimate = 1.35 * MBIT;
  run (&f, 5);
  g_assert_cmpuint (f.output.fps, <, 60);
  f.input.activity = VC_ACTIVITY_REFINING;
  f.input.estimate = 10 * MBIT;
  run (&f, 1);
  f.input.activity = VC_ACTIVITY_INTERACTING;
  run (&f, 0.05);
  g_assert_cmpuint (f.output.fps, ==, 60);
  g_assert_cmpuint (f.output.quarters, ==, 4);
}

/* A frame may take one slot of the link, no more, at every step. */
static void
one_slot (void)
{
  for (double estimate = 0.2 * MBIT; estimate < 20 * MBIT; estimate *= 1.2) {
    Fixture f;
    set_up (&f);
    f.input.estimate = estimate;
    run (&f, 5);
    g_assert_cmpuint (f.output.vbv_ms, >=, 1000 / f.output.fps);
    g_assert_cmpuint (f.output.vbv_ms, <=, 1000 / f.output.fps + 1);
    double packets = f.output.bitrate / 8.0 / 1140 + f.output.fps / 2.0;
    g_assert_cmpfloat (f.output.bitrate + packets * 60 * 8, <=,
                       1.01 * estimate);
    /* 0.126 bits per pixel are enough for any movement. */
    g_assert_cmpfloat (f.output.bitrate, >=,
                       MIN (0.75 * estimate, 0.12 * 1280 * 720 * 60));
    g_assert_cmpfloat (f.output.bitrate, <=, 0.16 * 1280 * 720 * 60);
  }
}

static void
falls_at_once (void)
{
  Fixture f;

  set_up (&f);
  f.input.estimate = 0.9 * MBIT;
  run (&f, 0.05);
  g_assert_cmpuint (f.output.fps, ==, 30);
  g_assert_cmpuint (f.output.quarters, ==, 2);
}

/* Somewhat too little is waited for, not as long as a person would see it. */
static void
falls_soon (void)
{
  Fixture f;

  set_up (&f);
  f.input.estimate = 3.8 * MBIT;
  run (&f, 0.2);
  g_assert_cmpuint (f.output.fps, ==, 60);
  run (&f, 0.3);
  g_assert_cmpuint (f.output.fps, ==, 45);
  g_assert_cmpuint (f.output.quarters, ==, 4);
}

static void
rises_in_time (void)
{
  Fixture f;

  set_up (&f);
  f.input.estimate = 0.9 * MBIT;
  run (&f, 10);
  f.input.estimate = 1.5 * MBIT;
  run (&f, 1.5);
  g_assert_cmpuint (f.output.quarters, ==, 2);
  run (&f, 1);
  g_assert_cmpuint (f.output.quarters, ==, 3);
}

/* With far more than is needed it is soon, and with one change of size. */
static void
rises_far (void)
{
  Fixture f;

  set_up (&f);
  f.input.encode_us = 2000;
  f.input.estimate = 0.9 * MBIT;
  run (&f, 10);
  f.changes = 0;
  f.input.estimate = 10 * MBIT;
  run (&f, 0.4);
  g_assert_cmpuint (f.output.quarters, ==, 2);
  run (&f, 0.3);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  g_assert_cmpuint (f.output.fps, ==, 60);
  g_assert_cmpuint (f.changes, ==, 1);
  run (&f, 12);

  /* Four times as many pixels would take 20 ms to encode. */
  f.input.estimate = 0.9 * MBIT;
  run (&f, 10);
  f.input.estimate = 10 * MBIT;
  f.input.encode_us = 5000;
  run (&f, 0.7);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  g_assert_cmpuint (f.output.fps, ==, 30);
}

/* An estimate that is never quite the same changes nothing. */
static void
steady_under_noise (void)
{
  for (guint i = 0; i < 60; i++) {
    double rate = 0.3 * MBIT * pow (1.05, i);
    Fixture f;
    g_autoptr (GRand) random = g_rand_new_with_seed (i);
    set_up (&f);
    f.input.estimate = rate;
    run (&f, 5);
    f.changes = 0;
    for (int n = 0; n < 600; n++) {
      f.input.estimate = rate * g_rand_double_range (random, 0.92, 1.08);
      run (&f, 0.1);
    }
    g_test_message ("%.2f Mb/s: %u changes", rate / MBIT, f.changes);
    g_assert_cmpuint (f.changes, <=, 2);
  }
}

/* Nor does one that swells and sinks within the hysteresis. */
static void
steady_under_swell (void)
{
  for (guint i = 0; i < 60; i++) {
    double rate = 0.3 * MBIT * pow (1.05, i);
    Fixture f;
    set_up (&f);
    f.input.estimate = rate;
    run (&f, 5);
    f.changes = 0;
    for (int n = 0; n < 600; n++) {
      f.input.estimate = rate * (1 + 0.1 * sin (n * 0.1 * 2 * G_PI / 12));
      run (&f, 0.1);
    }
    g_assert_cmpuint (f.changes, <=, 2);
  }
}

/* A link that changes for good each few seconds: each rise that had to be taken
 * back makes the next one later. */
static void
patient_after_regret (void)
{
  Fixture f;
  guint changes[2] = {0, 0};

  set_up (&f);
  f.input.estimate = 1.2 * MBIT;
  run (&f, 5);
  f.changes = 0;
  for (int n = 0; n < 60; n++) {
    f.input.estimate = n % 2 ? 1.2 * MBIT : 3.2 * MBIT;
    run (&f, 3);
    changes[n / 30] += f.changes;
    f.changes = 0;
  }
  g_test_message ("%u, then %u changes", changes[0], changes[1]);
  g_assert_cmpuint (changes[0], <=, 12);
  g_assert_cmpuint (changes[1], <=, 6);

  /* Once a rise has held all is forgiven. */
  f.input.estimate = 3.2 * MBIT;
  run (&f, 60);
  f.input.estimate = 1.2 * MBIT;
  run (&f, 3);
  f.input.estimate = 3.2 * MBIT;
  run (&f, 3);
  g_assert_cmpuint (f.output.quarters, ==, 4);
}

static void
whole_at_rest (void)
{
  static const VcActivity rest[] = {VC_ACTIVITY_REFINING, VC_ACTIVITY_STILL};

  for (guint i = 0; i < G_N_ELEMENTS (rest); i++) {
    Fixture f;
    set_up (&f);
    f.input.estimate = 0.5 * MBIT;
    run (&f, 3);
    guint fps = f.output.fps, quarters = f.output.quarters;
    g_assert_cmpuint (quarters, <, 4);
    f.input.activity = rest[i];
    run (&f, 0.05);
    g_assert_cmpuint (f.output.quarters, ==, 4);
    g_assert_cmpuint (f.output.width, ==, 1280);
    g_assert_cmpuint (f.output.height, ==, 720);
    g_assert_cmpuint (f.output.vbv_ms, >, 1000 / f.output.fps);
    /* A rest is no reason to begin too high again. */
    run (&f, 60);
    f.input.activity = VC_ACTIVITY_INTERACTING;
    run (&f, 0.05);
    g_assert_cmpuint (f.output.fps, ==, fps);
    g_assert_cmpuint (f.output.quarters, ==, quarters);
  }
}

/* On a long path what is lost must not be waited for. */
static void
twice_against_loss (void)
{
  Fixture f;
  guint whole;

  set_up (&f);
  /* Less than what a movement can use. */
  f.input.estimate = 6 * MBIT;
  run (&f, 1);
  whole = f.output.bitrate;
  g_assert_false (f.output.twice);
  f.input.loss = 0.004;
  run (&f, 1);
  g_assert_false (f.output.twice);

  f.input.loss = 0.01;
  run (&f, 1);
  g_assert_true (f.output.twice);
  g_assert_cmpuint (f.output.bitrate, >, whole * 0.45);
  g_assert_cmpuint (f.output.bitrate, <, whole * 0.5);
  f.input.loss = 0.003;
  run (&f, 1);
  g_assert_true (f.output.twice);
  f.input.loss = 0.001;
  run (&f, 1);
  g_assert_false (f.output.twice);

  f.input.loss = 0.05;
  f.input.rtt_us = 5000;
  run (&f, 1);
  g_assert_false (f.output.twice);
}

/* Nor is it waited for until one is seen if the path is very long. */
static void
twice_until_proven (void)
{
  Fixture f;

  set_up (&f);
  f.input.packets = 0;
  run (&f, 1);
  g_assert_false (f.output.twice);
  f.input.rtt_us = 150 * 1000;
  run (&f, 1);
  g_assert_true (f.output.twice);
  f.input.packets = 999;
  run (&f, 1);
  g_assert_true (f.output.twice);
  f.input.packets = 1000;
  run (&f, 1);
  g_assert_false (f.output.twice);

  /* By chance nothing is lost for a while; not for a thousand packets. */
  f.input.loss = 0.01;
  run (&f, 1);
  f.input.loss = 0.001;
  f.input.packets = 1999;
  run (&f, 1);
  g_assert_true (f.output.twice);
  f.input.packets = 2000;
  run (&f, 1);
  g_assert_false (f.output.twice);
}

/* A repair that gets lost as well takes long to be noticed. */
static void
repairs_until_proven (void)
{
  static const struct {
    gint64 rtt_ms;
    double loss;
    guint64 packets;
    gboolean repairs_twice;
  } table[] = {
    {50, 0, 0, TRUE},        {50, 0, 999, TRUE},     {50, 0, 1000, FALSE},
    {50, 0.003, 5000, TRUE}, {50, 0.01, 5000, TRUE}, {50, 0, 5999, TRUE},
    {50, 0, 6000, FALSE},    {5, 0.05, 7000, FALSE}, {5, 0, 7001, FALSE},
    {150, 0, 90000, FALSE},
  };
  Fixture f;

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    f.input.rtt_us = table[i].rtt_ms * 1000;
    f.input.loss = table[i].loss;
    f.input.packets = table[i].packets;
    run (&f, 0.1);
    g_assert_cmpint (f.output.repairs_twice, ==, table[i].repairs_twice);
    g_assert_true (f.output.repairs_twice || !f.output.twice);
  }
}

static void
slow_encoder (void)
{
  Fixture f;

  set_up (&f);
  f.input.estimate = 40 * MBIT;
  f.input.encode_us = 25000;
  run (&f, 10);
  g_assert_cmpuint (f.output.fps, ==, 30);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  f.changes = 0;
  run (&f, 30);
  g_assert_cmpuint (f.changes, ==, 0);
}

static void
slow_renderer (void)
{
  Fixture f;

  set_up (&f);
  g_assert_cmpint (f.output.render_budget_us, <=, 13000);
  f.input.estimate = 0.9 * MBIT;
  run (&f, 3);
  g_assert_cmpint (f.output.render_budget_us, >=, 20000);
  /* Never more than the slot, however long the path. */
  set_up (&f);
  f.input.rtt_us = 5 * G_USEC_PER_SEC;
  run (&f, 0.1);
  g_assert_cmpint (f.output.render_budget_us, <=, 15000);
}

static void
few_frames (void)
{
  Fixture f;

  set_up (&f);
  f.input.most_fps = 24;
  run (&f, 10);
  g_assert_cmpuint (f.output.fps, ==, 24);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  f.input.estimate = 0.9 * MBIT;
  run (&f, 1);
  f.input.estimate = 10 * MBIT;
  run (&f, 20);
  g_assert_cmpuint (f.output.fps, ==, 24);
  g_assert_cmpuint (f.output.quarters, ==, 4);
  f.input.most_fps = 0;
  run (&f, 1);
  g_assert_cmpuint (f.output.fps, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/first-choice", first_choice);
  g_test_add_func ("/policy/quick-start", quick_start);
  g_test_add_func ("/policy/start-after-rest", start_after_rest);
  g_test_add_func ("/policy/one-slot", one_slot);
  g_test_add_func ("/policy/falls/at-once", falls_at_once);
  g_test_add_func ("/policy/falls/soon", falls_soon);
  g_test_add_func ("/policy/rises", rises_in_time);
  g_test_add_func ("/policy/rises-far", rises_far);
  g_test_add_func ("/policy/noise", steady_under_noise);
  g_test_add_func ("/policy/swell", steady_under_swell);
  g_test_add_func ("/policy/regret", patient_after_regret);
  g_test_add_func ("/policy/rest", whole_at_rest);
  g_test_add_func ("/policy/loss", twice_against_loss);
  g_test_add_func ("/policy/far", twice_until_proven);
  g_test_add_func ("/policy/repairs", repairs_until_proven);
  g_test_add_func ("/policy/slow/encoder", slow_encoder);
  g_test_add_func ("/policy/slow/renderer", slow_renderer);
  g_test_add_func ("/policy/few-frames", few_frames);
  return g_test_run ();
}
