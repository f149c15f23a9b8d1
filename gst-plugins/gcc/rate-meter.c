/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccRateMeter: bits per second over the last second.
 */

#include "rate-meter.h"

#define BUCKET_US 100000

void
gcc_rate_meter_init (GccRateMeter *self)
{
  *self = (GccRateMeter){0};
}

void
gcc_rate_meter_add (GccRateMeter *self, gint64 now_us, gsize size)
{
  gint64 bucket = now_us / BUCKET_US;
  gint64 stale = MIN (bucket - self->newest, GCC_RATE_METER_BUCKETS);

  for (gint64 i = 0; i < stale; i++)
    self->buckets[(bucket - i) % GCC_RATE_METER_BUCKETS] = 0;
  self->newest = MAX (self->newest, bucket);
  self->buckets[self->newest % GCC_RATE_METER_BUCKETS] += size;
  self->bytes += size;
  self->packets++;
}

double
gcc_rate_meter_get (const GccRateMeter *self, gint64 now_us)
{
  gint64 oldest = now_us / BUCKET_US - GCC_RATE_METER_BUCKETS + 1;
  double bits = 0;

  for (gint64 i = MAX (oldest, self->newest - GCC_RATE_METER_BUCKETS + 1);
       i <= self->newest; i++)
    if (i >= 0)
      bits += 8.0 * self->buckets[i % GCC_RATE_METER_BUCKETS];
  return bits * 1e6 / (GCC_RATE_METER_BUCKETS * BUCKET_US);
}
