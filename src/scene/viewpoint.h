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

/**
 * VcViewpoint:
 * @name: of the action that looks from there: "look-from-anterior"
 * @title: for people
 * @direction: LPS: from what is looked at to who looks
 * @view_up: LPS: superior, or anterior for who looks along the body
 */
typedef struct {
  const char *name;
  const char *title;
  double direction[3];
  double view_up[3];
} VcViewpoint;

/* In the order in which people see them. */
extern const VcViewpoint vc_viewpoints[VC_N_VIEWPOINTS];

/* (nullable): NULL: another name */
const VcViewpoint *vc_viewpoint_find (const char *name);

/* Where a camera goes that keeps its focal point and its distance. */
void vc_viewpoint_place (const VcViewpoint *self, const double focal_point[3],
                         double distance, double position[3]);

G_END_DECLS
