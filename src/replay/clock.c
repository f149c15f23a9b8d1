/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplayClock: the time of a journal while it is played.
 */

#include "clock.h"

#include <math.h>

static void
set_position (VcReplayClock *self, gint64 position_us, gint64 now_us)
{
  self->position_us = CLAMP (position_us, 0, self->duration_us);
  self->since_us = now_us;
}

void
vc_replay_clock_init (VcReplayClock *self, gint64 duration_us)
{
  *self = (VcReplayClock){.duration_us = duration_us, .speed = 1};
}

gint64
vc_replay_clock_get_position (const VcReplayClock *self, gint64 now_us)
{
  double passed_us =
    self->playing ? (now_us - self->since_us) * self->speed : 0;

  return MIN (self->position_us + (gint64)floor (passed_us), self->duration_us);
}

/* Rounded up, so that it is not a moment too early. */
gint64
vc_replay_clock_get_time (const VcReplayClock *self, gint64 position_us)
{
  return self->since_us +
         (gint64)ceil ((position_us - self->position_us) / self->speed) + 1;
}

gboolean
vc_replay_clock_stop_at_end (VcReplayClock *self, gint64 now_us)
{
  if (!self->playing ||
      vc_replay_clock_get_position (self, now_us) < self->duration_us)
    return FALSE;
  set_position (self, self->duration_us, now_us);
  self->playing = FALSE;
  return TRUE;
}

void
vc_replay_clock_play (VcReplayClock *self, gboolean playing, gint64 now_us)
{
  gint64 position_us = vc_replay_clock_get_position (self, now_us);
  gboolean is_over = position_us == self->duration_us;

  set_position (self, playing && is_over ? 0 : position_us, now_us);
  self->playing = playing;
}

void
vc_replay_clock_set_speed (VcReplayClock *self, double speed, gint64 now_us)
{
  set_position (self, vc_replay_clock_get_position (self, now_us), now_us);
  self->speed = speed;
}

void
vc_replay_clock_seek (VcReplayClock *self, gint64 position_us, gint64 now_us)
{
  set_position (self, position_us, now_us);
}
