/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Leaves out what nobody sees of a closed surface.
 */

#pragma once

#include <vtkActor.h>
#include <vtkRenderer.h>

/* Before each render. @actor shows a closed surface: from outside its inner
 * side is hidden, and shading it only to paint over it would cost as much as
 * what is seen. */
void vc_cull_hidden_side (vtkActor *actor, vtkRenderer *renderer);
