/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccWrapCounter: continues a counter that wraps on the wire.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccWrapCounter:
 * @modulus: the value at which the counter starts again from 0
 *
 * Transport-wide sequence numbers have 16 bits. Arrival times wrap after
 * 2^24 × 64 ms, about 12.4 days (draft-holmer-rmcat-transport-wide-cc-
 * extensions-01, section 3.1: reference time).
 */
typedef struct {
  gint64 modulus;
  gint64 highest;
  gboolean started;
} GccWrapCounter;

void gcc_wrap_counter_init (GccWrapCounter *self, gint64 modulus);

/* The continued value of @value, taken as the nearest to the highest seen, so
 * that values may come out of order by less than half of the modulus. */
gint64 gcc_wrap_counter_unwrap (GccWrapCounter *self, gint64 value);

G_END_DECLS
