/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSection: the picture of a volume in an anatomical plane.
 *
 * Pure. The plane lies square in the patient, however the voxels lie.
 */

#pragma once

#include "catalog.h"
#include "transfer.h"
#include "volume.h"

G_BEGIN_DECLS

/* @offset in the plane's direction, millimetres: of the volume's first and last
 * voxel. */
void vc_section_get_range (const VcVolume *volume, VcPlane plane,
                           double range[2]);

/* @transfer: colours of labels. Values of one component are interpolated, and
 * shown in grey. Fails with G_IO_ERROR_NO_SPACE if there is no memory. */
VcSlice *vc_section_draw (const VcVolume *volume, const VcTransfer *transfer,
                          const VcSliceRequest *request, GError **error);

G_END_DECLS
