/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFolder: reads files of a folder, and of nowhere else.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define VC_FOLDER_FILE_MAX (64 << 20)

typedef struct _VcFolder VcFolder;

VcFolder *vc_folder_new (const char *path, GError **error);
void vc_folder_free (VcFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFolder, vc_folder_free)

/* @path: relative, segments divided by single slashes. Hidden files, symbolic
 * links, "..", and what is no regular file of at most VC_FOLDER_FILE_MAX bytes
 * are not found. Returns: (transfer full) (nullable). */
GBytes *vc_folder_read (VcFolder *self, const char *path);

G_END_DECLS
