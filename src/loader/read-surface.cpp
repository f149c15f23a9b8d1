/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads surfaces with VTK's readers.
 */

#include "read-surface.h"

#include <vtkCellData.h>
#include <vtkCellDataToPointData.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPLYReader.h>
#include <vtkPointData.h>
#include <vtkPolyDataNormals.h>
#include <vtkPolyDataReader.h>
#include <vtkSTLReader.h>
#include <vtkSmartPointer.h>
#include <vtkTriangleFilter.h>
#include <vtkXMLPolyDataReader.h>

#include "decimate.h"
#include "loader.h"
#include "surface-arrays.h"
#include "vtk-trouble.h"

#define FEATURE_ANGLE 30

/* Shares of the whole progress. */
#define READ_END 0.7
#define TRIANGLES_END 0.8
#define NORMALS_END 0.98

typedef vtkSmartPointer<vtkPolyData> Surface;

template <typename Reader>
static Surface
read_with (VcReport *report, const char *path, GError **error)
{
  vtkNew<Reader> reader;
  Surface output;

  reader->SetFileName (path);
  if (!vc_vtk_trouble_update (reader, report, 0, READ_END, error))
    return nullptr;
  output = reader->GetOutput ();
  return output;
}

static Surface
read (VcReport *report, const char *path, VcFormat format, GError **error)
{
  switch (format) {
  case VC_FORMAT_VTP:
    return read_with<vtkXMLPolyDataReader> (report, path, error);
  case VC_FORMAT_STL:
    return read_with<vtkSTLReader> (report, path, error);
  case VC_FORMAT_PLY:
    return read_with<vtkPLYReader> (report, path, error);
  case VC_FORMAT_OBJ:
    return read_with<vtkOBJReader> (report, path, error);
  case VC_FORMAT_VTK:
    return read_with<vtkPolyDataReader> (report, path, error);
  default:
    g_assert_not_reached ();
  }
}

/* Values of cells become values of points where points have none. */
static Surface
move_cell_values (vtkPolyData *surface)
{
  vtkNew<vtkCellDataToPointData> filter;
  vtkDataArray *values = surface->GetCellData ()->GetScalars ();

  if (surface->GetPointData ()->GetScalars () || values == nullptr)
    return surface;
  filter->SetInputData (surface);
  filter->Update ();
  return filter->GetPolyDataOutput ();
}

static Surface
make_triangles (VcReport *report, vtkPolyData *surface, GError **error)
{
  vtkNew<vtkTriangleFilter> filter;

  filter->SetInputData (surface);
  if (!vc_vtk_trouble_update (filter, report, READ_END, TRIANGLES_END, error))
    return nullptr;
  return filter->GetOutput ();
}

static bool
has_normals (vtkPolyData *surface)
{
  vtkDataArray *normals = surface->GetPointData ()->GetNormals ();

  return normals && normals->GetNumberOfComponents () == 3 &&
         normals->GetNumberOfTuples () == surface->GetNumberOfPoints ();
}

static Surface
make_normals (VcReport *report, vtkPolyData *surface, GError **error)
{
  vtkNew<vtkPolyDataNormals> filter;

  if (has_normals (surface) || surface->GetNumberOfPolys () == 0)
    return surface;
  filter->SetInputData (surface);
  filter->SetFeatureAngle (FEATURE_ANGLE);
  filter->SplittingOn ();
  filter->ConsistencyOn ();
  if (!vc_vtk_trouble_update (filter, report, TRIANGLES_END, NORMALS_END,
                              error))
    return nullptr;
  return filter->GetOutput ();
}

static bool
send (VcReport *report, vtkPolyData *input, GError **error)
{
  Surface surface = input, triangles;

  if (!vc_surface_arrays_check (surface, error))
    return false;
  surface = move_cell_values (surface);
  triangles = make_triangles (report, surface, error);
  if (triangles == nullptr)
    return false;
  surface = make_normals (report, triangles, error);
  if (surface == nullptr || !vc_surface_arrays_check (surface, error) ||
      !vc_surface_arrays_send (report, VC_MESSAGE_SURFACE, surface, error))
    return false;
  surface = nullptr;
  return vc_decimate_send (report, triangles, error);
}

bool
vc_read_surface (VcReport *report, const char *path, VcFormat format,
                 GError **error)
{
  Surface surface = read (report, path, format, error);

  return surface && send (report, surface, error);
}
