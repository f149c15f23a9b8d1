/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The pipeline that copies frames from one container to another.
 *
 *     ┌─────────┐   ┌───────────────┐   ┌────────┐   ┌───────┐   ┌────────┐
 *     │ filesrc │──▶│ matroskademux │──▶│ parser │──▶│ muxer │──▶│ fdsink │
 *     └─────────┘   └───────────────┘   └────────┘   └───────┘   └────────┘
 */

#pragma once

#include "record-tags.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Blocks until it is done. @ending: "mp4", "mkv" or "webm". @fd: for reading
 * and writing, empty. @scratch: a path for what MP4 needs meanwhile. @tags:
 * (nullable): instead of those in the file. */
gboolean vc_remux_pipeline_run (const char *from, const char *ending, int fd,
                                const char *scratch, const VcRecordTags *tags,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
