/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Puts the frames of a recording into another file, without encoding them
 * again: as MP4, or to repair what a crash left.
 *
 * Both block, in any thread. A result appears under its name at once and whole;
 * until then it has the ending .tmp, and may be left over after a crash.
 */

#pragma once

#include "record-tags.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Copies @from, a finished recording, to @to; an older @to is replaced. What it
 * becomes is told by its ending: mp4 (the index comes first, so that browsers
 * play it at once), mkv or webm. Fails with a sentence if that cannot hold such
 * a video; %G_IO_ERROR_CANCELLED and %G_IO_ERROR_NO_SPACE leave nothing behind.
 */
gboolean vc_remux (const char *from, const char *to, GCancellable *cancellable,
                   GError **error);

/* Makes a whole file, with an index, its duration and @tags (nullable), of
 * @part, a path that ends in .part, and removes that. On a full disk the file
 * itself is mended, and has no index.
 *
 * %G_IO_ERROR_BUSY: it is still written, by this or another process.
 * %G_IO_ERROR_INVALID_DATA: there is no picture in it; it stays as it is.
 *
 * Returns: (transfer full) (nullable): the path that the file has now */
char *vc_repair (const char *part, const VcRecordTags *tags,
                 GCancellable *cancellable, GError **error);

G_END_DECLS
