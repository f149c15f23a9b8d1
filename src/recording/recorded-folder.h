/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What recordings lie in a folder, and what is to be done with their files.
 *
 * All of it reads or writes files; any thread. All but the last function blocks
 * meanwhile.
 */

#pragma once

#include "recorded.h"

G_BEGIN_DECLS

/* Deletes what was unfinished when a process died in the middle of a copy.
 * Nobody else may be at work in the folder. */
void vc_recorded_folder_tidy (const char *folder);

/* (element-type VcRecorded): the oldest first. What has files that a crash cut
 * off is %VC_RECORDED_REPAIRING. */
GPtrArray *vc_recorded_folder_scan (const char *folder);

/* Brings a recording that has just ended into its last form: as MP4, if
 * @to_mp4, and with a thumbnail. */
VcRecorded *vc_recorded_folder_complete (const char *folder, const char *id,
                                         gboolean to_mp4);

/* Repairs what a crash left of a recording, and gives it a thumbnail.
 * (nullable): %NULL: it is still being written by another process. */
VcRecorded *vc_recorded_folder_recover (const char *folder, const char *id,
                                        GCancellable *cancellable);

/* Deletes all files of @recorded. Their space is free a little later. */
gboolean vc_recorded_folder_delete (const char *folder,
                                    const VcRecorded *recorded, GError **error);

G_END_DECLS
