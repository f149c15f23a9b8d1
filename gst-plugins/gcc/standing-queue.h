/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccStandingQueue: whether a queue that does not grow is ours to drain.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccStandingQueue:
 * @vain: decreases since the queue was last short
 *
 * A trend is blind to a queue that is long and stays so: one that is full and
 * drops at its tail, or one that just the rate of the link keeps filled. A wait
 * that is never under 50 ms for 300 ms counts as over-use. But if five
 * decreases in a row do not shorten it, others keep it filled, or the path has
 * become longer; then it is left alone until it was short again or
 * GccQueueDelay has forgotten the old path, lest others starve us.
 */
typedef struct {
  gint64 since_us;
  gint64 decrease_us;
  guint vain;
} GccStandingQueue;

void gcc_standing_queue_init (GccStandingQueue *self);

/* @wait_us: the shortest in this feedback. Returns whether to send less. */
gboolean gcc_standing_queue_update (GccStandingQueue *self, gint64 now_us,
                                    gint64 wait_us, gint64 rtt_us);

G_END_DECLS
