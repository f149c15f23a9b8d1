/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Puts the frames of a recording into another file, without encoding them
 * again: as MP4, or to repair what a crash left.
 *
 * Results are told in the thread-default main context of the caller. A result
 * appears under its name at once and whole; until then it has the ending .tmp,
 * and may be left over after a crash.
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
void vc_remux_async (const char *from, const char *to,
                     GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data);
gboolean vc_remux_finish (GAsyncResult *result, GError **error);

/* The same; blocks. Any thread. */
gboolean vc_remux (const char *from, const char *to, GCancellable *cancellable,
                   GError **error);

/* Makes a whole file, with an index, its duration and @tags (nullable), of
 * @part, a path that ends in .part, and removes that. On a full disk the file
 * itself is mended, and has no index.
 *
 * %G_IO_ERROR_BUSY: it is still written, by this or another process.
 * %G_IO_ERROR_INVALID_DATA: there is no picture in it; it stays as it is. */
void vc_repair_async (const char *part, const VcRecordTags *tags,
                      GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);

/* The path that the file has now. (transfer full) (nullable) */
char *vc_repair_finish (GAsyncResult *result, GError **error);

/* The same; blocks. Any thread. (transfer full) (nullable) */
char *vc_repair (const char *part, const VcRecordTags *tags,
                 GCancellable *cancellable, GError **error);

G_END_DECLS
