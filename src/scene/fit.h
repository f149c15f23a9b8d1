/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Places a camera so that given points fill the view.
 *
 * Pure arithmetic.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcFit:
 * @direction: of view, length 1
 * @view_up: at right angles to @direction, length 1
 * @angle: of view from bottom to top, degrees
 * @aspect: width ÷ height
 * @margin: share of the view that stays free, 0…1
 */
typedef struct {
  double direction[3];
  double view_up[3];
  double angle;
  double aspect;
  double margin;
} VcFit;

/* @points: x, y, z of each of @n_points ≥ 1 points. @focal_point: the middle of
 * them. */
void vc_fit_camera (const VcFit *fit, const double *points, gsize n_points,
                    double focal_point[3], double position[3]);

G_END_DECLS
