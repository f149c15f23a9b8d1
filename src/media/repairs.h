/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRepairs: which of the packets that a browser misses are sent again.
 *
 * A browser asks again and again until a packet comes. When a link becomes
 * slower at once it misses a hundred packets, and asks for all of them each
 * round trip; repeats would fill the slow link for ten seconds, with nothing
 * that anybody still wants to see. Pure: time is an argument, microseconds.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_REPAIRS_MEMORY 1024

typedef struct {
  struct {
    guint16 seq;
    gint64 asked_us;
  } asked[VC_REPAIRS_MEMORY];
  double tokens;
  gint64 last_us;
} VcRepairs;

/**
 * VcRepair:
 * @VC_REPAIR_SEND: send it
 * @VC_REPAIR_WAIT: it is under way
 * @VC_REPAIR_GIVE_UP: too much is missing; a key frame costs less
 */
typedef enum {
  VC_REPAIR_SEND,
  VC_REPAIR_WAIT,
  VC_REPAIR_GIVE_UP,
} VcRepair;

/* Packet @seq is missed, and would be sent @times times. @way_us: until a
 * repeat that is sent now would be there, and known to be. @rate: bits per
 * second that the link carries. */
VcRepair vc_repairs_ask (VcRepairs *self, gint64 now_us, guint16 seq,
                         guint times, gint64 way_us, double rate);

/* For the log. */
const char *vc_repair_describe (VcRepair repair);

G_END_DECLS
