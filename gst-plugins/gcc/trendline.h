/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccTrendline: whether the queue on the way grows, from inter-group deltas.
 */

#pragma once

#include "arrival-groups.h"

G_BEGIN_DECLS

typedef enum {
  GCC_USAGE_NORMAL,
  GCC_USAGE_OVER,  /* the queue grows */
  GCC_USAGE_UNDER, /* the queue shrinks */
} GccUsage;

#define GCC_TRENDLINE_WINDOW 20

/**
 * GccTrendline:
 * @threshold: milliseconds, adaptive, 6…600
 * @modified: last slope × number of deltas × gain, compared with @threshold
 *
 * Slope of the smoothed one-way delay over the last 20 groups, compared with a
 * threshold that adapts itself: it rises slowly when exceeded, so that a queue
 * filled by somebody else does not starve us, and falls faster.
 *
 * Sources: Carlucci et al., "Analysis and Design of the Google Congestion
 * Control for Web Real-time Communication", MMSys 2016 (threshold, equation 6;
 * over-use, 10 ms); libwebrtc trendline_estimator.cc (window 20, smoothing
 * 0.9, gain 4, at most 60 deltas, k_up 0.0087, k_down 0.039). The draft's
 * Kalman filter (draft-ietf-rmcat-gcc-02, section 5.3) is its predecessor.
 */
typedef struct {
  struct {
    double at_ms;
    double delay_ms;
  } points[GCC_TRENDLINE_WINDOW];
  guint n_points;
  guint next_point;

  gint64 first_us;
  double accumulated_ms;
  double smoothed_ms;
  guint n_deltas;

  double trend;
  double modified;
  double threshold;
  gint64 threshold_us;
  double over_ms;
  guint over_count;
  GccUsage usage;
} GccTrendline;

void gcc_trendline_init (GccTrendline *self);

/* Forgets the delays, keeps the threshold: after a pause of the sender. */
void gcc_trendline_restart (GccTrendline *self);

GccUsage gcc_trendline_add (GccTrendline *self, const GccGroupDelta *delta);

G_END_DECLS
