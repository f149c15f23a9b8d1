/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRate: how much of something a viewer may send, as a token bucket.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcRate:
 * @per_second: what may be spent in the long run
 * @burst: what may be spent at once
 * @left: what may be spent now
 * @time_us: when @left was right
 */
typedef struct {
  double per_second;
  double burst;
  double left;
  gint64 time_us;
} VcRate;

void vc_rate_init (VcRate *self, double per_second, double burst,
                   gint64 now_us);

/* Returns FALSE, and spends nothing, if there is not enough left. */
gboolean vc_rate_spend (VcRate *self, double amount, gint64 now_us);

/* @amount, which was spent, is to be had again. */
void vc_rate_return (VcRate *self, double amount);

G_END_DECLS
