/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSchedule: decides when to render and how well.
 *
 *               input, animation             calm
 *     ┌──────┐ ────────────────▶ ┌─────────────┐ ──────▶ ┌──────────┐
 *     │ idle │                   │ interacting │         │ refining │
 *     └──────┘ ◀──────┐          └─────────────┘ ◀────── └──────────┘
 *         ▲           └── nothing coarse ──┘      input        │
 *         └────────────────── full picture ────────────────────┘
 *
 * Calm is 120 ms without input, or 10 ms after the last button was released.
 *
 * Pure: the time is an argument.
 */

#pragma once

#include "frame.h"
#include "pace.h"
#include "phase.h"

G_BEGIN_DECLS

/* Without input for that long the picture is made as good as it can be. */
#define VC_SCHEDULE_CALM_US (120 * 1000)
/* When all that was held is let go: who goes on has to press first. */
#define VC_SCHEDULE_RELEASE_US (10 * 1000)

/**
 * VcSchedule:
 * @pace: renders per second
 * @dirty: the picture is out of date
 * @coarse: the last picture could be better
 * @exact: the last picture is the best that the scene can make
 * @calm_us: from then on nobody interacts
 *
 * All zero is an idle schedule.
 */
typedef struct {
  VcPace pace;
  gboolean dirty;
  gboolean coarse;
  gboolean exact;
  gint64 calm_us;
} VcSchedule;

/* Someone does something. */
void vc_schedule_note_input (VcSchedule *self, gint64 now_us);

/* Nobody holds anything any more. */
void vc_schedule_note_release (VcSchedule *self, gint64 now_us);

/* The picture is out of date. %VC_TIER_INTERACTIVE: and will be again soon. */
void vc_schedule_note_change (VcSchedule *self, VcTier tier, gint64 now_us);

/* A picture was rendered. */
void vc_schedule_note_render (VcSchedule *self, VcTier wanted, VcTier reached,
                              gint64 start_us);

/* None could be rendered; it is not tried again by itself. */
void vc_schedule_note_failure (VcSchedule *self);

/* Where things stand. %VC_PHASE_MOVING ends by itself, at `calm_us`. */
VcPhase vc_schedule_get_phase (const VcSchedule *self, gint64 now_us);

/* When to render next, and with which @tier: a time that is not after @now_us
 * means at once, -1 never. */
gint64 vc_schedule_get_next (const VcSchedule *self, gint64 now_us,
                             VcTier *tier);

/* Others need the machine until @until_us: a full picture that is not there yet
 * waits. */
void vc_schedule_make_way (VcSchedule *self, gint64 now_us, gint64 until_us);

G_END_DECLS
