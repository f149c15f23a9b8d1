/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The twin of a large surface: fewer triangles, for while it moves.
 */

#include "decimate.h"

#include <vtkCellArray.h>
#include <vtkCleanPolyData.h>
#include <vtkDataArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyDataNormals.h>
#include <vtkQuadricDecimation.h>
#include <vtkSmartPointer.h>
#include <vtkStaticPointLocator.h>

#include "loader.h"
#include "surface-arrays.h"

#define MAX_DRAWN 80000
#define MAX_TWIN 40000
#define FEATURE_ANGLE 30

/* Points that lie on each other (a mesh that was split for its normals) have to
 * be one, or the decimation tears the surface apart there. */
static vtkSmartPointer<vtkPolyData>
merge_points (vtkPolyData *triangles)
{
  vtkNew<vtkPolyData> bare;
  vtkNew<vtkCleanPolyData> clean;

  bare->SetPoints (triangles->GetPoints ());
  bare->SetPolys (triangles->GetPolys ());
  clean->SetInputData (bare);
  clean->ConvertPolysToLinesOff ();
  clean->ConvertLinesToPointsOff ();
  clean->Update ();
  return clean->GetOutput ();
}

/* vtkQuadricDecimation and not vtkQuadricClustering, whose result shades with
 * black speckles. */
static vtkSmartPointer<vtkPolyData>
decimate (vtkPolyData *merged)
{
  vtkNew<vtkQuadricDecimation> filter;
  vtkNew<vtkPolyDataNormals> normals;
  double keep = double (MAX_TWIN) / merged->GetNumberOfPolys ();

  filter->SetInputData (merged);
  filter->SetTargetReduction (1 - keep);
  filter->Update ();
  normals->SetInputData (filter->GetOutput ());
  normals->SetFeatureAngle (2 * FEATURE_ANGLE);
  normals->ConsistencyOff ();
  normals->Update ();
  return normals->GetOutput ();
}

/* Each point of @twin gets the value of the nearest one of @from. */
static void
carry_values (vtkPolyData *from, vtkPolyData *twin)
{
  vtkDataArray *values = from->GetPointData ()->GetScalars ();
  vtkNew<vtkStaticPointLocator> locator;
  vtkSmartPointer<vtkDataArray> carried;

  if (values == nullptr)
    return;
  carried.TakeReference (values->NewInstance ());
  carried->SetNumberOfComponents (values->GetNumberOfComponents ());
  carried->SetNumberOfTuples (twin->GetNumberOfPoints ());
  locator->SetDataSet (from);
  locator->BuildLocator ();
  for (vtkIdType i = 0; i < twin->GetNumberOfPoints (); i++)
    carried->SetTuple (i, locator->FindClosestPoint (twin->GetPoint (i)),
                       values);
  twin->GetPointData ()->SetScalars (carried);
}

bool
vc_decimate_send (VcReport *report, vtkPolyData *triangles, GError **error)
{
  vtkSmartPointer<vtkPolyData> twin;

  if (triangles->GetNumberOfPolys () <= MAX_DRAWN)
    return true;
  twin = decimate (merge_points (triangles));
  /* Nothing is lost without a twin. */
  if (twin->GetNumberOfPolys () == 0 ||
      twin->GetNumberOfPolys () > MAX_TWIN + 1)
    return true;
  carry_values (triangles, twin);
  return vc_surface_arrays_send (report, VC_MESSAGE_TWIN, twin, error);
}
