/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransfer: which colour and opacity a voxel's value has.
 *
 * Pure: computed from what is known about the values.
 */

#pragma once

#include "histogram.h"
#include "volume.h"

G_BEGIN_DECLS

/**
 * VcTransferPoint:
 * @value: of a voxel
 * @color: red, green, blue, 0…1
 * @opacity: 0…1, of a ray's way through one voxel
 *
 * Between points both are interpolated, outside they stay.
 */
typedef struct {
  double value;
  double color[3];
  double opacity;
} VcTransferPoint;

/**
 * VcTransfer:
 * @points: with growing values
 * @n_points: at least 2
 * @shade: light the surfaces
 * @nearest: do not interpolate voxels: values are names
 * @direct: the voxels are colours themselves, RGBA bytes; only opacity is
 *   used, of A
 */
typedef struct {
  VcTransferPoint *points;
  guint n_points;
  gboolean shade;
  gboolean nearest;
  gboolean direct;
} VcTransfer;

VcTransfer *vc_transfer_new (VcModality modality, const double range[2],
                             const VcHistogram *histogram);
void vc_transfer_free (VcTransfer *self);

double vc_transfer_get_opacity (const VcTransfer *self, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcTransfer, vc_transfer_free)

G_END_DECLS
