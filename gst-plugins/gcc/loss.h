/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccLoss: the rate above which packets are lost because of the rate.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GCC_LOSS_HISTORY 20

typedef struct {
  guint packets;
  guint lost;
  double rate;
} GccLossSample;

/**
 * GccLoss:
 * @limit: bits per second; G_MAXDOUBLE = loss is no reason to send less
 * @inherent: share of packets lost whatever the rate, 0…1, of the last fit
 * @share: share of packets lost in the remembered samples, 0…1
 *
 * A link of rate B that loses the share p of packets at random loses
 * p + (1 − p)·(r − B)/r of what is sent at a rate r > B, and p below. Each
 * 250 ms that model is fitted to the last 20 samples (about 5 s, newer ones
 * weigh more) by maximum likelihood over B and p, with a bias for high B and
 * against high p. So loss that does not follow the rate is no congestion, and
 * loss that does is, with or without a queue. This is libwebrtc's
 * loss_based_bwe_v2.cc reduced to a search over a grid; it replaces the fixed
 * bounds of draft-ietf-rmcat-gcc-02, section 6.
 */
typedef struct {
  GccLossSample samples[GCC_LOSS_HISTORY];
  guint n_samples;
  guint next_sample;

  GccLossSample open;
  gsize open_bytes;
  gint64 open_active_us;
  gint64 last_send_us;

  double limit;
  double inherent;
  double share;
} GccLoss;

void gcc_loss_init (GccLoss *self);

/* A packet was reported for the first time. In the order of sending. */
void gcc_loss_add (GccLoss *self, gint64 send_us, gsize size, gboolean lost);

/* A packet that was reported lost arrived after all. */
void gcc_loss_recover (GccLoss *self);

/* @ceiling: what the delay allows, the highest rate in question; @throughput:
 * what arrives. Both in bits per second. */
void gcc_loss_update (GccLoss *self, double ceiling, double throughput);

G_END_DECLS
