/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMetrics: the figures of a session since it began, for Prometheus.
 *
 * A fixed set of series, however many viewers come. Pure; main context only.
 */

#pragma once

#include "distribution.h"
#include "health.h"

G_BEGIN_DECLS

/**
 * VcMetric:
 * @VC_METRIC_MOTION_TO_PHOTON: from an event until its picture is displayed,
 *   as browsers report it; seconds, as all times here
 * @VC_METRIC_RENDER_INTERACTIVE: of each frame of that tier
 * @VC_METRIC_RENDER_FULL: the same
 * @VC_METRIC_ENCODE: these and the rest: of each viewer, once in each second in
 *   which something was sent
 * @VC_METRIC_ROUND_TRIP: of the link
 * @VC_METRIC_LOSS: share of packets, 0…1
 * @VC_METRIC_ESTIMATE: what the link carries, bits per second
 * @VC_METRIC_SENT: what was sent, bits per second
 */
typedef enum {
  VC_METRIC_MOTION_TO_PHOTON,
  VC_METRIC_RENDER_INTERACTIVE,
  VC_METRIC_RENDER_FULL,
  VC_METRIC_ENCODE,
  VC_METRIC_ROUND_TRIP,
  VC_METRIC_LOSS,
  VC_METRIC_ESTIMATE,
  VC_METRIC_SENT,
  VC_N_METRICS,
} VcMetric;

/**
 * VcMetrics:
 * @joined: viewers that came
 */
typedef struct {
  VcDistribution distributions[VC_N_METRICS];
  guint64 joined;
} VcMetrics;

void vc_metrics_init (VcMetrics *self);

/* What is negative or not finite is not counted. */
void vc_metrics_add (VcMetrics *self, VcMetric metric, double value);

/* (transfer full): all of it, with @now, in the text format 0.0.4. */
char *vc_metrics_build (const VcMetrics *self, const VcHealth *now);

G_END_DECLS
