/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads the voxels that a VcImageHeader describes into memory.
 */

#pragma once

#include "source.h"

G_BEGIN_DECLS

/**
 * VcVoxelsProgress:
 * @fraction: 0…1
 */
typedef void (*VcVoxelsProgress) (double fraction, gpointer data);

/* Does @source, the data file, hold as much as @header promises? Compressed
 * data are judged by the best ratio that deflate can reach. */
gboolean vc_voxels_check_length (const VcImageHeader *header, VcSource *source,
                                 GError **error);

/* Moves @source to the first voxel. */
gboolean vc_voxels_seek (const VcImageHeader *header, VcSource *source,
                         GError **error);

/* @voxels: vc_image_header_n_values() values of vc_image_header_type(). */
gboolean vc_voxels_read (const VcImageHeader *header, VcSource *source,
                         void *voxels, VcVoxelsProgress progress, gpointer data,
                         GError **error);

/* @from: @n stored values in native byte order
 * @to: of vc_image_header_type(); slope and intercept are applied */
gboolean vc_voxels_convert (const VcImageHeader *header, const void *from,
                            void *to, gsize n, GError **error);

G_END_DECLS
