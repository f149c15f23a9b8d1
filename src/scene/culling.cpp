/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Leaves out what nobody sees of a closed surface.
 */

#include "culling.h"

#include <vtkCamera.h>
#include <vtkProperty.h>

static bool
is_inside (const double bounds[6], const double point[3])
{
  for (int i = 0; i < 3; i++)
    if (point[i] < bounds[2 * i] || point[i] > bounds[2 * i + 1])
      return false;
  return true;
}

void
vc_cull_hidden_side (vtkActor *actor, vtkRenderer *renderer)
{
  vtkProperty *property = actor->GetProperty ();
  bool outside = !is_inside (actor->GetBounds (),
                             renderer->GetActiveCamera ()->GetPosition ());

  /* Lines and points hide nothing. */
  property->SetBackfaceCulling (outside && property->GetOpacity () == 1 &&
                                property->GetRepresentation () == VTK_SURFACE);
}
