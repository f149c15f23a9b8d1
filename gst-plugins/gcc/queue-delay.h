/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccQueueDelay: how much longer than at best packets are under way.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccQueueDelay:
 * @current_us: the last packet's wait
 * @waited_us: when a packet last waited for over 7 ms, sender's clock
 *
 * Arrival minus send time, which includes the unknown difference of the
 * clocks, less its minimum over the last 10 to 20 s. The window is that short
 * because clocks drift: 200 ppm are 4 ms in it. (RFC 6817, LEDBAT, section
 * 3.4: base delay.)
 */
typedef struct {
  gint64 minimum_us[2];
  gint64 bucket_us;
  gboolean started;
  gint64 current_us;
  gint64 waited_us;
} GccQueueDelay;

void gcc_queue_delay_init (GccQueueDelay *self);

/* Returns the wait of this packet, ≥ 0. */
gint64 gcc_queue_delay_add (GccQueueDelay *self, gint64 send_us,
                            gint64 arrival_us);

G_END_DECLS
