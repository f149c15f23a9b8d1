/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccFlight: what was sent and has not been reported yet.
 */

#include "flight.h"

static void
drop_first (GccFlight *self)
{
  self->bytes -= self->sent[self->first].size;
  self->first = (self->first + 1) % GCC_FLIGHT_LENGTH;
  self->packets--;
}

void
gcc_flight_init (GccFlight *self)
{
  self->first = 0;
  self->packets = 0;
  self->bytes = 0;
}

void
gcc_flight_add (GccFlight *self, gint64 send_us, gsize size)
{
  if (self->packets == GCC_FLIGHT_LENGTH)
    drop_first (self);

  guint index = (self->first + self->packets) % GCC_FLIGHT_LENGTH;
  self->sent[index].send_us = send_us;
  self->sent[index].size = size;
  self->packets++;
  self->bytes += size;
}

void
gcc_flight_settle (GccFlight *self, gint64 send_us)
{
  while (self->packets > 0 && self->sent[self->first].send_us <= send_us)
    drop_first (self);
}

gint64
gcc_flight_oldest (const GccFlight *self)
{
  return self->packets > 0 ? self->sent[self->first].send_us : G_MAXINT64;
}
