/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The scenes that need no file: "vtkcast:cone", "vtkcast:mesh" and
 * "vtkcast:patches".
 */

#include "builtin.h"

#include <cstring>

#include <vtkActor.h>
#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkConeSource.h>
#include <vtkCoordinate.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkProperty.h>
#include <vtkUnsignedCharArray.h>

#include "culling.h"
#include "surface-look.h"

namespace
{

class ConeItem : public VcItem
{
public:
  ConeItem ()
  {
    vtkNew<vtkPolyDataMapper> mapper;

    Source->SetResolution (96);
    mapper->SetInputConnection (Source->GetOutputPort ());
    Actor->SetMapper (mapper);
    Actor->GetProperty ()->SetColor (0.96, 0.62, 0.26);
    Actor->GetProperty ()->SetSpecular (0.3);
    Actor->GetProperty ()->SetSpecularPower (30);
  }

  vtkProp3D *
  GetProp () override
  {
    return Actor;
  }

  void
  AddTo (vtkRenderer *renderer) override
  {
    renderer->AddActor (Actor);
  }

  void
  SetDetail (const VcDetailLevel &, vtkRenderer *renderer) override
  {
    vc_cull_hidden_side (Actor, renderer);
  }

  void
  AppendPoints (std::vector<double> &points) override
  {
    vtkPolyData *data = Source->GetOutput ();

    Source->Update ();
    for (vtkIdType i = 0; i < data->GetNumberOfPoints (); i++) {
      double *p = data->GetPoint (i);

      points.insert (points.end (), p, p + 3);
    }
  }

  void
  AppendParameters (VcParameterList &list) override
  {
    vc_surface_look_append (list, Actor, true);
  }

  void
  SetParameter (const std::string &name, GVariant *value) override
  {
    vc_surface_look_set (Actor, name, value);
  }

private:
  vtkNew<vtkConeSource> Source;
  vtkNew<vtkActor> Actor;
};

/* Two-dimensional, so that no light and no camera changes it. */
class PatchesItem : public VcItem
{
public:
  PatchesItem ()
  {
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> cells;
    vtkNew<vtkUnsignedCharArray> colors;
    vtkNew<vtkPolyData> data;
    vtkNew<vtkPolyDataMapper2D> mapper;
    vtkNew<vtkCoordinate> coordinate;

    colors->SetNumberOfComponents (3);
    for (int i = 0; i < VC_PATCH_ROWS * VC_PATCH_COLUMNS; i++) {
      double x = (double)(i % VC_PATCH_COLUMNS) / VC_PATCH_COLUMNS;
      double y = 1 - (double)(i / VC_PATCH_COLUMNS + 1) / VC_PATCH_ROWS;
      double x1 = x + 1.0 / VC_PATCH_COLUMNS;
      double y1 = y + 1.0 / VC_PATCH_ROWS;
      vtkIdType corners[4] = {points->InsertNextPoint (x, y, 0),
                              points->InsertNextPoint (x1, y, 0),
                              points->InsertNextPoint (x1, y1, 0),
                              points->InsertNextPoint (x, y1, 0)};

      cells->InsertNextCell (4, corners);
      colors->InsertNextTypedTuple (vc_patches[i]);
    }
    data->SetPoints (points);
    data->SetPolys (cells);
    data->GetCellData ()->SetScalars (colors);
    coordinate->SetCoordinateSystemToNormalizedViewport ();
    mapper->SetTransformCoordinate (coordinate);
    /* Without it corners are rounded to whole pixels from the wrong side. */
    mapper->TransformCoordinateUseDoubleOn ();
    mapper->SetInputData (data);
    Actor->SetMapper (mapper);
  }

  void
  AddTo (vtkRenderer *renderer) override
  {
    renderer->AddActor2D (Actor);
  }

  void
  SetDetail (const VcDetailLevel &, vtkRenderer *) override
  {
  }

  void
  AppendPoints (std::vector<double> &points) override
  {
  }

private:
  vtkNew<vtkActor2D> Actor;
};

} // namespace

bool
vc_builtin_exists (const char *location)
{
  static const char *const names[] = {"cone", "mesh", "patches"};

  if (!g_str_has_prefix (location, VC_BUILTIN_PREFIX))
    return false;
  for (const char *name : names)
    if (strcmp (location + strlen (VC_BUILTIN_PREFIX), name) == 0)
      return true;
  return false;
}

std::unique_ptr<VcItem>
vc_builtin_make_item (const char *location)
{
  const char *name = location + strlen (VC_BUILTIN_PREFIX);

  if (strcmp (name, "cone") == 0)
    return std::make_unique<ConeItem> ();
  return std::make_unique<PatchesItem> ();
}
