/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDetail: which level is chosen, and how rarely it changes.
 */

#include "detail.h"

#define BUDGET 10000

/* Renders @n frames on a machine that takes @speed µs per unit of weight, and
 * returns how often the level changed. */
static guint
drag (VcDetail *detail, double speed, guint n)
{
  guint changes = 0;

  vc_detail_begin (detail, BUDGET);
  for (guint i = 0; i < n; i++) {
    const VcDetailLevel *level = vc_detail_get_level (detail);

    vc_detail_report (detail, level, speed * level->weight, BUDGET, TRUE);
    changes += vc_detail_get_level (detail) != level;
  }
  return changes;
}

static void
rest (VcDetail *detail, double speed)
{
  const VcDetailLevel *full = &detail->levels[0];

  vc_detail_report (detail, full, speed * full->weight, BUDGET, FALSE);
}

static const struct {
  const char *what;
  int content;
  double speed;
  guint divisor;
  double distance;
  gboolean twin;
} choices[] = {
  {"fast cone", 0, 300, 1, 1, FALSE},
  {"slow cone", 0, 1400, 1, 1, FALSE},
  {"very slow cone", 0, 10000, 2, 1, FALSE},
  {"mesh", VC_DETAIL_TWIN, 650, 1, 1, TRUE},
  {"mesh that fits at half size", VC_DETAIL_TWIN, 1100, 2, 1, TRUE},
  {"small mesh", VC_DETAIL_TWIN, 100, 1, 1, FALSE},
  {"mesh with a good twin", VC_DETAIL_TWIN, 500, 1, 1, TRUE},
  {"head", VC_DETAIL_VOLUME, 900, 2, 3, TRUE},
  {"head on a fast machine", VC_DETAIL_VOLUME, 150, 1, 2, TRUE},
  {"head on a GPU", VC_DETAIL_VOLUME, 20, 1, 1, FALSE},
  {"large volume", VC_DETAIL_VOLUME, 9000, 4, 2.5, TRUE},
};

/* The first frame of the first drag has the level of all that follow, because
 * the picture at rest told what the scene costs. */
static void
test_choice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    VcDetail detail;
    const VcDetailLevel *level;

    g_test_message ("%s", choices[i].what);
    vc_detail_init (&detail, choices[i].content, 0.1);
    rest (&detail, choices[i].speed);
    g_assert_cmpuint (drag (&detail, choices[i].speed, 500), ==, 0);
    level = vc_detail_get_level (&detail);
    g_assert_cmpuint (level->divisor, ==, choices[i].divisor);
    g_assert_cmpfloat (level->distance, ==, choices[i].distance);
    g_assert_cmpint (level->twin, ==, choices[i].twin);
  }
}

/* Without a picture at rest it is there after three frames. */
static void
test_settling (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    VcDetail detail;

    vc_detail_init (&detail, choices[i].content, 0.1);
    g_assert_cmpuint (drag (&detail, choices[i].speed, 3), <=, 1);
    g_assert_cmpuint (drag (&detail, choices[i].speed, 500), ==, 0);
  }
}

/* Every frame takes up to twice as long as it should, at random, and some ten
 * times as long. */
static void
test_noise (void)
{
  VcDetail detail;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint changes = 0;

  vc_detail_init (&detail, VC_DETAIL_VOLUME, 1);
  rest (&detail, 1000);
  vc_detail_begin (&detail, BUDGET);
  for (int i = 0; i < 2000; i++) {
    const VcDetailLevel *level = vc_detail_get_level (&detail);
    double factor = g_rand_double_range (random, 0.8, 1.4);

    if (g_rand_int_range (random, 0, 20) == 0)
      factor = 10;
    vc_detail_report (&detail, level, 1000 * factor * level->weight, BUDGET,
                      TRUE);
    changes += vc_detail_get_level (&detail) != level;
  }
  g_assert_cmpuint (changes, <=, 2);
}

/* Someone zooms in: coarser within a few frames, and finer only later. */
static void
test_change (void)
{
  VcDetail detail;
  guint before, after;

  vc_detail_init (&detail, VC_DETAIL_VOLUME, 1);
  rest (&detail, 500);
  drag (&detail, 500, 10);
  before = detail.current;
  g_assert_cmpuint (drag (&detail, 1400, 12), ==, 1);
  after = detail.current;
  g_assert_cmpuint (after, >, before);
  g_assert_cmpuint (drag (&detail, 500, 20), <=, 1);
  drag (&detail, 500, 60);
  g_assert_cmpuint (detail.current, <, after);
  g_assert_cmpuint (detail.current, <=, before + 1);
}

/* A cost between two levels must not make the picture flicker: each attempt
 * that fails makes the next one wait longer. */
static void
test_patience (void)
{
  VcDetail detail;
  guint changes = 0;

  vc_detail_init (&detail, VC_DETAIL_VOLUME, 1);
  rest (&detail, 1000);
  vc_detail_begin (&detail, BUDGET);
  for (int i = 0; i < 3600; i++) {
    const VcDetailLevel *level = vc_detail_get_level (&detail);
    /* The weights mislead: whatever is finer than 2.5 at half size takes five
     * times as long as they say. */
    double speed = level->weight > 14 ? 5000 : 400;

    vc_detail_report (&detail, level, speed * level->weight, BUDGET, TRUE);
    changes += vc_detail_get_level (&detail) != level;
  }
  /* A minute at 60 Hz. */
  g_assert_cmpuint (changes, <=, 16);
}

static void
test_memory (void)
{
  VcDetail detail;
  guint level;

  vc_detail_init (&detail, VC_DETAIL_VOLUME, 1);
  rest (&detail, 1000);
  drag (&detail, 1000, 50);
  level = detail.current;
  for (int i = 0; i < 10; i++) {
    rest (&detail, 1100);
    vc_detail_begin (&detail, BUDGET);
    g_assert_cmpuint (detail.current, ==, level);
    drag (&detail, 950, 5);
    g_assert_cmpuint (detail.current, ==, level);
  }
}

/* Half the side is all that is seen: what costs by the pixel is drawn so, and
 * whole again at once when it is seen. Rays are apart as far as before. */
static void
test_shown (void)
{
  static const struct {
    int content;
    guint whole, half;
  } cases[] = {
    {0, 1, 2},
    {VC_DETAIL_TWIN, 1, 2},
    {VC_DETAIL_VOLUME, 1, 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    VcDetail detail;

    vc_detail_init (&detail, cases[i].content, 0.1);
    rest (&detail, 300);
    drag (&detail, 300, 5);
    g_assert_cmpuint (vc_detail_get_level (&detail)->divisor, ==,
                      cases[i].whole);
    vc_detail_set_shown (&detail, 2);
    drag (&detail, 300, 1);
    g_assert_cmpuint (drag (&detail, 300, 500), ==, 0);
    g_assert_cmpuint (vc_detail_get_level (&detail)->divisor, ==,
                      cases[i].half);
    vc_detail_set_shown (&detail, 1);
    drag (&detail, 300, 1);
    g_assert_cmpuint (vc_detail_get_level (&detail)->divisor, ==,
                      cases[i].whole);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detail/choice", test_choice);
  g_test_add_func ("/detail/settling", test_settling);
  g_test_add_func ("/detail/noise", test_noise);
  g_test_add_func ("/detail/change", test_change);
  g_test_add_func ("/detail/patience", test_patience);
  g_test_add_func ("/detail/memory", test_memory);
  g_test_add_func ("/detail/shown", test_shown);
  return g_test_run ();
}
