/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Decides when a recording goes on in another file.
 *
 * Pure: no I/O, no clock.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @bytes, @us: the limits of a file; 0 = none. */
typedef struct {
  guint64 bytes;
  gint64 us;
} VcSplitRule;

/**
 * VcSplitState: of the file that is written
 * @bytes: so far
 * @largest: frame in it, bytes
 * @n_keys: key frames in it: each has a line in the index at the end
 * @us: from its beginning to its newest frame
 */
typedef struct {
  guint64 bytes;
  guint64 largest;
  guint n_keys;
  gint64 us;
} VcSplitState;

/* Must the next frame begin a new file? One more that is as large as the
 * largest would still fit. */
gboolean vc_record_split_is_due (const VcSplitRule *rule,
                                 const VcSplitState *state);

G_END_DECLS
