/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of a NIfTI-1 or NIfTI-2 file.
 *
 * After nifti1.h and nifti2.h (nifti.nimh.nih.gov): the sform places the voxels
 * if there is one, else the qform, else the voxel sizes alone. NIfTI's space is
 * RAS, so the first two rows change sign.
 */

#pragma once

#include "image-header.h"

G_BEGIN_DECLS

/* @bytes: the beginning of the file, decompressed. */
VcImageHeader *vc_nifti_parse (const guint8 *bytes, gsize length,
                               GError **error);

G_END_DECLS
