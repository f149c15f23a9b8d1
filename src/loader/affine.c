/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Row-major 4×4 matrices that place voxels in space.
 */

#include "affine.h"

#include <math.h>
#include <string.h>

#include "loader.h"

/* Volume of the unit cell over that of a box with the same edges: 1 for
 * perpendicular axes, 0.5 for axes sheared by 60°. */
#define MIN_SINE 1e-3

static double
determinant (const double m[16])
{
  return m[0] * (m[5] * m[10] - m[6] * m[9]) -
         m[1] * (m[4] * m[10] - m[6] * m[8]) +
         m[2] * (m[4] * m[9] - m[5] * m[8]);
}

void
vc_affine_identity (double m[16])
{
  memset (m, 0, 16 * sizeof (double));
  m[0] = m[5] = m[10] = m[15] = 1;
}

void
vc_affine_set_column (double m[16], guint column, const double v[3])
{
  for (guint row = 0; row < 3; row++)
    m[4 * row + column] = v[row];
}

void
vc_affine_spacing (const double m[16], double spacing[3])
{
  for (guint c = 0; c < 3; c++)
    spacing[c] = sqrt (m[c] * m[c] + m[4 + c] * m[4 + c] + m[8 + c] * m[8 + c]);
}

void
vc_affine_scale_row (double m[16], guint row, double factor)
{
  for (guint c = 0; c < 4; c++)
    m[4 * row + c] = m[4 * row + c] * factor + 0.0; /* no −0 */
}

void
vc_affine_complete (double m[16], guint column, double length)
{
  guint a = (column + 1) % 3, b = (column + 2) % 3;
  double u[3] = {m[a], m[4 + a], m[8 + a]};
  double v[3] = {m[b], m[4 + b], m[8 + b]};
  double n[3] = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2],
                 u[0] * v[1] - u[1] * v[0]};
  double norm = sqrt (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);

  for (guint i = 0; i < 3; i++)
    n[i] = norm > 0 ? n[i] / norm * length : 0;
  vc_affine_set_column (m, column, n);
}

void
vc_affine_invert (const double m[16], double inverse[9])
{
  double d = determinant (m);

  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 3; column++) {
      guint a = (column + 1) % 3, b = (column + 2) % 3;
      guint c = (row + 1) % 3, e = (row + 2) % 3;

      inverse[3 * row + column] =
        (m[4 * a + c] * m[4 * b + e] - m[4 * a + e] * m[4 * b + c]) / d;
    }
}

gboolean
vc_affine_check (const double m[16], GError **error)
{
  double spacing[3];

  for (guint i = 0; i < 12; i++) {
    if (!isfinite (m[i]) || fabs (m[i]) > 1e9) {
      g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                           "its position in space is no finite number");
      return FALSE;
    }
  }
  vc_affine_spacing (m, spacing);
  for (guint i = 0; i < 3; i++) {
    if (spacing[i] < 1e-6 || spacing[i] > 1e6) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "its voxels are %g mm apart along axis %u", spacing[i],
                   i + 1);
      return FALSE;
    }
  }
  if (fabs (determinant (m)) <
      MIN_SINE * spacing[0] * spacing[1] * spacing[2]) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its three axes lie in one plane");
    return FALSE;
  }
  return TRUE;
}
