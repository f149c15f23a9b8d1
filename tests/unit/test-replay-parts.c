/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The parts of a replay that know no scene: places, time, progress.
 */

#include <string.h>

#include "clock.h"
#include "progress.h"
#include "timeline.h"

#define SECOND ((gint64)G_USEC_PER_SEC)

/* Frames of an hour, each with another camera, and a drag that lasts. */
static VcTimeline *
make_hour (void)
{
  g_autoptr (GString) text = g_string_new (
    "{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":640,\"height\":480,"
    "\"state\":{\"a\":0,\"b\":0}}\n"
    "{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"press\",\"x\":0,"
    "\"y\":0,\"button\":1}}\n");
  g_autoptr (GError) error = NULL;
  VcJournalRecord *record;

  for (guint i = 1; i <= 36000; i++)
    g_string_append_printf (
      text,
      "{\"type\":\"frame\",\"t\":%u.%u,\"frame\":%u,\"tier\":\"full\","
      "\"width\":640,\"height\":480,\"ready\":true,\"state\":{\"a\":%u}}\n",
      i / 10, i % 10, i, i);
  record = vc_journal_record_parse (text->str, text->len, &error);
  g_assert_no_error (error);
  return vc_timeline_new (record);
}

static double
get_number (const VcPlace *place, const char *name)
{
  double value = -1;

  g_variant_lookup (place->state, name, "d", &value);
  return value;
}

static void
test_places (void)
{
  g_autoptr (VcTimeline) timeline = make_hour ();

  for (gint64 t_us = 0; t_us <= 3600 * SECOND; t_us += 700 * SECOND / 1000) {
    guint index = vc_timeline_find_index (timeline, t_us);
    const VcPlace *place = vc_timeline_find_place (timeline, index);
    const VcJournalEntry *last = vc_journal_record_get (
      vc_timeline_get_record (timeline), place->index - 1);

    g_assert_cmpuint (index, ==, 2 + t_us * 10 / SECOND);
    g_assert_cmpuint (place->index, <=, index);
    g_assert_cmpuint (index - place->index, <=, 21);
    g_assert_cmpint (place->t_us, ==, last->t_us);
    g_assert_cmpfloat (get_number (place, "a"), ==, last->frame);
    g_assert_cmpfloat (get_number (place, "b"), ==, 0);
    g_assert_cmpuint (place->held->len, ==, place->index > 1);
  }
}

static void
test_gap (void)
{
  const char *text =
    "{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":640,\"height\":480,"
    "\"state\":{\"a\":0}}\n"
    "{\"type\":\"gap\",\"t\":0.1,\"lost\":5,\"width\":320,\"height\":200,"
    "\"state\":{\"b\":1},\"held\":[{\"type\":\"press\",\"x\":0,\"y\":0,"
    "\"button\":1}]}\n"
    "{\"type\":\"end\",\"t\":0.2}\n";
  g_autoptr (VcTimeline) timeline =
    vc_timeline_new (vc_journal_record_parse (text, strlen (text), NULL));
  const VcPlace *place = vc_timeline_find_place (timeline, 3);

  g_assert_cmpuint (place->index, ==, 2);
  g_assert_cmpint (place->width, ==, 320);
  g_assert_cmpfloat (get_number (place, "a"), ==, -1);
  g_assert_cmpfloat (get_number (place, "b"), ==, 1);
  g_assert_cmpuint (place->held->len, ==, 1);
}

static void
test_clock (void)
{
  VcReplayClock clock;

  vc_replay_clock_init (&clock, 10 * SECOND);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 500), ==, 0);
  vc_replay_clock_play (&clock, TRUE, 1000);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 1000 + SECOND), ==,
                   SECOND);
  vc_replay_clock_set_speed (&clock, 4, 1000 + SECOND);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 1000 + 2 * SECOND), ==,
                   5 * SECOND);
  g_assert_cmpint (vc_replay_clock_get_time (&clock, 9 * SECOND), ==,
                   1001 + 3 * SECOND);
  g_assert_false (vc_replay_clock_stop_at_end (&clock, 1000 + 2 * SECOND));
  vc_replay_clock_play (&clock, FALSE, 1000 + 2 * SECOND);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 90 * SECOND), ==,
                   5 * SECOND);
  vc_replay_clock_seek (&clock, 20 * SECOND, 90 * SECOND);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 91 * SECOND), ==,
                   10 * SECOND);
  vc_replay_clock_play (&clock, TRUE, 92 * SECOND);
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 92 * SECOND), ==, 0);
  g_assert_true (vc_replay_clock_stop_at_end (&clock, 99 * SECOND));
  g_assert_false (vc_replay_clock_stop_at_end (&clock, 99 * SECOND));
  g_assert_cmpint (vc_replay_clock_get_position (&clock, 100 * SECOND), ==,
                   10 * SECOND);
}

/* What is due at a time is due when it has come, at any speed. */
static void
test_clock_rounding (void)
{
  for (guint i = 0; i < 1000; i++) {
    VcReplayClock clock;
    gint64 due = g_test_rand_int_range (1, 10 * SECOND);

    vc_replay_clock_init (&clock, 10 * SECOND);
    vc_replay_clock_set_speed (&clock, g_test_rand_double_range (0.05, 100), 0);
    vc_replay_clock_play (&clock, TRUE, 0);
    g_assert_cmpint (vc_replay_clock_get_position (
                       &clock, vc_replay_clock_get_time (&clock, due)),
                     >=, due);
  }
}

static void
test_progress (void)
{
  static const struct {
    VcProgress progress;
    const char *text;
  } cases[] = {
    {{0, 100, 0, 0}, "[..............................]   0 %"},
    {{50, 100, 10 * SECOND, 20 * SECOND},
     "[###############...............]  50 %, 0:10 left, 2.0 × real time"},
    {{1, 100, 100 * SECOND, SECOND},
     "[..............................]   1 %, 2:45:00 left, 0.0 × real time"},
    {{100, 100, 10 * SECOND, 5 * SECOND},
     "[##############################] 100 %, 0.5 × real time"},
    {{0, 0, 0, 0}, "[##############################] 100 %"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = vc_progress_describe (&cases[i].progress);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay-parts/places", test_places);
  g_test_add_func ("/replay-parts/gap", test_gap);
  g_test_add_func ("/replay-parts/clock", test_clock);
  g_test_add_func ("/replay-parts/clock-rounding", test_clock_rounding);
  g_test_add_func ("/replay-parts/progress", test_progress);
  return g_test_run ();
}
