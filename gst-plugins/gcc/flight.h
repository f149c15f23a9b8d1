/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccFlight: what was sent and has not been reported yet.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GCC_FLIGHT_LENGTH 4096

/**
 * GccFlight:
 * @bytes: sent and not reported
 * @packets: how many these are, at most GCC_FLIGHT_LENGTH
 *
 * Packets are told apart by when they were sent alone: the transport-wide
 * sequence number is given to them only later, by the RTP session. A report
 * for a packet settles all that were sent before it.
 */
typedef struct {
  struct {
    gint64 send_us;
    gsize size;
  } sent[GCC_FLIGHT_LENGTH];
  guint first;
  guint packets;
  gsize bytes;
} GccFlight;

void gcc_flight_init (GccFlight *self);
void gcc_flight_add (GccFlight *self, gint64 send_us, gsize size);
void gcc_flight_settle (GccFlight *self, gint64 send_us);

/* When the oldest packet was sent that is not reported; G_MAXINT64 if none. */
gint64 gcc_flight_oldest (const GccFlight *self);

G_END_DECLS
