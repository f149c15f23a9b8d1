/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccBusyRate: the rate at which packets leave a queue that is not empty.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccBusyRate:
 * @rate: bits per second, of the last run of packets that all had to wait
 * @at_us: when that run's last packet arrived, receiver's clock
 *
 * While packets wait they leave as fast as the link can, whatever the pauses of
 * the sender before and after: unlike a sliding average this tells the link's
 * rate although the application sends in bursts (packet dispersion; Dovrolis
 * et al., "Packet-dispersion techniques and a capacity-estimation methodology",
 * IEEE/ACM ToN 2004).
 */
typedef struct {
  double rate;
  gint64 at_us;
  gint64 begin_us;
  gint64 last_us;
  gsize bytes;
  guint packets;
} GccBusyRate;

void gcc_busy_rate_init (GccBusyRate *self);

/* @wait_us: from GccQueueDelay. */
void gcc_busy_rate_add (GccBusyRate *self, gint64 arrival_us, gsize size,
                        gint64 wait_us);

/* The rate if it is no older than @age_us, or 0. */
double gcc_busy_rate_get (const GccBusyRate *self, gint64 age_us);

G_END_DECLS
