/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What viewers are told of a recording.
 *
 * Pure.
 */

#pragma once

#include "recorded.h"

G_BEGIN_DECLS

/* (transfer full): the notification "recording" of docs/protocol.md. @recorded:
 * (nullable): the one that runs, or the last one. @whole: it cannot be
 * stopped. */
char *vc_recording_notice_build (const VcRecorded *recorded, gboolean whole);

G_END_DECLS
