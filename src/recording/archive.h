/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcArchive: the recordings that lie in a folder.
 *
 * It looks when it is made, and repairs what a crash left; of several processes
 * that share a folder only the first one repairs. Work on files is done in
 * threads. Main context only.
 */

#pragma once

#include "recorded.h"

G_BEGIN_DECLS

#define VC_TYPE_ARCHIVE (vc_archive_get_type ())
G_DECLARE_FINAL_TYPE (VcArchive, vc_archive, VC, ARCHIVE, GObject)

/* @folder: made if need be, for this user alone. Fails with a sentence if it
 * cannot be written into. */
VcArchive *vc_archive_new (const char *folder, GError **error);

/* Repairs nothing any more. Idempotent. */
void vc_archive_stop (VcArchive *self);

const char *vc_archive_get_folder (VcArchive *self);

/* (element-type VcRecorded) (transfer none): the oldest first. */
const GPtrArray *vc_archive_get_list (VcArchive *self);

/* (transfer none) (nullable). @id: (nullable) */
VcRecorded *vc_archive_find (VcArchive *self, const char *id);

/**
 * VcArchiveRoom:
 * @VC_ARCHIVE_ROOM: there is enough to record
 * @VC_ARCHIVE_LIMIT: all recordings have the size that they may have
 * @VC_ARCHIVE_FULL: the disk is nearly full
 */
typedef enum {
  VC_ARCHIVE_ROOM,
  VC_ARCHIVE_LIMIT,
  VC_ARCHIVE_FULL,
} VcArchiveRoom;

/* @limit: bytes of all recordings in the list; 0: none. Those that another
 * process made since ours began are not in it. */
VcArchiveRoom vc_archive_get_room (VcArchive *self, guint64 limit);

/* A new one, that runs from now on: its id is the time. (transfer none) */
VcRecorded *vc_archive_add (VcArchive *self, const char *title);

/* It did not begin. */
void vc_archive_forget (VcArchive *self, const char *id);

/* @id has ended: its files are brought into their last form, as MP4 if
 * @to_mp4, and it is finished. @callback: when that is done; there is nothing
 * to take. */
void vc_archive_complete_async (VcArchive *self, const char *id,
                                gboolean to_mp4, GAsyncReadyCallback callback,
                                gpointer user_data);

/* Deletes the files of a recording, too. */
gboolean vc_archive_delete (VcArchive *self, const char *id, GError **error);

G_END_DECLS
