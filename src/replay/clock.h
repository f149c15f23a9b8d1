/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplayClock: the time of a journal while it is played.
 *
 * Pure: the world's time is an argument.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcReplayClock:
 * @position_us: of the journal, at @since_us
 * @since_us: monotonic
 * @duration_us: of the journal, where it stops
 * @speed: journal's time by the world's
 * @playing: it goes on
 */
typedef struct {
  gint64 position_us;
  gint64 since_us;
  gint64 duration_us;
  double speed;
  gboolean playing;
} VcReplayClock;

void vc_replay_clock_init (VcReplayClock *self, gint64 duration_us);

gint64 vc_replay_clock_get_position (const VcReplayClock *self, gint64 now_us);

/* When will it be there? @position_us: later than now. */
gint64 vc_replay_clock_get_time (const VcReplayClock *self, gint64 position_us);

/* Is it at its end? Then it stops. Returns whether it had not before. */
gboolean vc_replay_clock_stop_at_end (VcReplayClock *self, gint64 now_us);

/* Who plays from the end begins again. */
void vc_replay_clock_play (VcReplayClock *self, gboolean playing,
                           gint64 now_us);
void vc_replay_clock_set_speed (VcReplayClock *self, double speed,
                                gint64 now_us);
void vc_replay_clock_seek (VcReplayClock *self, gint64 position_us,
                           gint64 now_us);

G_END_DECLS
