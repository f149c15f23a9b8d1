/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcViewpoint: the six sides from which a patient is looked at.
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_N_VIEWPOINTS 6

/* Of a camera that is at none of them. */
#define VC_VIEWPOINT_FREE "free"

/**
 * VcViewpoint:
 * @name: "anterior"
 * @direction: LPS: from what is looked at to who looks
 * @view_up: LPS: superior, or anterior for who looks along the body
 */
typedef struct {
  const char *name;
  double direction[3];
  double view_up[3];
} VcViewpoint;

/* %VC_VIEWPOINT_FREE, the names, and NULL. */
extern const char *const vc_viewpoint_names[VC_N_VIEWPOINTS + 2];

/* (nullable): NULL: another name */
const VcViewpoint *vc_viewpoint_find (const char *name);

/* The name of the side from which a camera looks that looks along @projection,
 * a unit vector, whichever way is up. */
const char *vc_viewpoint_recognize (const double projection[3]);

/* Where a camera goes that keeps its focal point and its distance. */
void vc_viewpoint_place (const VcViewpoint *self, const double focal_point[3],
                         double distance, double position[3]);

G_END_DECLS
