/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAlr: whether the application sends clearly less than it might.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccAlr:
 * @active: the application is the limit, not the link
 *
 * A budget of 65 % of the target over 500 ms; limited when over 80 % of it is
 * unused, no longer when less than 50 % is (libwebrtc alr_detector.cc and
 * interval_budget.cc).
 */
typedef struct {
  gint64 last_us;
  double budget;
  gboolean active;
} GccAlr;

void gcc_alr_init (GccAlr *self, gint64 now_us);

/* @size bytes went out, or none; @target: bits per second. */
void gcc_alr_update (GccAlr *self, gint64 now_us, gsize size, double target);

G_END_DECLS
