/* SPDX-License-Identifier: BSD-3-Clause
 *
 * When to render, how well, and how often.
 */

#include "schedule.h"

#define MS 1000

/* Input at 60 Hz that comes up to 8 ms early or late is rendered at once. */
static void
test_jitter_is_no_delay (void)
{
  VcPace pace = {0};

  vc_pace_set_rate (&pace, 60);
  for (int i = 0; i < 600; i++) {
    gint64 now = 1000 * MS + i * 16667 + (i * 7919 % 16 - 8) * MS;

    g_assert_cmpint (vc_pace_get_earliest (&pace), <=, now);
    vc_pace_spend (&pace, now);
  }
}

/* As fast as allowed, for ten seconds. */
static void
test_rate_is_kept (void)
{
  static const double rates[] = {1, 24, 30, 59.94, 60, 1000};

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    VcPace pace = {0};
    gint64 now = 5000 * MS, end = now + 10000 * MS;
    guint n = 0;

    vc_pace_set_rate (&pace, rates[i]);
    for (; now < end; n++) {
      vc_pace_spend (&pace, now);
      now = MAX (now, vc_pace_get_earliest (&pace));
    }
    g_assert_cmpuint (n, >=, 10 * rates[i] - 1);
    g_assert_cmpuint (n, <=, 10 * rates[i] + 10 * rates[i] / 1000 + 2);
  }
}

/* Renders as a person moves: input comes at @input_rate, the newest move is
 * rendered when the pace allows it. Returns the longest wait of the last
 * second, and how many were rendered. */
static gint64
render_input (double input_rate, guint *n_rendered)
{
  VcPace pace = {0};
  gint64 begin = 5000 * MS, end = begin + 10000 * MS, longest = 0;

  vc_pace_set_rate (&pace, 60);
  /* What was before has used up the credit, and 8 ms more. */
  vc_pace_spend (&pace, begin - 8 * MS);
  vc_pace_spend (&pace, begin - 8 * MS);
  *n_rendered = 0;
  for (guint i = 0;; i++) {
    gint64 came = begin + (gint64)(i * 1e6 / input_rate);
    gint64 next = begin + (gint64)((i + 1) * 1e6 / input_rate);
    gint64 now = MAX (came, vc_pace_get_earliest (&pace));

    if (came >= end)
      return longest;
    if (now >= next)
      continue;
    if (came >= end - 1000 * MS)
      longest = MAX (longest, now - came);
    vc_pace_spend (&pace, now);
    vc_pace_ease (&pace, now - came);
    ++*n_rendered;
  }
}

/* Late once is not late for ever. */
static void
test_wait_ends (void)
{
  guint n;

  g_assert_cmpint (render_input (60, &n), <=, 1 * MS);
  g_assert_cmpuint (n, >=, 599);
  /* A fast mouse gets no more frames for it. */
  render_input (1000, &n);
  g_assert_cmpuint (n, <=, 606);
  render_input (125, &n);
  g_assert_cmpuint (n, <=, 630);
}

static void
test_rate_changes (void)
{
  VcPace pace = {0};

  vc_pace_set_rate (&pace, 1);
  vc_pace_spend (&pace, 1000 * MS);
  vc_pace_spend (&pace, 1000 * MS);
  g_assert_cmpint (vc_pace_get_earliest (&pace), ==, 2000 * MS);
  vc_pace_set_rate (&pace, 1000);
  g_assert_cmpint (vc_pace_get_earliest (&pace), <=, 2001 * MS);
}

static void
assert_next (const VcSchedule *schedule, gint64 now, gint64 wanted,
             VcTier wanted_tier)
{
  VcTier tier;
  gint64 next = vc_schedule_get_next (schedule, now, &tier);

  g_assert_cmpint (next, ==, wanted);
  if (next >= 0)
    g_assert_cmpint (tier, ==, wanted_tier);
}

static void
render (VcSchedule *schedule, gint64 now, VcTier reached)
{
  VcTier tier;

  vc_schedule_get_next (schedule, now, &tier);
  schedule->dirty = FALSE;
  vc_schedule_note_render (schedule, tier, reached, now);
}

static void
test_idle (void)
{
  VcSchedule schedule = {0};

  assert_next (&schedule, 0, -1, 0);
  vc_schedule_note_input (&schedule, 10 * MS);
  assert_next (&schedule, 20 * MS, -1, 0);
  assert_next (&schedule, 2000 * MS, -1, 0);
}

static void
test_change_at_rest_is_full (void)
{
  VcSchedule schedule = {0};

  vc_schedule_note_change (&schedule, VC_TIER_FULL, 10 * MS);
  assert_next (&schedule, 11 * MS, 11 * MS, VC_TIER_FULL);
  render (&schedule, 11 * MS, VC_TIER_FULL);
  assert_next (&schedule, 12 * MS, -1, 0);
}

static void
test_interaction_is_refined (void)
{
  VcSchedule schedule = {0};

  vc_schedule_note_input (&schedule, 10 * MS);
  vc_schedule_note_change (&schedule, VC_TIER_FULL, 10 * MS);
  assert_next (&schedule, 10 * MS, 10 * MS, VC_TIER_INTERACTIVE);
  render (&schedule, 10 * MS, VC_TIER_INTERACTIVE);
  assert_next (&schedule, 20 * MS, 130 * MS, VC_TIER_FULL);
  vc_schedule_note_input (&schedule, 100 * MS);
  assert_next (&schedule, 130 * MS, 220 * MS, VC_TIER_FULL);
  render (&schedule, 220 * MS, VC_TIER_FULL);
  assert_next (&schedule, 500 * MS, -1, 0);
}

static void
test_good_enough_is_not_refined (void)
{
  VcSchedule schedule = {0};

  vc_schedule_note_change (&schedule, VC_TIER_INTERACTIVE, 10 * MS);
  assert_next (&schedule, 10 * MS, 10 * MS, VC_TIER_INTERACTIVE);
  render (&schedule, 10 * MS, VC_TIER_FULL);
  assert_next (&schedule, 11 * MS, -1, 0);
}

/* A scene that never does better than coarse is not asked for ever. */
static void
test_hopeless_is_not_repeated (void)
{
  VcSchedule schedule = {0};

  vc_schedule_note_change (&schedule, VC_TIER_FULL, 10 * MS);
  render (&schedule, 10 * MS, VC_TIER_INTERACTIVE);
  assert_next (&schedule, 1000 * MS, -1, 0);
}

static void
test_animation_is_refined_at_its_end (void)
{
  VcSchedule schedule = {0};
  gint64 now = 0;

  for (; now < 500 * MS; now += 20 * MS) {
    vc_schedule_note_change (&schedule, VC_TIER_INTERACTIVE, now);
    assert_next (&schedule, now, now, VC_TIER_INTERACTIVE);
    render (&schedule, now, VC_TIER_INTERACTIVE);
  }
  assert_next (&schedule, now, now + 100 * MS, VC_TIER_FULL);
}

static void
assert_phase (const VcSchedule *schedule, gint64 now, VcPhase wanted)
{
  g_assert_cmpint (vc_schedule_get_phase (schedule, now), ==, wanted);
}

static void
test_phases (void)
{
  VcSchedule schedule = {0};

  assert_phase (&schedule, 0, VC_PHASE_REFINING);
  render (&schedule, 0, VC_TIER_FULL);
  assert_phase (&schedule, 1, VC_PHASE_STILL);

  /* Input that changes nothing: the picture is still the best. */
  vc_schedule_note_input (&schedule, 10 * MS);
  assert_phase (&schedule, 10 * MS, VC_PHASE_MOVING);
  assert_phase (&schedule, 129 * MS, VC_PHASE_MOVING);
  assert_phase (&schedule, 130 * MS, VC_PHASE_STILL);

  vc_schedule_note_change (&schedule, VC_TIER_INTERACTIVE, 200 * MS);
  assert_phase (&schedule, 200 * MS, VC_PHASE_MOVING);
  render (&schedule, 200 * MS, VC_TIER_INTERACTIVE);
  assert_phase (&schedule, 319 * MS, VC_PHASE_MOVING);
  assert_phase (&schedule, 320 * MS, VC_PHASE_REFINING);
  render (&schedule, 320 * MS, VC_TIER_FULL);
  assert_phase (&schedule, 321 * MS, VC_PHASE_STILL);

  /* Good enough at once, but not at rest at once. */
  vc_schedule_note_change (&schedule, VC_TIER_INTERACTIVE, 400 * MS);
  render (&schedule, 400 * MS, VC_TIER_FULL);
  assert_phase (&schedule, 401 * MS, VC_PHASE_MOVING);
  assert_phase (&schedule, 520 * MS, VC_PHASE_STILL);

  /* Who let go does not go on at once. */
  vc_schedule_note_change (&schedule, VC_TIER_INTERACTIVE, 540 * MS);
  render (&schedule, 540 * MS, VC_TIER_INTERACTIVE);
  vc_schedule_note_release (&schedule, 550 * MS);
  assert_phase (&schedule, 559 * MS, VC_PHASE_MOVING);
  assert_phase (&schedule, 560 * MS, VC_PHASE_REFINING);
  render (&schedule, 560 * MS, VC_TIER_FULL);

  vc_schedule_note_change (&schedule, VC_TIER_FULL, 600 * MS);
  assert_phase (&schedule, 600 * MS, VC_PHASE_REFINING);
  schedule.dirty = FALSE;
  vc_schedule_note_failure (&schedule);
  assert_phase (&schedule, 601 * MS, VC_PHASE_REFINING);
}

/* Who comes has the machine; who looks at the best picture keeps it. */
static void
test_way (void)
{
  VcSchedule schedule = {0};

  render (&schedule, 0, VC_TIER_FULL);
  vc_schedule_make_way (&schedule, 1 * MS, 251 * MS);
  assert_phase (&schedule, 1 * MS, VC_PHASE_STILL);

  vc_schedule_note_change (&schedule, VC_TIER_FULL, 10 * MS);
  vc_schedule_make_way (&schedule, 10 * MS, 260 * MS);
  assert_next (&schedule, 10 * MS, 10 * MS, VC_TIER_INTERACTIVE);
  render (&schedule, 10 * MS, VC_TIER_INTERACTIVE);
  assert_next (&schedule, 20 * MS, 260 * MS, VC_TIER_FULL);
  vc_schedule_note_input (&schedule, 200 * MS);
  assert_next (&schedule, 210 * MS, 320 * MS, VC_TIER_FULL);

  /* What is over has no effect. */
  vc_schedule_make_way (&schedule, 320 * MS, 260 * MS);
  assert_next (&schedule, 320 * MS, 320 * MS, VC_TIER_FULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/jitter-is-no-delay", test_jitter_is_no_delay);
  g_test_add_func ("/pace/rate-is-kept", test_rate_is_kept);
  g_test_add_func ("/pace/rate-changes", test_rate_changes);
  g_test_add_func ("/pace/wait-ends", test_wait_ends);
  g_test_add_func ("/schedule/idle", test_idle);
  g_test_add_func ("/schedule/change-at-rest-is-full",
                   test_change_at_rest_is_full);
  g_test_add_func ("/schedule/interaction-is-refined",
                   test_interaction_is_refined);
  g_test_add_func ("/schedule/good-enough-is-not-refined",
                   test_good_enough_is_not_refined);
  g_test_add_func ("/schedule/hopeless-is-not-repeated",
                   test_hopeless_is_not_repeated);
  g_test_add_func ("/schedule/animation-is-refined-at-its-end",
                   test_animation_is_refined_at_its_end);
  g_test_add_func ("/schedule/phases", test_phases);
  g_test_add_func ("/schedule/way", test_way);
  return g_test_run ();
}
