/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What C++ code in the render thread may do with a VcDataScene: put VTK
 * widgets and actors of its own into it.
 */

#pragma once

#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>

#include "data-scene.h"

/* NULL before setup and after teardown. */
vtkRenderer *vc_data_scene_get_renderer (VcDataScene *self);
vtkRenderWindowInteractor *vc_data_scene_get_interactor (VcDataScene *self);
