/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Presets: ways to show volumes, under the names that people know from 3D
 * Slicer. The values are our own.
 *
 * Pure.
 */

#pragma once

#include "histogram.h"
#include "transfer.h"

G_BEGIN_DECLS

/**
 * VcBlend:
 * How what lies along a ray becomes one colour.
 * @VC_BLEND_COMPOSITE: what is in front covers what is behind
 * @VC_BLEND_MIP: the greatest value
 * @VC_BLEND_MINIP: the least
 * @VC_BLEND_ADDITIVE: the sum
 */
typedef enum {
  VC_BLEND_COMPOSITE,
  VC_BLEND_MIP,
  VC_BLEND_MINIP,
  VC_BLEND_ADDITIVE,
} VcBlend;

/* The first one, which every modality has: as the volume is shown at first. */
#define VC_PRESET_DEFAULT "Default"

/* NULL-terminated. */
const char *const *vc_preset_list (VcModality modality);

/* Returns: (transfer full) (nullable): NULL if the modality has none of that
 * name. The values of those that are no CT follow @histogram. @blend: (out) */
VcTransfer *vc_preset_new (const char *name, VcModality modality,
                           const double range[2], const VcHistogram *histogram,
                           VcBlend *blend);

/* Where @transfer goes from nothing to nearly all that it shows: the width of
 * these values, and their middle. */
void vc_preset_get_window (const VcTransfer *transfer, double *window,
                           double *level);

G_END_DECLS
