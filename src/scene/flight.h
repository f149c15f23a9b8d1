/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFlight: the way of a camera from one place to another.
 *
 * Pure arithmetic.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_FLIGHT_US 400000

/**
 * VcPose:
 * Where a camera stands, and what it looks at.
 */
typedef struct {
  double position[3];
  double focal_point[3];
  double view_up[3];
  double parallel_scale;
} VcPose;

typedef struct {
  VcPose from;
  VcPose to;
  gint64 start_us;
} VcFlight;

/* Returns whether the flight goes on after @now_us. At its end @pose is exactly
 * its target. */
gboolean vc_flight_get_pose (const VcFlight *self, gint64 now_us, VcPose *pose);

G_END_DECLS
