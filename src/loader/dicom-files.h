/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Finds the files in a folder that may be DICOM.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By its first bytes: with or without a preamble. */
gboolean vc_dicom_files_is_dicom (const guint8 *head, gsize length);

/* Is there one in @folder or below? Looks at a few hundred files. */
gboolean vc_dicom_files_probe (const char *folder);

/* All regular files in @folder that begin like DICOM or have its suffix, sorted
 * by name; with
 * @depth > 0 also those in its folders.
 *
 * Returns: (transfer full) (element-type filename) */
GPtrArray *vc_dicom_files_list (const char *folder, guint depth, guint max);

G_END_DECLS
