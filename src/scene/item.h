/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcItem: one thing that a scene shows.
 */

#pragma once

#include <functional>
#include <string>
#include <vector>

#include <vtkProp3D.h>
#include <vtkRenderer.h>

#include "detail.h"

class VcItem
{
public:
  virtual ~VcItem () = default;

  /* The picture is out of date, or Prepared() has changed. */
  std::function<void ()> OnChanged;

  /* For people, and to find it again. */
  std::string Name;

  /* (nullable): what keys and the mouse may change; NULL: nothing. */
  virtual vtkProp3D *
  GetProp ()
  {
    return nullptr;
  }

  virtual void AddTo (vtkRenderer *renderer) = 0;

  /* Called before each render. */
  virtual void SetDetail (const VcDetailLevel &level,
                          vtkRenderer *renderer) = 0;

  /* Appends x, y, z of points that show where the visible parts are. */
  virtual void AppendPoints (std::vector<double> &points) = 0;

  /* What can be varied, for vc_detail_init(). */
  virtual VcDetailContent
  GetContent ()
  {
    return (VcDetailContent)0;
  }

  virtual gsize
  CountTriangles ()
  {
    return 0;
  }

  virtual gsize
  CountTwinTriangles ()
  {
    return 0;
  }

  /* Does it look as it should, or is something still being computed? */
  virtual bool
  IsPrepared ()
  {
    return true;
  }
};
