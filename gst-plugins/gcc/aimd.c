/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAimd: the rate that the delay allows; additive or multiplicative
 * increase, multiplicative decrease.
 */

#include "aimd.h"

#include <math.h>

#define BETA 0.85
#define LIMITED_BETA 0.7
/* Of the known capacity: up to this the rate may come back fast, */
#define NEAR 0.95
/* and beyond this only a probe leads, or what arrives. */
#define ROOM 1.05
#define GROWTH 1.08
#define CLEAR_GROWTH 2.0
#define LEAST_GROWTH 1000.0
#define LEAST_ADDITIVE 4000.0
#define PACKET_BITS (1200 * 8.0)
#define FRAME_S (1 / 30.0)
#define ACKED_FACTOR 1.5
#define ACKED_OFFSET 10000.0
#define LEAST_REACTION_US 10000
#define MOST_REACTION_US 200000
#define LONGEST_STEP_S 1.0

/* About half a packet per response time, the packet being of the size that
 * this rate makes (draft-ietf-rmcat-gcc-02, section 5.5). */
static double
additive_per_second (const GccAimd *self, gint64 rtt_us)
{
  double frame_bits = self->rate * FRAME_S;
  double packets = ceil (frame_bits / PACKET_BITS);
  double packet_bits = frame_bits / MAX (packets, 1);
  double response_s = 2 * (rtt_us / 1e6 + 0.1);

  return MAX (packet_bits / response_s, LEAST_ADDITIVE);
}

static void
increase (GccAimd *self, gint64 now_us, const GccAimdInput *input)
{
  double step_s = CLAMP ((now_us - self->update_us) / 1e6, 0, LONGEST_STEP_S);
  gboolean clear = input->path == GCC_PATH_CLEAR;
  double growth = clear ? CLEAR_GROWTH : GROWTH;
  double rate;

  if (clear || input->throughput > gcc_link_capacity_upper (&self->capacity))
    gcc_link_capacity_init (&self->capacity);
  self->near_maximum =
    self->capacity.rate > 0 && self->rate >= NEAR * self->capacity.rate;
  if (input->limited)
    return;

  if (self->near_maximum)
    rate = self->rate + additive_per_second (self, input->rtt_us) * step_s;
  else
    rate = self->rate +
           MAX (self->rate * (pow (growth, step_s) - 1), LEAST_GROWTH * step_s);
  if (self->capacity.rate > 0)
    rate = MIN (rate, ROOM * self->capacity.rate);
  /* The cap keeps the rate from outgrowing what was tried; it never lowers. */
  if (input->throughput > 0)
    rate = MIN (rate, ACKED_FACTOR * input->throughput + ACKED_OFFSET);
  self->rate = MAX (self->rate, rate);
}

void
gcc_aimd_learn_capacity (GccAimd *self, double rate)
{
  if (rate < gcc_link_capacity_lower (&self->capacity) ||
      rate > gcc_link_capacity_upper (&self->capacity))
    gcc_link_capacity_init (&self->capacity);
  gcc_link_capacity_add (&self->capacity, rate);
}

/* Does what arrives say what the link carries? While little is sent it says
 * little. */
static gboolean
is_telling (const GccAimdInput *input)
{
  return input->throughput > 0 &&
         (input->queued || (!input->limited && !input->untried));
}

static gboolean
may_decrease (const GccAimd *self, gint64 now_us, const GccAimdInput *input)
{
  gint64 reaction_us =
    CLAMP (input->rtt_us, LEAST_REACTION_US, MOST_REACTION_US);

  if (self->decrease_us == 0 || now_us - self->decrease_us >= reaction_us)
    return TRUE;
  return is_telling (input) && input->throughput < self->rate / 2;
}

static void
decrease (GccAimd *self, gint64 now_us, const GccAimdInput *input)
{
  double throughput = input->throughput;
  double rate = throughput > 0 ? BETA * throughput : self->rate / 2;

  /* More arrives than the rate allows when a queue drains: then what the link
   * was known to carry is the better measure. */
  if (rate >= self->rate && self->capacity.rate > 0)
    rate = BETA * self->capacity.rate;
  if ((input->limited || input->untried) && !is_telling (input))
    rate = MAX (rate, LIMITED_BETA * self->rate);
  if (input->untried && !is_telling (input))
    rate = MAX (rate, input->before);
  self->rate = MIN (self->rate, rate);

  if (is_telling (input))
    gcc_aimd_learn_capacity (self, throughput);
  self->decrease_us = now_us;
}

static void
change_state (GccAimd *self, gint64 now_us, GccUsage usage)
{
  switch (usage) {
  case GCC_USAGE_NORMAL:
    if (self->state == GCC_AIMD_HOLD)
      self->update_us = now_us;
    self->state = GCC_AIMD_INCREASE;
    break;
  case GCC_USAGE_OVER:
    self->state = GCC_AIMD_DECREASE;
    break;
  case GCC_USAGE_UNDER:
    /* The queue drains: let it. */
    self->state = GCC_AIMD_HOLD;
    break;
  }
}

static void
clamp_rate (GccAimd *self)
{
  self->rate = CLAMP (self->rate, self->minimum, self->maximum);
}

void
gcc_aimd_init (GccAimd *self, double rate, double minimum, double maximum)
{
  *self = (GccAimd){.rate = rate};
  gcc_link_capacity_init (&self->capacity);
  gcc_aimd_set_bounds (self, minimum, maximum);
}

void
gcc_aimd_set_bounds (GccAimd *self, double minimum, double maximum)
{
  self->minimum = minimum;
  self->maximum = MAX (maximum, minimum);
  clamp_rate (self);
}

void
gcc_aimd_update (GccAimd *self, gint64 now_us, const GccAimdInput *input)
{
  change_state (self, now_us, input->usage);

  if (self->state == GCC_AIMD_INCREASE)
    increase (self, now_us, input);
  else if (self->state == GCC_AIMD_DECREASE &&
           may_decrease (self, now_us, input))
    decrease (self, now_us, input);
  if (self->state == GCC_AIMD_DECREASE)
    self->state = GCC_AIMD_HOLD;

  self->update_us = now_us;
  clamp_rate (self);
}

void
gcc_aimd_set_rate (GccAimd *self, double rate, gint64 now_us)
{
  if (rate > gcc_link_capacity_upper (&self->capacity))
    gcc_link_capacity_init (&self->capacity);
  self->rate = rate;
  self->update_us = now_us;
  clamp_rate (self);
}
