/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccEstimator: what the link carries, from what was sent and what the receiver
 * reports.
 */

#pragma once

#include "acked-rate.h"
#include "aimd.h"
#include "alr.h"
#include "arrival-groups.h"
#include "busy-rate.h"
#include "drain.h"
#include "flight.h"
#include "loss.h"
#include "probe.h"
#include "queue-delay.h"
#include "rate-meter.h"
#include "reports.h"
#include "standing-queue.h"
#include "trendline.h"
#include "wrap-counter.h"

G_BEGIN_DECLS

/**
 * GccPacket:
 * @send_us: when it was sent, on the clock of all other times here; −1 = the
 *   session does not remember
 * @arrival_us: receiver's clock, as it came, that is modulo 2^24 × 64 ms
 * @size: bytes on the wire, with all headers
 */
typedef struct {
  guint16 seqnum;
  gint64 send_us;
  gint64 arrival_us;
  gsize size;
  gboolean lost;
} GccPacket;

typedef struct {
  double minimum;
  double maximum;
  double start;
} GccBounds;

/**
 * GccEstimator:
 *
 * result = min (delay, loss), within the bounds. While the application sends
 * little it neither grows, but by probes, nor falls. Pure arithmetic: time is
 * an argument, microseconds of one monotonic clock; one thread at a time.
 */
typedef struct {
  GccBounds bounds;

  GccReports reports;
  GccWrapCounter arrival;
  GccFlight flight;
  GccArrivalGroups groups;
  GccTrendline trendline;
  GccQueueDelay queue;
  GccQueueDelay round_trip;
  GccStandingQueue standing;
  GccDrain drain;
  GccAckedRate acked;
  GccRateMeter sent;
  GccRateMeter received;
  GccBusyRate busy;
  GccAlr alr;
  GccAimd aimd;
  GccLoss loss;
  GccProbe probe;

  gint64 feedback_us;
  gint64 sent_us;
  gint64 back_off_us;
  gint64 raised_us;
  gint64 pause_us;
  gint64 resume_us;
  gint64 count_loss_from_us;
  gboolean silent;
  double rate_before_silence;
  double rate_before_raise;
  double doubted; /* the last train's result; 0 = not */
  gint64 rtt_us;
  gint64 rtt_minimum_us;
  guint64 feedbacks;
} GccEstimator;

void gcc_estimator_init (GccEstimator *self, gint64 now_us,
                         const GccBounds *bounds);

/* The estimate moves into the new bounds; a new start counts until the first
 * feedback. */
void gcc_estimator_set_bounds (GccEstimator *self, const GccBounds *bounds);

/* @waiting: packets that wait behind this one. */
void gcc_estimator_on_sent (GccEstimator *self, gint64 now_us, gsize size,
                            guint waiting);

void gcc_estimator_on_feedback (GccEstimator *self, gint64 now_us,
                                const GccPacket *packets, guint n_packets);

/* To be called when gcc_estimator_get_tick() says so, or oftener. */
void gcc_estimator_tick (GccEstimator *self, gint64 now_us);

/* Microseconds until the next tick; −1 = none is needed: nothing is under
 * way. */
gint64 gcc_estimator_get_tick (const GccEstimator *self, gint64 now_us);

/* Bits per second, with all headers. */
double gcc_estimator_get (const GccEstimator *self);

/* Microseconds in which nothing is to be sent: the queue on the way is full. */
gint64 gcc_estimator_get_pause (const GccEstimator *self, gint64 now_us);

/* Whether more is under way than the rate explains: the link is gone, or so
 * full that to send more would be lost or late. */
gboolean gcc_estimator_is_congested (const GccEstimator *self);

G_END_DECLS
