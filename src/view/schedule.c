/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSchedule: decides when to render and how well.
 */

#include "schedule.h"

void
vc_schedule_note_input (VcSchedule *self, gint64 now_us)
{
  self->calm_us = now_us + VC_SCHEDULE_CALM_US;
}

void
vc_schedule_note_release (VcSchedule *self, gint64 now_us)
{
  self->calm_us = MIN (self->calm_us, now_us + VC_SCHEDULE_RELEASE_US);
}

void
vc_schedule_note_change (VcSchedule *self, VcTier tier, gint64 now_us)
{
  self->dirty = TRUE;
  if (tier == VC_TIER_INTERACTIVE)
    vc_schedule_note_input (self, now_us);
}

void
vc_schedule_note_render (VcSchedule *self, VcTier wanted, VcTier reached,
                         gint64 start_us)
{
  /* A scene that cannot do better when asked for its best has done so. */
  self->coarse = wanted != VC_TIER_FULL && reached != VC_TIER_FULL;
  self->exact = reached == VC_TIER_FULL;
  vc_pace_spend (&self->pace, start_us);
}

void
vc_schedule_note_failure (VcSchedule *self)
{
  self->coarse = FALSE;
  self->exact = FALSE;
}

VcPhase
vc_schedule_get_phase (const VcSchedule *self, gint64 now_us)
{
  if (now_us < self->calm_us)
    return VC_PHASE_MOVING;
  if (self->dirty || self->coarse || !self->exact)
    return VC_PHASE_REFINING;
  return VC_PHASE_STILL;
}

gint64
vc_schedule_get_next (const VcSchedule *self, gint64 now_us, VcTier *tier)
{
  gint64 earliest = vc_pace_get_earliest (&self->pace);

  *tier = VC_TIER_FULL;
  if (self->dirty) {
    gint64 when = MAX (earliest, now_us);

    if (when < self->calm_us)
      *tier = VC_TIER_INTERACTIVE;
    return when;
  }
  if (self->coarse)
    return MAX (earliest, self->calm_us);
  return -1;
}

void
vc_schedule_make_way (VcSchedule *self, gint64 now_us, gint64 until_us)
{
  if (vc_schedule_get_phase (self, now_us) != VC_PHASE_STILL)
    self->calm_us = MAX (self->calm_us, until_us);
}
