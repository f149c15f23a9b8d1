/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Places a camera so that given points fill the view.
 */

#include "fit.h"

#include <math.h>

static double
dot (const double *a, const double *b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
cross (const double *a, const double *b, double *result)
{
  result[0] = a[1] * b[2] - a[2] * b[1];
  result[1] = a[2] * b[0] - a[0] * b[2];
  result[2] = a[0] * b[1] - a[1] * b[0];
}

void
vc_fit_camera (const VcFit *fit, const double *points, gsize n_points,
               double focal_point[3], double position[3])
{
  double right[3], low[3], high[3], middle[3];
  double slope_y = tan (fit->angle * G_PI / 360) * (1 - fit->margin);
  double slope_x = slope_y * fit->aspect;
  double distance = 0;
  const double *axes[] = {right, fit->view_up, fit->direction};

  cross (fit->direction, fit->view_up, right);
  for (int axis = 0; axis < 3; axis++) {
    low[axis] = G_MAXDOUBLE;
    high[axis] = -G_MAXDOUBLE;
    for (gsize i = 0; i < n_points; i++) {
      double p = dot (axes[axis], points + 3 * i);

      low[axis] = MIN (low[axis], p);
      high[axis] = MAX (high[axis], p);
    }
    middle[axis] = (low[axis] + high[axis]) / 2;
  }
  for (gsize i = 0; i < n_points; i++) {
    double x = fabs (dot (right, points + 3 * i) - middle[0]);
    double y = fabs (dot (fit->view_up, points + 3 * i) - middle[1]);
    double depth = dot (fit->direction, points + 3 * i) - middle[2];

    distance = MAX (distance, MAX (x / slope_x, y / slope_y) - depth);
  }
  if (!(distance > 0))
    distance = 1;
  for (int i = 0; i < 3; i++) {
    focal_point[i] = middle[0] * right[i] + middle[1] * fit->view_up[i] +
                     middle[2] * fit->direction[i];
    position[i] = focal_point[i] - distance * fit->direction[i];
  }
}
