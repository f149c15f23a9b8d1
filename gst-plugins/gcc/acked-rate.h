/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAckedRate: the rate at which packets reach the receiver.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccAckedRate:
 * @rate: bits per second; 0 = not known yet
 *
 * A Bayesian average of the receive rate over windows of 500 ms for the first
 * value and 150 ms from then on; a sample far from the average counts less,
 * even less when it is low while the application sends little (libwebrtc
 * bitrate_estimator.cc, draft-ietf-rmcat-gcc-02 section 5.5: R_hat).
 */
typedef struct {
  double rate;
  double variance;
  gint64 window_us;
  gint64 last_us;
  gsize bytes;
} GccAckedRate;

void gcc_acked_rate_init (GccAckedRate *self);

/* It is known to be @rate now: an average follows a jump too slowly. */
void gcc_acked_rate_set (GccAckedRate *self, double rate);

/* @arrival_us: receiver's clock. @limited: the application, not the link,
 * decides how much is sent. */
void gcc_acked_rate_add (GccAckedRate *self, gint64 arrival_us, gsize size,
                         gboolean limited);

G_END_DECLS
