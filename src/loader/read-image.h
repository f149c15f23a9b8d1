/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads NRRD, MetaImage and NIfTI volumes.
 */

#pragma once

#include "format.h"
#include "report.h"

G_BEGIN_DECLS

gboolean vc_read_image (VcReport *report, const char *path, VcFormat format,
                        GError **error);

/* Sends @voxels, which @header describes. */
gboolean vc_read_image_send (VcReport *report, const VcImageHeader *header,
                             VcMemfd *voxels, GError **error);

G_END_DECLS
