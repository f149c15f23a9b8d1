/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDetail: chooses how coarse a frame is while a person interacts.
 */

#include "detail.h"

#include <stdlib.h>
#include <string.h>

/* Frames after the begin of an interaction in which the level follows at
 * once. */
#define SETTLING_FRAMES 3
/* Slow frames in a row before the picture becomes coarser. */
#define SLOW_FRAMES 3
/* Fast frames in a row before it becomes finer; four times as many each time
 * that this proves wrong. */
#define FAST_FRAMES 30
#define MAX_FAST_FRAMES 960
#define TOO_SLOW 1.3
#define FAST_ENOUGH 0.7
/* A coarser level that saves less than this is not worth its looks. */
#define WORTHWHILE 1.25
/* Full quality may take a little longer: what blurs must pay. */
#define FULL_QUALITY_BONUS 1.5

static void
add_level (VcDetail *self, guint divisor, double distance, gboolean twin,
           double weight)
{
  VcDetailLevel *level = &self->levels[self->n_levels++];

  level->divisor = divisor;
  level->distance = distance;
  level->twin = twin;
  level->weight = weight;
}

static void
add_volume_levels (VcDetail *self)
{
  /* Milliseconds of both cores for a lit CT head that covers 40 % of
   * 1280×720. */
  static const VcDetailLevel levels[] = {
    {1, 1, FALSE, 220}, {1, 1.5, TRUE, 104}, {1, 2, TRUE, 62},
    {1, 3, TRUE, 32},   {2, 2, TRUE, 20},    {2, 2.5, TRUE, 13.5},
    {2, 3, TRUE, 10.3}, {2, 4, TRUE, 7.3},   {4, 2.5, TRUE, 4.9},
  };

  memcpy (self->levels, levels, sizeof (levels));
  self->n_levels = G_N_ELEMENTS (levels);
}

void
vc_detail_init (VcDetail *self, VcDetailContent content, double twin_share)
{
  memset (self, 0, sizeof (*self));
  self->shown = 1;
  self->patience = FAST_FRAMES;
  if (content & VC_DETAIL_VOLUME) {
    add_volume_levels (self);
  } else if (content & VC_DETAIL_TWIN) {
    /* Milliseconds of both cores for 520,000 triangles that cover 27 %. */
    add_level (self, 1, 1, FALSE, 62);
    add_level (self, 1, 1, TRUE, 9 + 53 * twin_share);
    add_level (self, 2, 1, TRUE, 3.2 + 53 * twin_share);
  } else {
    add_level (self, 1, 1, FALSE, 10);
    add_level (self, 2, 1, FALSE, 6);
  }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Microseconds per unit of weight. Other processes only ever make frames
 * slower, and in bursts: the lower median forgets them. */
static double
get_ratio (const VcDetail *self)
{
  double sorted[VC_DETAIL_MEMORY];

  memcpy (sorted, self->ratios, sizeof (sorted));
  qsort (sorted, self->n_ratios, sizeof (double), compare_doubles);
  return sorted[(self->n_ratios - 1) / 2];
}

static double
get_allowance (guint level, gint64 budget_us)
{
  return level == 0 ? FULL_QUALITY_BONUS * budget_us : budget_us;
}

/* In pixels of the view. */
static double
get_spacing (const VcDetailLevel *level)
{
  return level->divisor * level->distance;
}

static gboolean
is_wasteful (const VcDetail *self, guint index)
{
  const VcDetailLevel *level = &self->levels[index];

  for (guint i = index + 1; i < self->n_levels; i++) {
    const VcDetailLevel *other = &self->levels[i];

    if (other->twin == level->twin && other->divisor > level->divisor &&
        other->divisor <= self->shown &&
        get_spacing (other) <= MAX (get_spacing (level), self->shown))
      return TRUE;
  }
  return FALSE;
}

static guint
choose_level (const VcDetail *self, gint64 budget_us)
{
  double ratio, least = G_MAXDOUBLE;

  if (self->n_ratios == 0)
    return (self->n_levels - 1) / 2;
  ratio = get_ratio (self);
  for (guint i = 0; i < self->n_levels; i++) {
    if (ratio * self->levels[i].weight <= get_allowance (i, budget_us) &&
        !is_wasteful (self, i))
      return i;
    least = MIN (least, self->levels[i].weight);
  }
  for (guint i = 0; i < self->n_levels; i++)
    if (self->levels[i].weight <= WORTHWHILE * least)
      return i;
  g_assert_not_reached ();
}

static gboolean
is_too_slow (const VcDetail *self, guint level, gint64 budget_us)
{
  return get_ratio (self) * self->levels[level].weight >
         TOO_SLOW * get_allowance (level, budget_us);
}

static gboolean
is_fast_enough (const VcDetail *self, guint level, gint64 budget_us)
{
  return get_ratio (self) * self->levels[level].weight <
         FAST_ENOUGH * get_allowance (level, budget_us);
}

/* The finest level that leaves time to spare; the current one if no finer one
 * does. */
static guint
find_finer (const VcDetail *self, gint64 budget_us)
{
  for (guint i = 0; i < self->current; i++)
    if (is_fast_enough (self, i, budget_us) && !is_wasteful (self, i))
      return i;
  return self->current;
}

void
vc_detail_set_shown (VcDetail *self, guint divisor)
{
  if (self->shown == divisor)
    return;

  self->shown = divisor;
  if (self->settled)
    self->settling = SETTLING_FRAMES;
}

void
vc_detail_begin (VcDetail *self, gint64 budget_us)
{
  guint best = choose_level (self, budget_us);

  self->slow = 0;
  self->fast = 0;
  self->refined = FALSE;
  if (self->settled) {
    if (best <= self->current || !is_too_slow (self, self->current, budget_us))
      best = find_finer (self, budget_us);
    if (best == self->current)
      return;
  }
  self->current = best;
  self->settling = SETTLING_FRAMES;
  self->settled = TRUE;
}

const VcDetailLevel *
vc_detail_get_level (const VcDetail *self)
{
  return &self->levels[self->current];
}

static void
become_coarser (VcDetail *self, guint level)
{
  if (self->refined)
    self->patience = MIN (self->patience * 4, MAX_FAST_FRAMES);
  self->refined = FALSE;
  self->current = level;
  self->slow = 0;
}

static void
follow (VcDetail *self, gint64 budget_us)
{
  guint best = choose_level (self, budget_us);
  guint finer = find_finer (self, budget_us);

  if (best > self->current && is_too_slow (self, self->current, budget_us)) {
    self->fast = 0;
    if (++self->slow >= SLOW_FRAMES)
      become_coarser (self, best);
  } else if (finer < self->current) {
    self->slow = 0;
    if (++self->fast < self->patience)
      return;
    self->current = finer;
    self->refined = TRUE;
    self->fast = 0;
  } else {
    self->slow = 0;
    self->fast = 0;
  }
}

void
vc_detail_report (VcDetail *self, const VcDetailLevel *level, gint64 time_us,
                  gint64 budget_us, gboolean interactive)
{
  self->ratios[self->next_ratio] = MAX (time_us, 1) / level->weight;
  self->next_ratio = (self->next_ratio + 1) % VC_DETAIL_MEMORY;
  self->n_ratios = MIN (self->n_ratios + 1, VC_DETAIL_MEMORY);
  if (!interactive)
    return;
  if (self->settling > 0) {
    self->settling--;
    self->current = choose_level (self, budget_us);
  } else {
    follow (self, budget_us);
  }
}
