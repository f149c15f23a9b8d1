/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Link: one direction of an emulated network link, as arithmetic.
 *
 * A packet waits until those before it were sent, takes size/rate to be sent
 * itself, then travels for the delay. The queue holds as much as the rate sends
 * within the queue length; what does not fit is dropped at its tail. Packets
 * never overtake each other. No clock and no I/O: time is an argument.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LinkSettings:
 * @rate: bits per second; 0 = the link is cut and loses everything
 * @vary: rate is multiplied by a random factor of 1 − vary … 1 + vary, drawn
 *   anew each @vary_interval_us
 * @vary_interval_us: microseconds
 * @delay_us: of each packet, one way
 * @jitter_us: delay varies uniformly by ± this
 * @loss: share of packets lost at random, 0…1
 * @burst: mean number of packets lost in a row (Gilbert–Elliott), ≥ 1
 * @queue_us: longest wait in the queue
 */
typedef struct {
  double rate;
  double vary;
  gint64 vary_interval_us;
  gint64 delay_us;
  gint64 jitter_us;
  double loss;
  double burst;
  gint64 queue_us;
} LinkSettings;

/* Waits of a millisecond each; the last holds what is longer. */
#define LINK_WAITS 512

/**
 * LinkCounts:
 * @room: bytes that could have been sent
 * @waits: of the packets that were sent, by the milliseconds that each stood in
 *   the queue, its own sending not counted
 */
typedef struct {
  guint64 sent;
  guint64 bytes;
  guint64 lost;
  guint64 overflowed;
  double room;
  guint32 waits[LINK_WAITS];
} LinkCounts;

typedef struct _Link Link;

#define LINK_DROPPED G_MININT64

Link *link_new (guint32 seed);
void link_free (Link *self);

void link_set (Link *self, const LinkSettings *settings);

/* A packet of @size bytes arrives at @now_us. Returns when it leaves the other
 * end (not before the previous one), or LINK_DROPPED. */
gint64 link_send (Link *self, gint64 now_us, gsize size);

/* Until @now_us. */
const LinkCounts *link_get_counts (Link *self, gint64 now_us);

/* Counts from 0 again. */
void link_reset_counts (Link *self, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Link, link_free)

G_END_DECLS
