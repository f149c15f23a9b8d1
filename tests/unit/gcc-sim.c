/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccSim: an application, rtpgcc's arithmetic, an emulated link and a receiver
 * that sends feedback, in virtual time.
 */

#include "gcc-sim.h"

#include <math.h>

#define STEP_US 200
#define START_US (1000 * G_USEC_PER_SEC)
#define PAYLOAD 1200
#define OVERHEAD 60
#define FIRST_SEQNUM 65000
#define REMOTE_WRAP_US ((G_GINT64_CONSTANT (1) << 24) * 64000)
#define REMOTE_AHEAD_US (REMOTE_WRAP_US - START_US - 20 * G_USEC_PER_SEC)

typedef struct {
  gint64 send_us;
  gint64 arrival_us; /* LINK_DROPPED: never */
  gsize size;
  gboolean reported_lost;
  gboolean settled;
} Packet;

typedef struct {
  gint64 due_us;
  GArray *packets;
} Feedback;

struct _GccSim {
  GRand *random;
  Link *link;
  LinkSettings settings;
  GccSimApp app;
  GccSimPath path;
  GccEstimator estimator;
  GccPacer pacer;

  gint64 now_us;
  gint64 frame_us;
  gint64 cross_us;
  gint64 report_us;
  gint64 tick_us;
  GQueue waiting; /* sizes */
  GArray *packets;
  guint next_report;
  GQueue feedback;
  guint n_frames;

  GArray *waits;
  GccSimResult result;
  double estimate_sum;
  guint n_steps;
  gint64 measure_us;
};

static void
push_packet (GccSim *self, gsize size)
{
  g_queue_push_tail (&self->waiting, GSIZE_TO_POINTER (size));
  gcc_pacer_push (&self->pacer, size);
}

static void
push_frame (GccSim *self)
{
  double estimate = gcc_estimator_get (&self->estimator);
  double rate = self->app.share * estimate * PAYLOAD / (PAYLOAD + OVERHEAD);

  if (self->app.most > 0)
    rate = MIN (rate, self->app.most);
  double bytes =
    rate / 8 / self->app.fps * g_rand_double_range (self->random, 0.8, 1.15);
  if (self->app.key_every > 0 && self->n_frames % self->app.key_every == 0)
    bytes *= self->app.key_slots;
  self->n_frames++;
  self->result.frames++;

  gsize size = 0;
  for (gint left = MAX ((gint)bytes, 100); left > 0; left -= PAYLOAD) {
    size = MIN (left, PAYLOAD) + OVERHEAD;
    push_packet (self, size);
  }
  if (!self->app.repeats)
    return;
  for (guint n = gcc_probe_get_lack (&self->estimator.probe, self->now_us);
       n > 0; n--)
    push_packet (self, size);
}

/* The gate before the encoder: no frame while the pacer holds a slot. */
static void
run_app (GccSim *self)
{
  if (self->app.fps <= 0 || self->now_us < self->frame_us)
    return;

  gint64 slot_us = (gint64)(1e6 / self->app.fps);
  if (gcc_pacer_get_delay (&self->pacer, self->now_us) >= slot_us)
    self->result.gated++;
  else
    push_frame (self);
  self->frame_us = MAX (self->frame_us + slot_us, self->now_us);
}

static void
send_packet (GccSim *self, gsize size)
{
  Packet packet = {.send_us = self->now_us, .size = size};

  packet.arrival_us = link_send (self->link, self->now_us, size);
  self->result.packets++;
  if (packet.arrival_us == LINK_DROPPED) {
    self->result.lost++;
  } else {
    gint64 wait_us = packet.arrival_us - self->now_us -
                     self->settings.delay_us -
                     (gint64)(size * 8e6 / self->settings.rate);
    g_array_append_val (self->waits, wait_us);
    self->result.delivered += size * 8;
    if (g_rand_double (self->random) < self->path.reorder)
      packet.arrival_us += 8000;
  }
  g_array_append_val (self->packets, packet);
}

static void
run_pacer (GccSim *self)
{
  while (!g_queue_is_empty (&self->waiting)) {
    GccPacerGate gate = gcc_estimator_is_congested (&self->estimator)
                          ? GCC_PACER_BLOCKED
                          : GCC_PACER_OPEN;
    double probe = gcc_probe_begin (&self->estimator.probe, self->now_us,
                                    self->pacer.bytes, self->pacer.packets);
    gcc_pacer_set_probe (&self->pacer, self->now_us, probe);
    if (gcc_pacer_get_wait (&self->pacer, self->now_us, gate) > 0 ||
        gcc_estimator_get_pause (&self->estimator, self->now_us) > 0)
      return;

    gsize size = GPOINTER_TO_SIZE (g_queue_pop_head (&self->waiting));
    gcc_pacer_take (&self->pacer, self->now_us, size);
    gcc_estimator_on_sent (&self->estimator, self->now_us, size,
                           self->pacer.packets);
    send_packet (self, size);
  }
}

static void
run_cross (GccSim *self)
{
  if (self->path.cross <= 0)
    return;
  while (self->cross_us <= self->now_us) {
    link_send (self->link, self->now_us, PAYLOAD);
    self->cross_us = self->now_us + (gint64)(PAYLOAD * 8e6 / self->path.cross);
  }
}

static guint
find_newest (GccSim *self)
{
  guint newest = self->next_report;

  for (guint i = self->next_report; i < self->packets->len; i++) {
    const Packet *packet = &g_array_index (self->packets, Packet, i);
    if (packet->arrival_us != LINK_DROPPED &&
        packet->arrival_us <= self->now_us)
      newest = i + 1;
  }
  return newest;
}

static void
report_packet (GccSim *self, GArray *reports, guint index)
{
  Packet *packet = &g_array_index (self->packets, Packet, index);
  gboolean late = packet->reported_lost;
  gboolean lost =
    packet->arrival_us == LINK_DROPPED || packet->arrival_us > self->now_us;
  gint64 look_us = MAX (self->path.look_us, 1);
  gint64 seen_us = (packet->arrival_us + look_us - 1) / look_us * look_us;
  double remote_us = seen_us * (1 + self->path.drift_ppm * 1e-6);
  GccPacket report = {
    .seqnum = (guint16)(FIRST_SEQNUM + index),
    .send_us = late ? -1 : packet->send_us,
    .size = late ? 0 : packet->size,
    .lost = lost,
  };

  if (late && lost)
    return;
  /* Quantised as on the wire, and soon to wrap. */
  if (!lost)
    report.arrival_us =
      ((gint64)remote_us / 250 * 250 + REMOTE_AHEAD_US) % REMOTE_WRAP_US;
  packet->reported_lost = lost;
  packet->settled = !lost;
  g_array_append_val (reports, report);
}

static void
run_receiver (GccSim *self)
{
  if (self->now_us < self->report_us)
    return;
  self->report_us = self->now_us + self->path.feedback_us;

  guint newest = find_newest (self);
  if (newest == self->next_report)
    return;
  GArray *reports = g_array_new (FALSE, FALSE, sizeof (GccPacket));
  for (guint i = self->next_report > 20 ? self->next_report - 20 : 0;
       i < newest; i++) {
    Packet *packet = &g_array_index (self->packets, Packet, i);
    if (i >= self->next_report || (packet->reported_lost && !packet->settled))
      report_packet (self, reports, i);
  }
  self->next_report = newest;
  if (g_rand_double (self->random) < self->path.feedback_loss) {
    g_array_unref (reports);
    return;
  }

  Feedback *feedback = g_new (Feedback, 1);
  gboolean swap = g_rand_double (self->random) < self->path.feedback_swap;
  feedback->due_us = self->now_us + self->settings.delay_us +
                     (swap ? self->path.feedback_us * 3 / 2 : 0);
  feedback->packets = reports;
  g_queue_push_tail (&self->feedback, feedback);
}

static void
run_feedback (GccSim *self)
{
  for (GList *l = self->feedback.head; l != NULL;) {
    Feedback *feedback = l->data;
    GList *next = l->next;
    if (feedback->due_us <= self->now_us) {
      gcc_estimator_on_feedback (&self->estimator, self->now_us,
                                 (GccPacket *)feedback->packets->data,
                                 feedback->packets->len);
      gcc_pacer_set_rate (&self->pacer, self->now_us,
                          gcc_estimator_get (&self->estimator));
      g_array_unref (feedback->packets);
      g_free (feedback);
      g_queue_delete_link (&self->feedback, l);
    }
    l = next;
  }
  gint64 tick_us = gcc_estimator_get_tick (&self->estimator, self->now_us);
  if (tick_us >= 0 && self->now_us - self->tick_us >= tick_us) {
    gcc_estimator_tick (&self->estimator, self->now_us);
    gcc_pacer_set_rate (&self->pacer, self->now_us,
                        gcc_estimator_get (&self->estimator));
    self->tick_us = self->now_us;
  }
}

static void
step (GccSim *self)
{
  self->now_us += STEP_US;
  run_cross (self);
  run_app (self);
  run_pacer (self);
  run_receiver (self);
  run_feedback (self);

  double estimate = gcc_estimator_get (&self->estimator);
  self->estimate_sum += estimate;
  self->n_steps++;
  self->result.estimate_least = MIN (self->result.estimate_least, estimate);
  self->result.estimate_most = MAX (self->result.estimate_most, estimate);
}

static gint
compare_waits (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return x < y ? -1 : x > y;
}

GccSim *
gcc_sim_new (guint32 seed, const GccBounds *bounds)
{
  GccSim *self = g_new0 (GccSim, 1);

  self->random = g_rand_new_with_seed (seed);
  self->link = link_new (seed + 1);
  self->settings = (LinkSettings){
    .rate = 8e6,
    .delay_us = 25000,
    .burst = 1,
    .queue_us = 100000,
  };
  self->app = (GccSimApp){.fps = 60, .share = 1};
  self->path = (GccSimPath){.feedback_us = 64000};
  self->now_us = START_US;
  gcc_estimator_init (&self->estimator, self->now_us, bounds);
  gcc_pacer_init (&self->pacer, self->now_us, bounds->start);
  g_queue_init (&self->waiting);
  g_queue_init (&self->feedback);
  self->packets = g_array_new (FALSE, FALSE, sizeof (Packet));
  self->waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  gcc_sim_measure (self);
  return self;
}

void
gcc_sim_free (GccSim *self)
{
  for (GList *l = self->feedback.head; l != NULL; l = l->next) {
    Feedback *feedback = l->data;
    g_array_unref (feedback->packets);
  }
  g_list_free_full (self->feedback.head, g_free);
  g_queue_clear (&self->waiting);
  g_array_unref (self->packets);
  g_array_unref (self->waits);
  link_free (self->link);
  g_rand_free (self->random);
  g_free (self);
}

LinkSettings *
gcc_sim_link (GccSim *self)
{
  return &self->settings;
}

GccSimApp *
gcc_sim_app (GccSim *self)
{
  return &self->app;
}

GccSimPath *
gcc_sim_path (GccSim *self)
{
  return &self->path;
}

const GccEstimator *
gcc_sim_estimator (const GccSim *self)
{
  return &self->estimator;
}

gint64
gcc_sim_now (const GccSim *self)
{
  return self->now_us;
}

void
gcc_sim_run (GccSim *self, double seconds)
{
  gint64 end_us = self->now_us + (gint64)(seconds * 1e6);

  link_set (self->link, &self->settings);
  while (self->now_us < end_us)
    step (self);
}

double
gcc_sim_run_until_below (GccSim *self, double rate, double limit)
{
  gint64 begin_us = self->now_us;
  gint64 end_us = begin_us + (gint64)(limit * 1e6);

  link_set (self->link, &self->settings);
  while (gcc_estimator_get (&self->estimator) > rate && self->now_us < end_us)
    step (self);
  return (self->now_us - begin_us) / 1e6;
}

double
gcc_sim_run_until_above (GccSim *self, double rate, double limit)
{
  gint64 begin_us = self->now_us;
  gint64 end_us = begin_us + (gint64)(limit * 1e6);

  link_set (self->link, &self->settings);
  while (gcc_estimator_get (&self->estimator) < rate && self->now_us < end_us)
    step (self);
  return (self->now_us - begin_us) / 1e6;
}

GccSimResult
gcc_sim_measure (GccSim *self)
{
  GccSimResult result = self->result;

  g_array_sort (self->waits, compare_waits);
  if (self->waits->len > 0) {
    guint last = self->waits->len - 1;
    result.queue_p95_us =
      g_array_index (self->waits, gint64, (guint)(last * 0.95));
    result.queue_most_us = g_array_index (self->waits, gint64, last);
  }
  if (self->n_steps > 0) {
    result.estimate_mean = self->estimate_sum / self->n_steps;
    result.delivered /= (self->now_us - self->measure_us) / 1e6;
  }

  g_array_set_size (self->waits, 0);
  self->result = (GccSimResult){.estimate_least = G_MAXDOUBLE};
  self->estimate_sum = 0;
  self->n_steps = 0;
  self->measure_us = self->now_us;
  return result;
}
