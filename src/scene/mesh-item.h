/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMeshItem: a surface, with a coarser twin for quick pictures.
 */

#pragma once

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkSmartPointer.h>

#include "item.h"
#include "surface.h"
#include "worker.h"

class VcMeshItem : public VcItem
{
public:
  VcMeshItem (VcSurface *surface, GMainContext *context);
  ~VcMeshItem () override;

  void SetTwin (VcSurface *twin);

  vtkProp3D *
  GetProp () override
  {
    return Actor;
  }

  void AddTo (vtkRenderer *renderer) override;
  void SetDetail (const VcDetailLevel &level, vtkRenderer *renderer) override;
  void AppendPoints (std::vector<double> &points) override;
  VcDetailContent GetContent () override;
  gsize CountTriangles () override;
  gsize CountTwinTriangles () override;
  void AppendParameters (VcParameterList &list) override;
  void SetParameter (const std::string &name, GVariant *value) override;

private:
  static gpointer CheckClosed (VcWorker *worker, gpointer data);
  static void OnClosed (gpointer result, gpointer data);

  VcSurface *Surface;
  VcSurface *Twin = nullptr;
  vtkNew<vtkActor> Actor;
  vtkSmartPointer<vtkPolyDataMapper> Mapper;
  vtkSmartPointer<vtkPolyDataMapper> TwinMapper;
  VcWorker *Worker = nullptr;
  bool Closed = false;
};
