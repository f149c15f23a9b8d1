/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whole notches from a wheel that turns by fractions of them.
 */

#include "wheel.h"

#include <math.h>

/* At once; nobody's hand turns more. */
#define MAX_NOTCHES 100
/* Ten tenths are one. */
#define TOLERANCE 1e-6

int
vc_wheel_take_notches (double *rest, double delta)
{
  int notches;

  if (*rest * delta < 0)
    *rest = 0;
  *rest += CLAMP (delta, -MAX_NOTCHES, MAX_NOTCHES);
  notches = (int)trunc (*rest + copysign (TOLERANCE, *rest));
  *rest -= notches;
  return notches;
}
