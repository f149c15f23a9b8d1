/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is in a folder.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of this process: the files that it has open, and the folder that is read. */
#define FOLDER_OPEN_FILES "/proc/self/fd"

guint folder_count (const char *path);

G_END_DECLS
