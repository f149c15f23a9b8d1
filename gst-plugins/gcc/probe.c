/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccProbe: short trains of packets, sent faster than the estimate, that tell
 * whether the link carries more.
 */

#include "probe.h"

#define FIRST_FACTOR 3.0
#define FACTOR 2.0
#define GO_ON 0.7
#define LEAST_PACKETS 3
#define TRAIN_PACKETS 5
#define LACK_US (G_USEC_PER_SEC / 2)
#define TRAIN_US 15000
#define LEAST_TRAIN_US 4000
#define REPORT_TIMEOUT_US G_USEC_PER_SEC
#define WANT_TIMEOUT_US (2 * G_USEC_PER_SEC)
#define INTERVAL_US G_USEC_PER_SEC
/* The first trains are short, and a busy receiver blurs them. */
#define FIRST_TRAINS 4
#define FIRST_INTERVAL_US 150000
#define MOST_INTERVAL_US (8 * G_USEC_PER_SEC)
#define REGRET_US (1500 * 1000)
#define FORGIVE_US (20 * G_USEC_PER_SEC)
#define LEAST_RECEIVED 0.8
#define MOST_RATIO 2.0
#define LEAST_RATIO 0.9
#define UTILISATION 0.95

/* The session stamps a packet a little after us, so that the train lasts until
 * the packet after it was sent. */
static gboolean
covers (const GccProbe *self, gint64 send_us)
{
  return send_us >= self->train.begin_us && send_us < self->train.after_us;
}

static void
note_arrival (GccProbe *self, gint64 send_us, gint64 arrival_us, gsize size)
{
  if (self->seen.packets == 0 || send_us < self->seen.first_send_us)
    self->seen.first_send_us = send_us;
  if (self->seen.packets == 0 || arrival_us < self->seen.first_arrival_us) {
    self->seen.first_arrival_us = arrival_us;
    self->seen.first_bytes = size;
  }
  if (self->seen.packets == 0 || send_us >= self->seen.last_send_us) {
    self->seen.last_send_us = send_us;
    self->seen.last_bytes = size;
  }
  if (self->seen.packets == 0 || arrival_us > self->seen.last_arrival_us)
    self->seen.last_arrival_us = arrival_us;
  self->seen.bytes += size;
  self->seen.packets++;
}

/* Rate at which the train got through; 0 if it says nothing. */
static double
measure (GccProbe *self)
{
  gint64 send_us = self->seen.last_send_us - self->seen.first_send_us;
  gint64 receive_us = self->seen.last_arrival_us - self->seen.first_arrival_us;

  self->link = 0;
  if (self->seen.packets <
        MAX (LEAST_PACKETS, LEAST_RECEIVED * self->train.packets) ||
      send_us < LEAST_TRAIN_US / 2 || receive_us <= 0)
    return 0;

  double send = (self->seen.bytes - self->seen.last_bytes) * 8e6 / send_us;
  double receive =
    (self->seen.bytes - self->seen.first_bytes) * 8e6 / receive_us;
  /* Something on the way handed the train over at once. */
  if (receive > MOST_RATIO * send)
    return 0;
  if (receive < LEAST_RATIO * send) {
    self->link = receive;
    return UTILISATION * receive;
  }
  return MIN (send, receive);
}

static double
finish (GccProbe *self, gint64 now_us)
{
  double result = measure (self);
  gboolean begins = self->raised == 0 && self->sent < FIRST_TRAINS;

  self->train.waiting = FALSE;
  self->next_us = now_us + (begins ? FIRST_INTERVAL_US : self->interval_us);
  if (result > GO_ON * self->train.rate)
    gcc_probe_request (self, now_us, FACTOR * result);
  return result;
}

void
gcc_probe_init (GccProbe *self, gint64 now_us)
{
  *self = (GccProbe){
    .interval_us = INTERVAL_US,
    .next_us = now_us,
  };
}

void
gcc_probe_request (GccProbe *self, gint64 now_us, double rate)
{
  self->want = rate;
  self->want_us = now_us;
}

void
gcc_probe_raised (GccProbe *self, gint64 now_us)
{
  self->raised_us = now_us;
  self->raised++;
}

void
gcc_probe_regret (GccProbe *self, gint64 now_us)
{
  self->want = 0;
  self->next_us = MAX (self->next_us, now_us + self->interval_us);
  if (self->raised_us == 0 || now_us - self->raised_us > REGRET_US)
    return;
  self->interval_us = MIN (2 * self->interval_us, MOST_INTERVAL_US);
  self->next_us = now_us + self->interval_us;
  self->raised_us = now_us - REGRET_US - 1;
}

void
gcc_probe_forgive (GccProbe *self, gint64 now_us)
{
  self->interval_us = INTERVAL_US;
  self->next_us = MIN (self->next_us, now_us + INTERVAL_US);
}

void
gcc_probe_update (GccProbe *self, gint64 now_us, double estimate,
                  double maximum, GccProbePermit permit)
{
  if (self->train.waiting && now_us - self->train.last_us > REPORT_TIMEOUT_US)
    self->train.waiting = FALSE;
  if (self->interval_us > INTERVAL_US && now_us - self->raised_us > FORGIVE_US)
    gcc_probe_forgive (self, now_us);

  if (permit == GCC_PROBE_FORBIDDEN || estimate >= maximum) {
    self->want = 0;
    return;
  }
  if (self->want > 0 && now_us - self->want_us > WANT_TIMEOUT_US)
    self->want = 0;

  double factor = self->sent == 0 ? FIRST_FACTOR : FACTOR;
  double rate = MIN (factor * estimate, FACTOR * maximum);
  gboolean due =
    !self->train.waiting && !self->train.open && now_us >= self->next_us;
  /* One that still waits for packets must not fall behind the estimate. */
  if (self->want > 0)
    self->want = MAX (self->want, rate);
  else if (due)
    gcc_probe_request (self, now_us, rate);
}

double
gcc_probe_begin (GccProbe *self, gint64 now_us, gsize waiting_bytes,
                 guint waiting_packets)
{
  if (self->train.open)
    return self->train.rate;
  if (self->want <= 0 || self->train.waiting ||
      waiting_packets < LEAST_PACKETS ||
      waiting_bytes * 8e6 < self->want * LEAST_TRAIN_US)
    return 0;

  self->train.rate = self->want;
  self->train.begin_us = now_us;
  self->train.after_us = G_MAXINT64;
  self->train.bytes = 0;
  self->train.packets = 0;
  self->train.reported = 0;
  self->train.open = TRUE;
  self->train.waiting = FALSE;
  self->seen.packets = 0;
  self->seen.bytes = 0;
  self->want = 0;
  self->sent++;
  return self->train.rate;
}

guint
gcc_probe_get_lack (const GccProbe *self, gint64 now_us)
{
  gboolean is_late = self->want > 0 && now_us - self->want_us >= LACK_US;

  return is_late && !self->train.open && !self->train.waiting
           ? TRAIN_PACKETS - 1
           : 0;
}

void
gcc_probe_on_sent (GccProbe *self, gint64 now_us, gsize size, guint waiting)
{
  if (!self->train.open) {
    if (self->train.waiting)
      self->train.after_us = MIN (self->train.after_us, now_us);
    return;
  }

  self->train.last_us = now_us;
  self->train.bytes += size;
  self->train.packets++;
  gboolean enough = self->train.packets >= TRAIN_PACKETS &&
                    self->train.bytes * 8e6 >= self->train.rate * TRAIN_US;
  if (waiting == 0 || enough) {
    self->train.open = FALSE;
    self->train.waiting = TRUE;
  }
}

double
gcc_probe_on_report (GccProbe *self, gint64 now_us, gint64 send_us,
                     gint64 arrival_us, gsize size)
{
  if (!self->train.waiting)
    return 0;
  if (send_us >= self->train.after_us)
    return finish (self, now_us);
  if (!covers (self, send_us))
    return 0;
  if (arrival_us >= 0)
    note_arrival (self, send_us, arrival_us, size);
  return ++self->train.reported == self->train.packets ? finish (self, now_us)
                                                       : 0;
}
