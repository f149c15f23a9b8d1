/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcViewpoint: the six sides from which a patient is looked at.
 */

#include "viewpoint.h"

#include <string.h>

const VcViewpoint vc_viewpoints[VC_N_VIEWPOINTS] = {
  {"look-from-anterior", "Anterior", {0, -1, 0}, {0, 0, 1}},
  {"look-from-posterior", "Posterior", {0, 1, 0}, {0, 0, 1}},
  {"look-from-right", "Right", {-1, 0, 0}, {0, 0, 1}},
  {"look-from-left", "Left", {1, 0, 0}, {0, 0, 1}},
  {"look-from-superior", "Superior", {0, 0, 1}, {0, -1, 0}},
  {"look-from-inferior", "Inferior", {0, 0, -1}, {0, -1, 0}},
};

const VcViewpoint *
vc_viewpoint_find (const char *name)
{
  for (gsize i = 0; i < VC_N_VIEWPOINTS; i++)
    if (strcmp (name, vc_viewpoints[i].name) == 0)
      return &vc_viewpoints[i];
  return NULL;
}

void
vc_viewpoint_place (const VcViewpoint *self, const double focal_point[3],
                    double distance, double position[3])
{
  for (int i = 0; i < 3; i++)
    position[i] = focal_point[i] + distance * self->direction[i];
}
