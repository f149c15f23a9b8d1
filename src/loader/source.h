/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSource: the bytes of a regular file, decompressed on the way.
 */

#pragma once

#include <gio/gio.h>

#include "image-header.h"

G_BEGIN_DECLS

typedef struct _VcSource VcSource;

/* Opens regular files only: a FIFO or a device never blocks. */
VcSource *vc_source_new (const char *path, GError **error);
void vc_source_free (VcSource *self);

/* Of the file, compressed. */
guint64 vc_source_get_size (VcSource *self);

/* In the file; only for raw bytes the next one that is read. */
guint64 vc_source_get_position (VcSource *self);

/* 0…1: how far into the file. */
double vc_source_get_fraction (VcSource *self);

/* Back to byte @offset of the file; from there on bytes are decompressed. */
gboolean vc_source_seek (VcSource *self, guint64 offset, VcEncoding encoding,
                         GError **error);

/* Returns: bytes read, less than @length only at the end of the data, or −1. */
gssize vc_source_read (VcSource *self, void *buffer, gsize length,
                       GError **error);

gboolean vc_source_skip (VcSource *self, guint64 length, GError **error);
gboolean vc_source_skip_lines (VcSource *self, guint lines, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSource, vc_source_free)

G_END_DECLS
