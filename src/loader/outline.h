/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Cheap tests whether a file is complete that VTK's readers leave out: they
 * show what there is of a truncated file.
 */

#pragma once

#include "format.h"
#include "source.h"

G_BEGIN_DECLS

/* STL: the number of triangles, or "endsolid". */
gboolean vc_outline_check_stl (const guint8 *head, gsize head_length,
                               const char *tail, guint64 size, GError **error);

/* VTI, VTP: the last tag. */
gboolean vc_outline_check_xml (const char *tail, GError **error);

/* Legacy structured points in binary: the voxels after the header. */
gboolean vc_outline_check_legacy (const char *head, guint64 size,
                                  GError **error);

/* The one that fits @format; TRUE if there is none. */
gboolean vc_outline_check (const char *path, VcFormat format, GError **error);

G_END_DECLS
