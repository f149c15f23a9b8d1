/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFlight: the way of a camera from one place to another.
 */

#include "flight.h"

static void
mix (const double *from, const double *to, double t, double *result, int n)
{
  for (int i = 0; i < n; i++)
    result[i] = from[i] + (to[i] - from[i]) * t;
}

gboolean
vc_flight_get_pose (const VcFlight *self, gint64 now_us, VcPose *pose)
{
  double t = (double)(now_us - self->start_us) / VC_FLIGHT_US;

  if (t >= 1) {
    *pose = self->to;
    return FALSE;
  }
  t = MAX (t, 0);
  t = t * t * (3 - 2 * t);
  mix (self->from.position, self->to.position, t, pose->position, 3);
  mix (self->from.focal_point, self->to.focal_point, t, pose->focal_point, 3);
  mix (self->from.view_up, self->to.view_up, t, pose->view_up, 3);
  mix (&self->from.parallel_scale, &self->to.parallel_scale, t,
       &pose->parallel_scale, 1);
  return TRUE;
}
