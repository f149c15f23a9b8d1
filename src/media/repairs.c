/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRepairs: which of the packets that a browser misses are sent again.
 */

#include "repairs.h"

#define PACKET_BITS (1200 * 8.0)
/* Of the rate, for repeats; more may be due at once. */
#define SHARE 0.3
#define BURST_S 0.02
#define LEAST_BURST 6.0

static void
fill (VcRepairs *self, gint64 now_us, double rate)
{
  double most = MAX (rate * BURST_S / PACKET_BITS, LEAST_BURST);

  if (self->last_us == 0)
    self->tokens = most;
  else
    self->tokens += (now_us - self->last_us) / 1e6 * SHARE * rate / PACKET_BITS;
  self->tokens = MIN (self->tokens, most);
  self->last_us = now_us;
}

VcRepair
vc_repairs_ask (VcRepairs *self, gint64 now_us, guint16 seq, guint times,
                gint64 way_us, double rate)
{
  guint i = seq % VC_REPAIRS_MEMORY;

  fill (self, now_us, rate);
  if (self->asked[i].asked_us != 0 && self->asked[i].seq == seq &&
      now_us - self->asked[i].asked_us < way_us)
    return VC_REPAIR_WAIT;
  if (self->tokens < 1)
    return VC_REPAIR_GIVE_UP;

  self->tokens -= times;
  self->asked[i].seq = seq;
  self->asked[i].asked_us = now_us;

  return VC_REPAIR_SEND;
}

const char *
vc_repair_describe (VcRepair repair)
{
  switch (repair) {
  case VC_REPAIR_SEND:
    return "it is sent again";
  case VC_REPAIR_WAIT:
    return "it is under way, or a key frame is";
  case VC_REPAIR_GIVE_UP:
    return "a key frame costs less";
  }

  return "";
}
