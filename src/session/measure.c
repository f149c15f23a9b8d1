/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Takes the figures of frames and viewers down for VcMetrics.
 */

#include "measure.h"

static double
to_seconds (gint64 microseconds)
{
  return (double)microseconds / G_USEC_PER_SEC;
}

/* A second in which nothing was sent says nothing about the link. */
static void
measure_viewer (VcMetrics *metrics, VcViewer *viewer)
{
  VcPeerStats stats;

  if (!vc_peer_get_stats (viewer->peer, &stats) ||
      stats.frames == viewer->frames)
    return;
  viewer->frames = stats.frames;
  vc_metrics_add (metrics, VC_METRIC_ENCODE, to_seconds (stats.encode_us));
  vc_metrics_add (metrics, VC_METRIC_SENT, stats.sent);
  if (!stats.has_estimate)
    return;
  vc_metrics_add (metrics, VC_METRIC_ESTIMATE, stats.estimate);
  vc_metrics_add (metrics, VC_METRIC_ROUND_TRIP, to_seconds (stats.rtt_us));
  vc_metrics_add (metrics, VC_METRIC_LOSS, stats.loss);
}

void
vc_measure_frame (VcMetrics *metrics, const VcFrameReport *report)
{
  vc_metrics_add (metrics,
                  report->tier == VC_TIER_FULL ? VC_METRIC_RENDER_FULL
                                               : VC_METRIC_RENDER_INTERACTIVE,
                  to_seconds (report->render_end_us - report->render_start_us));
}

void
vc_measure_viewers (VcMetrics *metrics, GPtrArray *viewers)
{
  for (guint i = 0; i < viewers->len; i++)
    measure_viewer (metrics, viewers->pdata[i]);
}
