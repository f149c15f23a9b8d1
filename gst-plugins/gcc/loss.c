/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccLoss: the rate above which packets are lost because of the rate.
 */

#include "loss.h"

#include <math.h>

#define LEAST_SAMPLE_US 250000
#define LEAST_SAMPLE_PACKETS 20
#define LONGEST_GAP_US 100000
#define MEMORY 0.9
#define NEGLIGIBLE 0.005
#define STEP 0.93
#define N_STEPS 40
/* Per packet: for the logarithm of the rate, and against inherent loss beyond
 * what wireless links usually show. */
#define BIAS_FOR_RATE 0.03
#define TOLERATED 0.07
#define BIAS_AGAINST_INHERENT 0.5
#define GROWTH 1.05
#define ACKED_FACTOR 1.5
#define ACKED_FLOOR 0.85

static const double inherent_grid[] = {
  0.001, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2,
};

typedef struct {
  double rate;
  double inherent;
} Fit;

static double
judge (const GccLoss *self, double rate, double inherent)
{
  double weight = 1, sum = 0, packets = 0;

  for (guint age = 0; age < self->n_samples; age++) {
    guint index =
      (self->next_sample + GCC_LOSS_HISTORY - 1 - age) % GCC_LOSS_HISTORY;
    const GccLossSample *sample = &self->samples[index];
    double p = inherent;

    if (sample->rate > rate)
      p += (1 - inherent) * (sample->rate - rate) / sample->rate;
    p = MIN (p, 0.999);
    sum += weight * (sample->lost * log (p) +
                     (sample->packets - sample->lost) * log1p (-p));
    packets += weight * sample->packets;
    weight *= MEMORY;
  }
  return sum +
         packets * (BIAS_FOR_RATE * log (rate) -
                    BIAS_AGAINST_INHERENT * MAX (inherent - TOLERATED, 0));
}

static Fit
find_best (const GccLoss *self, double ceiling)
{
  Fit best = {.rate = ceiling};
  double best_score = -G_MAXDOUBLE, rate = ceiling;

  for (guint i = 0; i < N_STEPS; i++) {
    for (guint j = 0; j < G_N_ELEMENTS (inherent_grid); j++) {
      double score = judge (self, rate, inherent_grid[j]);
      if (score > best_score) {
        best_score = score;
        best = (Fit){.rate = rate, .inherent = inherent_grid[j]};
      }
    }
    rate *= STEP;
  }
  return best;
}

static gboolean
close_sample (GccLoss *self)
{
  if (self->open_active_us < LEAST_SAMPLE_US ||
      self->open.packets < LEAST_SAMPLE_PACKETS)
    return FALSE;

  self->open.rate = self->open_bytes * 8e6 / self->open_active_us;
  self->samples[self->next_sample] = self->open;
  self->next_sample = (self->next_sample + 1) % GCC_LOSS_HISTORY;
  self->n_samples = MIN (self->n_samples + 1, GCC_LOSS_HISTORY);
  self->open = (GccLossSample){0};
  self->open_bytes = 0;
  self->open_active_us = 0;
  return TRUE;
}

static double
measure_share (const GccLoss *self)
{
  guint lost = 0, packets = 0;

  for (guint i = 0; i < self->n_samples; i++) {
    lost += self->samples[i].lost;
    packets += self->samples[i].packets;
  }
  return packets > 0 ? (double)lost / packets : 0;
}

void
gcc_loss_init (GccLoss *self)
{
  *self = (GccLoss){.limit = G_MAXDOUBLE};
}

void
gcc_loss_add (GccLoss *self, gint64 send_us, gsize size, gboolean lost)
{
  if (self->last_send_us != 0)
    self->open_active_us +=
      CLAMP (send_us - self->last_send_us, 0, LONGEST_GAP_US);
  self->last_send_us = MAX (self->last_send_us, send_us);
  self->open_bytes += size;
  self->open.packets++;
  self->open.lost += lost ? 1 : 0;
}

void
gcc_loss_recover (GccLoss *self)
{
  if (self->open.lost > 0) {
    self->open.lost--;
    return;
  }
  guint last = (self->next_sample + GCC_LOSS_HISTORY - 1) % GCC_LOSS_HISTORY;
  if (self->n_samples > 0 && self->samples[last].lost > 0)
    self->samples[last].lost--;
}

void
gcc_loss_update (GccLoss *self, double ceiling, double throughput)
{
  if (!close_sample (self))
    return;

  self->share = measure_share (self);
  if (self->share < NEGLIGIBLE) {
    self->limit = G_MAXDOUBLE;
    self->inherent = self->share;
    return;
  }

  Fit fit = find_best (self, ceiling);
  self->inherent = fit.inherent;
  double old = self->limit;
  /* From a limit back to freedom in steps: what was not tried is not known. */
  if (old < ceiling) {
    fit.rate = MIN (fit.rate, old * GROWTH);
    if (throughput > 0)
      fit.rate = MIN (fit.rate, MAX (old, ACKED_FACTOR * throughput));
  }
  /* What arrives is what the link carries, whatever is lost beside it. */
  fit.rate = MAX (fit.rate, ACKED_FLOOR * throughput);
  self->limit = fit.rate < ceiling ? fit.rate : G_MAXDOUBLE;
}
