/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the journal of a recording says about it.
 */

#pragma once

#include "recorded.h"

G_BEGIN_DECLS

/* Fills in title, date, duration, dropped frames and problem of @recorded from
 * the file @path, which may be missing, cut off or broken. Blocks; any
 * thread. */
void vc_recorded_journal_read (VcRecorded *recorded, const char *path);

G_END_DECLS
