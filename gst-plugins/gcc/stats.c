/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Stats: the estimator and the pacer as a structure for people and programs.
 */

#include "stats.h"

static const char *const usage_names[] = {
  [GCC_USAGE_NORMAL] = "normal",
  [GCC_USAGE_OVER] = "over-use",
  [GCC_USAGE_UNDER] = "under-use",
};

static const char *const state_names[] = {
  [GCC_AIMD_HOLD] = "hold",
  [GCC_AIMD_INCREASE] = "increase",
  [GCC_AIMD_DECREASE] = "decrease",
};

static guint
to_uint (double rate)
{
  return (guint)CLAMP (rate, 0, G_MAXUINT);
}

/* G_MAXDOUBLE, "no limit", is 0 here. */
static guint
limit_to_uint (double rate)
{
  return rate < G_MAXUINT ? to_uint (rate) : 0;
}

static GstClockTime
to_time (gint64 us)
{
  return (GstClockTime)MAX (us, 0) * GST_USECOND;
}

GstStructure *
gcc_stats_new (const GccEstimator *estimator, GccPacer *pacer, gint64 now_us)
{
  const GccEstimator *e = estimator;

  return gst_structure_new (
    "application/x-rtpgcc-stats", "estimated-bitrate", G_TYPE_UINT,
    to_uint (gcc_estimator_get (e)), "delay-bitrate", G_TYPE_UINT,
    to_uint (e->aimd.rate), "loss-bitrate", G_TYPE_UINT,
    limit_to_uint (e->loss.limit), "link-bitrate", G_TYPE_UINT,
    to_uint (e->aimd.capacity.rate), "acked-bitrate", G_TYPE_UINT,
    to_uint (gcc_rate_meter_get (&e->received, now_us)), "sent-bitrate",
    G_TYPE_UINT, to_uint (gcc_rate_meter_get (&e->sent, now_us)), "sent-bytes",
    G_TYPE_UINT64, e->sent.bytes, "sent-packets", G_TYPE_UINT64,
    e->sent.packets, "acked-packets", G_TYPE_UINT64, e->received.packets,
    "feedbacks", G_TYPE_UINT64, e->feedbacks, "round-trip-time",
    GST_TYPE_CLOCK_TIME,
    e->feedbacks > 0 ? to_time (e->rtt_us) : GST_CLOCK_TIME_NONE,
    "least-round-trip-time", GST_TYPE_CLOCK_TIME,
    e->feedbacks > 0 ? to_time (e->rtt_minimum_us) : GST_CLOCK_TIME_NONE,
    "network-queue-delay", GST_TYPE_CLOCK_TIME, to_time (e->queue.current_us),
    "fraction-lost", G_TYPE_DOUBLE, e->loss.share, "inherent-loss",
    G_TYPE_DOUBLE, e->loss.inherent, "usage", G_TYPE_STRING,
    usage_names[e->trendline.usage], "state", G_TYPE_STRING,
    state_names[e->aimd.state], "threshold", G_TYPE_DOUBLE,
    e->trendline.threshold, "application-limited", G_TYPE_BOOLEAN,
    e->alr.active, "draining", G_TYPE_BOOLEAN, e->drain.factor < 1, "silent",
    G_TYPE_BOOLEAN, e->silent, "probes-sent", G_TYPE_UINT, e->probe.sent,
    "probes-raised", G_TYPE_UINT, e->probe.raised, "probe-lack", G_TYPE_UINT,
    gcc_probe_get_lack (&e->probe, now_us), "queue-delay", GST_TYPE_CLOCK_TIME,
    to_time (gcc_pacer_get_delay (pacer, now_us)), "queue-bytes", G_TYPE_UINT,
    (guint)pacer->bytes, "queue-packets", G_TYPE_UINT, pacer->packets, NULL);
}
