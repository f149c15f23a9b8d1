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
#include "parameter-list.h"

class VcItem
{
public:
  virtual ~VcItem () = default;

  /* The picture is out of date, or Prepared() has changed. */
  std::function<void ()> OnChanged;

  /* For people, and to find it again. */
  std::string Name;

  /* The place of what it came from among all that was asked for. */
  int Order = 0;

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

  /* What people can set of it. */
  virtual void
  AppendParameters (VcParameterList &)
  {
  }

  /* @name: as it was appended. @value: as it was described. */
  virtual void
  SetParameter (const std::string &, GVariant *)
  {
  }

  /* Does it look as it should, or is something still being computed? */
  virtual bool
  IsPrepared ()
  {
    return true;
  }
};
