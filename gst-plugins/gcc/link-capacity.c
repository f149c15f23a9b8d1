/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccLinkCapacity: what the link carried when it was last found full.
 */

#include "link-capacity.h"

#include <math.h>

#define WEIGHT 0.05
#define FIRST_DEVIATION 0.4
#define LEAST_DEVIATION 0.4
#define MOST_DEVIATION 2.5

/* The variance is kept relative to the rate, in kb/s, as libwebrtc does. */
static double
spread (const GccLinkCapacity *self)
{
  return 3 * 1000 * sqrt (self->deviation * self->rate / 1000);
}

void
gcc_link_capacity_init (GccLinkCapacity *self)
{
  *self = (GccLinkCapacity){.deviation = FIRST_DEVIATION};
}

void
gcc_link_capacity_add (GccLinkCapacity *self, double throughput)
{
  if (self->rate <= 0)
    self->rate = throughput;
  else
    self->rate = (1 - WEIGHT) * self->rate + WEIGHT * throughput;

  double norm = MAX (self->rate / 1000, 1);
  double error = (self->rate - throughput) / 1000;
  self->deviation =
    (1 - WEIGHT) * self->deviation + WEIGHT * error * error / norm;
  self->deviation = CLAMP (self->deviation, LEAST_DEVIATION, MOST_DEVIATION);
}

double
gcc_link_capacity_lower (const GccLinkCapacity *self)
{
  return self->rate > 0 ? MAX (self->rate - spread (self), 0) : 0;
}

double
gcc_link_capacity_upper (const GccLinkCapacity *self)
{
  return self->rate > 0 ? self->rate + spread (self) : G_MAXDOUBLE;
}
