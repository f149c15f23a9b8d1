/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccRateMeter: bits per second over the last second.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GCC_RATE_METER_BUCKETS 10

/* For people: unlike GccAckedRate it follows at once, and is 0 at rest. */
typedef struct {
  gsize buckets[GCC_RATE_METER_BUCKETS];
  gint64 newest;
  guint64 bytes;
  guint64 packets;
} GccRateMeter;

void gcc_rate_meter_init (GccRateMeter *self);
void gcc_rate_meter_add (GccRateMeter *self, gint64 now_us, gsize size);
double gcc_rate_meter_get (const GccRateMeter *self, gint64 now_us);

G_END_DECLS
