/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccPacer: when the next packet may be sent.
 */

#include "pacer.h"

#include <math.h>

#define FAST_FACTOR 2.5
#define FAST_S 0.005
#define PROBE_S 0.001
#define SLOW_FACTOR 1.1
#define SLOW_S 0.04
#define BLOCKED_US 100000
#define FULL_S 0.5
#define LEAST_FULL 65536

static double
fast_rate (const GccPacer *self)
{
  return FAST_FACTOR * self->rate / 8;
}

static double
slow_rate (const GccPacer *self)
{
  return SLOW_FACTOR * self->rate / 8;
}

static void
fill (GccPacer *self, gint64 now_us)
{
  double elapsed_s = MAX (now_us - self->last_us, 0) / 1e6;

  if (self->probe_rate > 0)
    self->fast = MIN (self->fast + self->probe_rate / 8 * elapsed_s,
                      self->probe_rate / 8 * PROBE_S);
  else
    self->fast = MIN (self->fast + fast_rate (self) * elapsed_s,
                      fast_rate (self) * FAST_S);
  self->slow =
    MIN (self->slow + slow_rate (self) * elapsed_s, self->rate / 8 * SLOW_S);
  self->last_us = MAX (now_us, self->last_us);
}

/* Until @budget, filling at @rate bytes per second, has room for @bytes. */
static double
time_until (double budget, double bytes, double rate)
{
  return MAX (bytes - budget, 0) / rate;
}

static gint64
to_us (double seconds)
{
  return (gint64)ceil (seconds * 1e6);
}

void
gcc_pacer_init (GccPacer *self, gint64 now_us, double rate)
{
  *self = (GccPacer){.rate = rate, .last_us = now_us};
  self->fast = fast_rate (self) * FAST_S;
  self->slow = rate / 8 * SLOW_S;
}

void
gcc_pacer_set_rate (GccPacer *self, gint64 now_us, double rate)
{
  fill (self, now_us);
  self->rate = rate;
}

void
gcc_pacer_set_probe (GccPacer *self, gint64 now_us, double rate)
{
  fill (self, now_us);
  self->probe_rate = rate;
}

void
gcc_pacer_push (GccPacer *self, gsize size)
{
  self->bytes += size;
  self->packets++;
}

gint64
gcc_pacer_get_wait (GccPacer *self, gint64 now_us, GccPacerGate gate)
{
  fill (self, now_us);
  if (gate == GCC_PACER_BLOCKED)
    return CLAMP (self->sent_us + BLOCKED_US - now_us, 0, BLOCKED_US);
  if (self->probe_rate > 0)
    return to_us (time_until (self->fast, 0, self->probe_rate / 8));
  return to_us (MAX (time_until (self->fast, 0, fast_rate (self)),
                     time_until (self->slow, 0, slow_rate (self))));
}

void
gcc_pacer_take (GccPacer *self, gint64 now_us, gsize size)
{
  fill (self, now_us);
  self->fast -= size;
  /* A debt after probes is bounded, as is the credit. */
  self->slow = MAX (self->slow - size, -self->rate / 8 * SLOW_S - size);
  self->sent_us = now_us;
  self->bytes -= MIN (size, self->bytes);
  self->packets -= MIN (1, self->packets);
}

void
gcc_pacer_clear (GccPacer *self)
{
  self->bytes = 0;
  self->packets = 0;
}

gint64
gcc_pacer_get_delay (GccPacer *self, gint64 now_us)
{
  if (self->bytes == 0)
    return 0;
  fill (self, now_us);
  return to_us (MAX (time_until (self->fast, self->bytes, fast_rate (self)),
                     time_until (self->slow, self->bytes, slow_rate (self))));
}

gboolean
gcc_pacer_is_full (const GccPacer *self)
{
  return self->bytes >= MAX (self->rate / 8 * FULL_S, LEAST_FULL);
}
