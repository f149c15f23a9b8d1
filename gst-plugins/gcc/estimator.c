/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccEstimator: what the link carries, from what was sent and what the receiver
 * reports.
 */

#include "estimator.h"

#define ARRIVAL_MODULUS_US ((G_GINT64_CONSTANT (1) << 24) * 64000)
#define FIRST_RTT_US 100000
#define RTT_WEIGHT 0.2
#define BUSY_AGE_US 300000
#define CLEAR_US G_USEC_PER_SEC
#define PROBE_QUEUE_US 40000
/* Less may be a receiver that was busy. */
#define TELLING_QUEUE_US 40000
#define EMPTY_QUEUE_US 5000
/* Of what arrived on average: an average follows that too slowly. */
#define FALL 0.5
/* Until then an application has followed a new estimate, or is known to be the
 * limit. */
#define UNTRIED_US G_USEC_PER_SEC
#define SILENCE_US G_USEC_PER_SEC
#define BACK_OFF 0.8
#define BACK_OFF_US G_USEC_PER_SEC
#define TICK_US 100000
#define RETURN 0.85
/* Loss together with a wait: the queue on the way is full. */
#define LEAST_OVERFLOW 4
#define OVERFLOW_SHARE 0.1
#define OVERFLOW_WAIT_US 30000
/* What is sent into a full queue is lost. */
#define RESUME_QUEUE_US 50000
#define LONGEST_PAUSE_US 300000
/* Of the rate: a link that carries less has become much slower. */
#define COLLAPSE 0.5
/* Feedback comes each 50…250 ms; a queue of 100 ms is tolerable. */
#define WINDOW_SLACK_US 300000
#define LEAST_WINDOW 10000

typedef struct {
  GccUsage usage;
  double probed;
  gint64 newest_send_us;
  gint64 least_wait_us;
  guint packets;
  guint lost;
} Digest;

static void
restart_delay (GccEstimator *self)
{
  gcc_arrival_groups_init (&self->groups);
  gcc_trendline_restart (&self->trendline);
}

static void
add_arrival (GccEstimator *self, const GccPacket *packet, gint64 arrival_us,
             Digest *digest)
{
  GccGroupDelta delta;

  gint64 wait_us =
    gcc_queue_delay_add (&self->queue, packet->send_us, arrival_us);
  digest->least_wait_us = MIN (digest->least_wait_us, wait_us);
  gcc_busy_rate_add (&self->busy, arrival_us, packet->size, wait_us);
  gcc_acked_rate_add (&self->acked, arrival_us, packet->size, self->alr.active);

  switch (gcc_arrival_groups_add (&self->groups, packet->send_us, arrival_us,
                                  &delta)) {
  case GCC_GROUP_DELTA:
    if (gcc_trendline_add (&self->trendline, &delta) == GCC_USAGE_OVER)
      digest->usage = GCC_USAGE_OVER;
    break;
  case GCC_GROUP_RESTART:
    gcc_trendline_restart (&self->trendline);
    break;
  case GCC_GROUP_OPEN:
    break;
  }
}

static void
add_packet (GccEstimator *self, gint64 now_us, const GccPacket *packet,
            Digest *digest)
{
  GccReport report =
    gcc_reports_add (&self->reports, packet->seqnum, packet->lost);

  if (report == GCC_REPORT_RECOVERED)
    gcc_loss_recover (&self->loss);
  /* What was sent in the future was stamped by another clock. */
  if (packet->send_us < 0 || packet->send_us > now_us ||
      report == GCC_REPORT_STALE)
    return;

  if (report != GCC_REPORT_RECOVERED &&
      packet->send_us >= self->count_loss_from_us)
    gcc_loss_add (&self->loss, packet->send_us, packet->size, packet->lost);
  gint64 arrival_us =
    packet->lost ? -1
                 : gcc_wrap_counter_unwrap (&self->arrival, packet->arrival_us);
  double probed = gcc_probe_on_report (&self->probe, now_us, packet->send_us,
                                       arrival_us, packet->size);
  digest->probed = MAX (digest->probed, probed);
  digest->packets++;
  digest->lost += packet->lost ? 1 : 0;
  if (!packet->lost) {
    gcc_rate_meter_add (&self->received, now_us, packet->size);
    add_arrival (self, packet, arrival_us, digest);
  }
  digest->newest_send_us = MAX (digest->newest_send_us, packet->send_us);
}

static void
update_round_trip (GccEstimator *self, gint64 now_us, gint64 send_us)
{
  gint64 rtt_us = now_us - send_us;

  if (rtt_us > 60 * G_USEC_PER_SEC)
    return;
  double weight = self->feedbacks == 1 ? 1 : RTT_WEIGHT;
  self->rtt_us += (gint64)(weight * (rtt_us - self->rtt_us));
  gint64 more_us = gcc_queue_delay_add (&self->round_trip, send_us, now_us);
  self->rtt_minimum_us = rtt_us - more_us;
}

static double
get_throughput (const GccEstimator *self)
{
  double busy = gcc_busy_rate_get (&self->busy, BUSY_AGE_US);

  return busy > 0 ? busy : self->acked.rate;
}

static gboolean
is_untried (const GccEstimator *self, gint64 now_us)
{
  return now_us - self->raised_us < UNTRIED_US;
}

/* Does the throughput come from a queue that is long enough to be the link's?
 */
static gboolean
is_queued (const GccEstimator *self)
{
  return self->queue.current_us >= TELLING_QUEUE_US &&
         gcc_busy_rate_get (&self->busy, BUSY_AGE_US) > 0;
}

static GccPath
judge_path (const GccEstimator *self, const Digest *digest)
{
  return digest->newest_send_us - self->queue.waited_us > CLEAR_US
           ? GCC_PATH_CLEAR
           : GCC_PATH_UNKNOWN;
}

/* Frames that have become larger wait longer each, behind themselves. A link
 * that carries too little is never without a queue. */
static gboolean
is_emptied (const GccEstimator *self, const Digest *digest)
{
  return digest->least_wait_us < EMPTY_QUEUE_US &&
         self->queue.current_us < TELLING_QUEUE_US;
}

static gboolean
overflows (const GccEstimator *self, const Digest *digest)
{
  return digest->packets >= LEAST_OVERFLOW &&
         digest->lost > OVERFLOW_SHARE * digest->packets &&
         self->queue.current_us > OVERFLOW_WAIT_US;
}

/* Soon a hundred packets will be lost: a trend would take longer to see. */
static gboolean
has_collapsed (const GccEstimator *self, gint64 now_us)
{
  return !self->alr.active && !is_untried (self, now_us) && is_queued (self) &&
         get_throughput (self) < COLLAPSE * self->aimd.rate;
}

/* The queue is as long as it can be, and most of what is under way will never
 * enter it. Since the last packet was sent it has become shorter. */
static void
pause_sending (GccEstimator *self, gint64 now_us, const Digest *digest)
{
  if (digest->newest_send_us <= self->pause_us)
    return;
  self->pause_us = now_us;
  self->resume_us =
    MIN (self->sent_us + self->queue.current_us - RESUME_QUEUE_US,
         now_us + LONGEST_PAUSE_US);
  gcc_flight_init (&self->flight);
}

/* What the trend says; and four cases in which it is blind. */
static GccUsage
judge_usage (GccEstimator *self, gint64 now_us, const Digest *digest)
{
  gboolean standing =
    digest->lost < digest->packets &&
    gcc_standing_queue_update (&self->standing, now_us, digest->least_wait_us,
                               self->rtt_us);

  if (standing || overflows (self, digest) || has_collapsed (self, now_us))
    return GCC_USAGE_OVER;
  if (digest->usage != GCC_USAGE_OVER &&
      self->trendline.usage != GCC_USAGE_OVER)
    return self->trendline.usage;
  return is_emptied (self, digest) ? GCC_USAGE_NORMAL : GCC_USAGE_OVER;
}

static gboolean
may_probe (const GccEstimator *self)
{
  return !self->silent && self->drain.factor >= 1 &&
         self->trendline.usage != GCC_USAGE_OVER &&
         self->queue.current_us < PROBE_QUEUE_US &&
         self->loss.limit >= self->aimd.rate;
}

static void
update_probe (GccEstimator *self, gint64 now_us)
{
  gcc_probe_update (&self->probe, now_us, gcc_estimator_get (self),
                    self->bounds.maximum,
                    may_probe (self) ? GCC_PROBE_ALLOWED : GCC_PROBE_FORBIDDEN);
}

static void
raise_rate (GccEstimator *self, gint64 now_us, double rate)
{
  self->rate_before_raise = self->aimd.rate;
  self->raised_us = now_us;
  gcc_aimd_set_rate (&self->aimd, rate, now_us);
  gcc_probe_raised (&self->probe, now_us);
  /* An average follows a jump like this too slowly. */
  gcc_acked_rate_init (&self->acked);
}

/* A train that came faster than the link was known to be may have waited for a
 * receiver that was busy. Another one has to say the same, and the lower of
 * both counts. One that says less than the one before it corrects that. */
static void
take_probe (GccEstimator *self, gint64 now_us, double probed)
{
  double link = self->probe.link;

  if (self->doubted == 0 &&
      probed > gcc_link_capacity_upper (&self->aimd.capacity)) {
    self->doubted = probed;
    gcc_probe_request (&self->probe, now_us, probed);
    return;
  }
  if (self->doubted > 0)
    probed = MIN (probed, self->doubted);
  self->doubted = 0;
  if (link > 0 && probed <= link)
    gcc_aimd_learn_capacity (&self->aimd, link);

  if (probed > self->aimd.rate)
    raise_rate (self, now_us, probed);
  else if (link > 0 && is_untried (self, now_us))
    gcc_aimd_set_rate (
      &self->aimd, MIN (MAX (probed, self->rate_before_raise), self->aimd.rate),
      now_us);
}

static void
update_delay_rate (GccEstimator *self, gint64 now_us, const Digest *digest)
{
  GccAimdInput input = {
    .usage = digest->usage,
    .throughput = get_throughput (self),
    .queued = is_queued (self),
    .rtt_us = self->rtt_us,
    .limited = self->alr.active,
    .untried = is_untried (self, now_us),
    .before = self->rate_before_raise,
    .path = judge_path (self, digest),
  };

  if (input.path == GCC_PATH_CLEAR)
    gcc_probe_forgive (&self->probe, now_us);
  if (digest->usage == GCC_USAGE_OVER)
    gcc_probe_regret (&self->probe, now_us);
  else if (digest->probed > 0)
    take_probe (self, now_us, digest->probed);
  gcc_aimd_update (&self->aimd, now_us, &input);
  if (is_queued (self) && self->aimd.rate < FALL * self->acked.rate)
    gcc_acked_rate_set (&self->acked, input.throughput);
  gcc_drain_update (&self->drain, now_us, digest->least_wait_us);
  if (digest->usage == GCC_USAGE_OVER && self->standing.vain == 0)
    gcc_drain_begin (&self->drain, now_us, digest->least_wait_us);
}

/* What was sent into a link that was gone says nothing about its rate. */
static void
end_silence (GccEstimator *self, gint64 now_us)
{
  self->silent = FALSE;
  self->count_loss_from_us = now_us;
  restart_delay (self);
  if (self->rate_before_silence > self->aimd.rate)
    gcc_probe_request (&self->probe, now_us,
                       RETURN * self->rate_before_silence);
}

void
gcc_estimator_init (GccEstimator *self, gint64 now_us, const GccBounds *bounds)
{
  self->bounds = *bounds;
  gcc_reports_init (&self->reports);
  gcc_wrap_counter_init (&self->arrival, ARRIVAL_MODULUS_US);
  gcc_flight_init (&self->flight);
  gcc_arrival_groups_init (&self->groups);
  gcc_trendline_init (&self->trendline);
  gcc_queue_delay_init (&self->queue);
  gcc_queue_delay_init (&self->round_trip);
  gcc_standing_queue_init (&self->standing);
  gcc_drain_init (&self->drain);
  gcc_acked_rate_init (&self->acked);
  gcc_rate_meter_init (&self->sent);
  gcc_rate_meter_init (&self->received);
  gcc_busy_rate_init (&self->busy);
  gcc_alr_init (&self->alr, now_us);
  gcc_aimd_init (&self->aimd, bounds->start, bounds->minimum, bounds->maximum);
  gcc_loss_init (&self->loss);
  gcc_probe_init (&self->probe, now_us);
  self->feedback_us = -1;
  self->sent_us = -1;
  self->back_off_us = now_us;
  self->raised_us = now_us - UNTRIED_US;
  self->pause_us = now_us;
  self->resume_us = now_us;
  self->count_loss_from_us = G_MININT64;
  self->silent = FALSE;
  self->doubted = 0;
  self->rate_before_silence = 0;
  self->rate_before_raise = 0;
  self->rtt_us = FIRST_RTT_US;
  self->rtt_minimum_us = FIRST_RTT_US;
  self->feedbacks = 0;
}

void
gcc_estimator_set_bounds (GccEstimator *self, const GccBounds *bounds)
{
  self->bounds = *bounds;
  gcc_aimd_set_bounds (&self->aimd, bounds->minimum, bounds->maximum);
  if (self->feedback_us < 0)
    gcc_aimd_init (&self->aimd, bounds->start, bounds->minimum,
                   bounds->maximum);
}

void
gcc_estimator_on_sent (GccEstimator *self, gint64 now_us, gsize size,
                       guint waiting)
{
  /* The first picture is a probe already: its first packet lets it begin. */
  if (self->sent_us < 0)
    update_probe (self, now_us);
  /* What is unanswered from before a rest will never be answered. */
  if (now_us - self->sent_us > SILENCE_US)
    gcc_flight_init (&self->flight);
  gcc_alr_update (&self->alr, now_us, size, gcc_estimator_get (self));
  gcc_rate_meter_add (&self->sent, now_us, size);
  gcc_flight_add (&self->flight, now_us, size);
  gcc_probe_on_sent (&self->probe, now_us, size, waiting);
  self->sent_us = now_us;
}

void
gcc_estimator_on_feedback (GccEstimator *self, gint64 now_us,
                           const GccPacket *packets, guint n_packets)
{
  Digest digest = {
    .newest_send_us = G_MININT64,
    .least_wait_us = G_MAXINT64,
  };

  if (self->silent)
    end_silence (self, now_us);
  gcc_alr_update (&self->alr, now_us, 0, gcc_estimator_get (self));
  for (guint i = 0; i < n_packets; i++)
    add_packet (self, now_us, &packets[i], &digest);
  if (digest.newest_send_us == G_MININT64)
    return;

  self->feedback_us = now_us;
  self->feedbacks++;
  gcc_flight_settle (&self->flight, digest.newest_send_us);
  update_round_trip (self, now_us, digest.newest_send_us);
  if (overflows (self, &digest))
    pause_sending (self, now_us, &digest);
  digest.usage = judge_usage (self, now_us, &digest);
  update_delay_rate (self, now_us, &digest);
  gcc_loss_update (&self->loss, self->aimd.rate, get_throughput (self));
  update_probe (self, now_us);
}

void
gcc_estimator_tick (GccEstimator *self, gint64 now_us)
{
  gcc_drain_update (&self->drain, now_us, G_MAXINT64);
  gcc_alr_update (&self->alr, now_us, 0, gcc_estimator_get (self));
  update_probe (self, now_us);
  if (self->flight.packets == 0 || self->feedback_us < 0)
    return;

  gint64 oldest_us = gcc_flight_oldest (&self->flight);
  gint64 since_us = MAX (oldest_us, self->feedback_us);
  /* One burst without an answer may be a lost end before a rest; only who
   * goes on sending learns that nothing comes back. */
  if (now_us - since_us < SILENCE_US + self->rtt_us ||
      self->sent_us - oldest_us < SILENCE_US / 2)
    return;
  if (!self->silent)
    self->rate_before_silence = self->aimd.rate;
  self->silent = TRUE;
  if (now_us - self->back_off_us < BACK_OFF_US ||
      self->sent_us <= self->back_off_us)
    return;
  gcc_aimd_set_rate (&self->aimd, BACK_OFF * self->aimd.rate, now_us);
  self->back_off_us = now_us;
}

gint64
gcc_estimator_get_tick (const GccEstimator *self, gint64 now_us)
{
  gboolean resting = now_us - self->sent_us > 2 * SILENCE_US;

  if (self->drain.factor < 1)
    return TICK_US;
  return self->flight.packets > 0 && !resting ? TICK_US : -1;
}

double
gcc_estimator_get (const GccEstimator *self)
{
  double rate = MIN (self->aimd.rate, self->loss.limit) * self->drain.factor;

  return CLAMP (rate, self->bounds.minimum, self->bounds.maximum);
}

gboolean
gcc_estimator_is_congested (const GccEstimator *self)
{
  double seconds = (self->rtt_minimum_us + WINDOW_SLACK_US) / 1e6;
  double window = gcc_estimator_get (self) / 8 * seconds;

  return self->feedback_us >= 0 &&
         self->flight.bytes > MAX (window, LEAST_WINDOW);
}

gint64
gcc_estimator_get_pause (const GccEstimator *self, gint64 now_us)
{
  return MAX (self->resume_us - now_us, 0);
}
