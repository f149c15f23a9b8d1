/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccDrain: sending less for a moment, so that the queue we made empties.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccDrain:
 * @factor: of the rate; 1 = nothing to drain
 *
 * At 0.85 of the link's rate a queue of 200 ms takes 1.3 s to empty, with
 * another 0.6 it takes 0.4 s (the idea of BBR's drain phase, draft-cardwell-
 * iccrg-bbr-congestion-control-02, section 4.3.3). It ends when the queue is
 * short, or after 600 ms: what is left then is not ours.
 */
typedef struct {
  double factor;
  gint64 end_us;
} GccDrain;

void gcc_drain_init (GccDrain *self);

/* Over-use was found while packets wait for @wait_us. */
void gcc_drain_begin (GccDrain *self, gint64 now_us, gint64 wait_us);

/* @wait_us: the shortest in this feedback. */
void gcc_drain_update (GccDrain *self, gint64 now_us, gint64 wait_us);

G_END_DECLS
