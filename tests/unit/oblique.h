/* SPDX-License-Identifier: BSD-3-Clause
 *
 * One oblique volume, as every format writes it down.
 *
 * 4 × 3 × 2 voxels whose value is i + 10 j + 100 k, 0.5 × 0.75 × 2 mm. The
 * rotation has the columns (2, 2, −1)/3, (−1, 2, 2)/3, (2, −1, 2)/3.
 */

#pragma once

#include <glib.h>

#define OBLIQUE_N 24

static const double oblique_lps[12] = {
  1. / 3,  -0.25, 4. / 3,  -10, 1. / 3, 0.5,
  -2. / 3, 20,    -1. / 6, 0.5, 4. / 3, -30,
};

static inline void
oblique_fill (gint16 values[OBLIQUE_N])
{
  for (int k = 0; k < 2; k++)
    for (int j = 0; j < 3; j++)
      for (int i = 0; i < 4; i++)
        *values++ = i + 10 * j + 100 * k;
}

static inline void
oblique_assert_matrix (const double m[16], double tolerance)
{
  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat_with_epsilon (m[i], oblique_lps[i], tolerance);
}
