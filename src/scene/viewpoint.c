/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcViewpoint: the six sides from which a patient is looked at.
 */

#include "viewpoint.h"

#include <string.h>

/* A hundredth of a degree. */
#define MAX_ERROR 1.5e-8

static const VcViewpoint viewpoints[VC_N_VIEWPOINTS] = {
  {"anterior", {0, -1, 0}, {0, 0, 1}}, {"posterior", {0, 1, 0}, {0, 0, 1}},
  {"right", {-1, 0, 0}, {0, 0, 1}},    {"left", {1, 0, 0}, {0, 0, 1}},
  {"superior", {0, 0, 1}, {0, -1, 0}}, {"inferior", {0, 0, -1}, {0, -1, 0}},
};

const char *const vc_viewpoint_names[] = {
  VC_VIEWPOINT_FREE, "anterior", "posterior", "right", "left",
  "superior",        "inferior", NULL,
};

const VcViewpoint *
vc_viewpoint_find (const char *name)
{
  for (gsize i = 0; i < VC_N_VIEWPOINTS; i++)
    if (strcmp (name, viewpoints[i].name) == 0)
      return &viewpoints[i];
  return NULL;
}

const char *
vc_viewpoint_recognize (const double projection[3])
{
  for (gsize i = 0; i < VC_N_VIEWPOINTS; i++) {
    const double *direction = viewpoints[i].direction;
    double cosine =
      -(direction[0] * projection[0] + direction[1] * projection[1] +
        direction[2] * projection[2]);

    if (cosine > 1 - MAX_ERROR)
      return viewpoints[i].name;
  }
  return VC_VIEWPOINT_FREE;
}

void
vc_viewpoint_place (const VcViewpoint *self, const double focal_point[3],
                    double distance, double position[3])
{
  for (int i = 0; i < 3; i++)
    position[i] = focal_point[i] + distance * self->direction[i];
}
