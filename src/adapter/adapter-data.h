/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Data: what an adapter consists of.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "adapter-exchange.h"
#include "adapter-parameters.h"
#include "adapter-stage.h"

namespace
{

struct Data {
  Data (vtkRenderWindow *w, vtkRenderWindowInteractor *interactor)
      : window (w), stage (w, interactor)
  {
  }

  vtkSmartPointer<vtkRenderWindow> window;
  Stage stage;
  Parameters parameters;
  Exchange exchange;
  std::function<void ()> wake;
  std::function<void (const VcAdapterPick &pick)> picked;
  std::string title = "VTK";

  std::mutex lock;
  /* (nullable): between setup and teardown; under the lock */
  GMainContext *render_context = nullptr;

  struct {
    Exchange::PicturePtr shown;
    View view = {};
    int width = 1;
    int height = 1;
  } in_render;
};

} // namespace
