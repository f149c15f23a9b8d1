/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccPacer: when the next packet may be sent.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccPacer:
 * @bytes: waiting to be sent
 * @packets: how many these are
 *
 * Two budgets, both of which a packet must find not overdrawn. The fast one
 * fills at 2.5 times the rate and holds 5 ms, so that a frame leaves in less
 * than half of its slot (libwebrtc pacing_controller.cc). The slow one fills at
 * 1.1 times the rate and holds what the rate sends in 40 ms, so that a key
 * frame of many slots is spread over them and does not become a queue on the
 * way. A probe is sent at its own rate, whatever the budgets, and is
 * charged to them.
 */
typedef struct {
  double rate;
  double probe_rate;
  double fast;
  double slow;
  gint64 last_us;
  gint64 sent_us;
  gsize bytes;
  guint packets;
} GccPacer;

typedef enum {
  GCC_PACER_OPEN,
  GCC_PACER_BLOCKED, /* too much is on the way: a packet per 100 ms */
} GccPacerGate;

void gcc_pacer_init (GccPacer *self, gint64 now_us, double rate);

/* @rate: bits per second, > 0 */
void gcc_pacer_set_rate (GccPacer *self, gint64 now_us, double rate);

/* 0 ends the probe. */
void gcc_pacer_set_probe (GccPacer *self, gint64 now_us, double rate);

void gcc_pacer_push (GccPacer *self, gsize size);

/* Microseconds until the next waiting packet may be sent; 0 = now. */
gint64 gcc_pacer_get_wait (GccPacer *self, gint64 now_us, GccPacerGate gate);

/* A waiting packet was sent. */
void gcc_pacer_take (GccPacer *self, gint64 now_us, gsize size);

/* Everything that waited was thrown away. */
void gcc_pacer_clear (GccPacer *self);

/* Microseconds until the last waiting byte will have been sent. */
gint64 gcc_pacer_get_delay (GccPacer *self, gint64 now_us);

/* Whether so much waits (half a second, at least 64 kB) that the giver must. */
gboolean gcc_pacer_is_full (const GccPacer *self);

G_END_DECLS
