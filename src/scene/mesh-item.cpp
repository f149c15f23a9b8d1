/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMeshItem: a surface, with a coarser twin for quick pictures.
 */

#include "mesh-item.h"

#include <vtkCellArray.h>
#include <vtkColorTransferFunction.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include "culling.h"
#include "surface-look.h"
#include "topology.h"

#define FIT_SAMPLES 100000

namespace
{

template <typename Array>
vtkSmartPointer<Array>
wrap (GBytes *bytes, int components)
{
  auto array = vtkSmartPointer<Array>::New ();
  gsize size;
  auto *data = (typename Array::ValueType *)g_bytes_get_data (bytes, &size);

  array->SetNumberOfComponents (components);
  array->SetArray (data, size / sizeof (*data), 1);
  return array;
}

vtkSmartPointer<vtkCellArray>
wrap_cells (GBytes *bytes, int size)
{
  auto cells = vtkSmartPointer<vtkCellArray>::New ();

  cells->SetData (size, wrap<vtkTypeInt32Array> (bytes, 1));
  return cells;
}

/* Shares the surface's arrays. */
vtkSmartPointer<vtkPolyData>
wrap_surface (const VcSurface *surface)
{
  auto data = vtkSmartPointer<vtkPolyData>::New ();
  vtkNew<vtkPoints> points;

  points->SetData (wrap<vtkFloatArray> (surface->points, 3));
  data->SetPoints (points);
  if (surface->normals)
    data->GetPointData ()->SetNormals (
      wrap<vtkFloatArray> (surface->normals, 3));
  if (surface->colors)
    data->GetPointData ()->SetScalars (
      wrap<vtkUnsignedCharArray> (surface->colors, 4));
  else if (surface->scalars)
    data->GetPointData ()->SetScalars (
      wrap<vtkFloatArray> (surface->scalars, 1));
  if (surface->triangles)
    data->SetPolys (wrap_cells (surface->triangles, 3));
  if (surface->lines)
    data->SetLines (wrap_cells (surface->lines, 2));
  if (surface->vertices)
    data->SetVerts (wrap_cells (surface->vertices, 1));
  return data;
}

/* Moreland, "Diverging Color Maps for Scientific Visualization" (2009). */
vtkSmartPointer<vtkColorTransferFunction>
make_colors (const double range[2])
{
  auto colors = vtkSmartPointer<vtkColorTransferFunction>::New ();
  double high = range[1] > range[0] ? range[1] : range[0] + 1;

  colors->SetColorSpaceToDiverging ();
  colors->AddRGBPoint (range[0], 0.230, 0.299, 0.754);
  colors->AddRGBPoint (high, 0.706, 0.016, 0.150);
  return colors;
}

vtkSmartPointer<vtkPolyDataMapper>
make_mapper (const VcSurface *surface)
{
  auto mapper = vtkSmartPointer<vtkPolyDataMapper>::New ();

  mapper->SetInputData (wrap_surface (surface));
  mapper->SetScalarVisibility (surface->colors || surface->scalars);
  if (surface->scalars) {
    mapper->SetLookupTable (make_colors (surface->scalar_range));
    mapper->UseLookupTableScalarRangeOn ();
  }
  return mapper;
}

gsize
count_triangles (const VcSurface *surface)
{
  return surface && surface->triangles
           ? g_bytes_get_size (surface->triangles) / 12
           : 0;
}

bool
is_opaque (const VcSurface *surface)
{
  gsize size;
  const guint8 *colors;

  if (!surface->colors)
    return true;
  colors = (const guint8 *)g_bytes_get_data (surface->colors, &size);
  for (gsize i = 3; i < size; i += 4)
    if (colors[i] != 255)
      return false;
  return true;
}

} // namespace

VcMeshItem::VcMeshItem (VcSurface *surface, GMainContext *context)
{
  vtkProperty *property = Actor->GetProperty ();

  Surface = vc_surface_ref (surface);
  Mapper = make_mapper (surface);
  Actor->SetMapper (Mapper);
  /* Bone. */
  property->SetColor (0.93, 0.88, 0.77);
  property->SetAmbient (0.05);
  property->SetDiffuse (0.9);
  property->SetSpecular (0.15);
  property->SetSpecularPower (20);
  if (surface->lines || surface->vertices) {
    property->SetLineWidth (2);
    property->SetPointSize (3);
  }
  if (count_triangles (surface) > 0 && is_opaque (surface))
    Worker = vc_worker_new (context, CheckClosed, OnClosed, this);
}

VcMeshItem::~VcMeshItem ()
{
  g_clear_pointer (&Worker,
                   [] (VcWorker *worker) { vc_worker_free (worker, nullptr); });
  vc_surface_unref (Surface);
  g_clear_pointer (&Twin, vc_surface_unref);
}

gpointer
VcMeshItem::CheckClosed (VcWorker *worker, gpointer data)
{
  VcMeshItem *self = (VcMeshItem *)data;

  return GINT_TO_POINTER (vc_topology_is_closed (self->Surface));
}

void
VcMeshItem::OnClosed (gpointer result, gpointer data)
{
  VcMeshItem *self = (VcMeshItem *)data;

  /* The picture stays the same, so nobody needs a new one. */
  self->Closed = GPOINTER_TO_INT (result);
}

void
VcMeshItem::SetTwin (VcSurface *twin)
{
  g_clear_pointer (&Twin, vc_surface_unref);
  Twin = vc_surface_ref (twin);
  TwinMapper = make_mapper (twin);
}

void
VcMeshItem::AddTo (vtkRenderer *renderer)
{
  renderer->AddActor (Actor);
}

void
VcMeshItem::SetDetail (const VcDetailLevel &level, vtkRenderer *renderer)
{
  Actor->SetMapper (level.twin && TwinMapper ? TwinMapper : Mapper);
  if (Closed)
    vc_cull_hidden_side (Actor, renderer);
}

void
VcMeshItem::AppendPoints (std::vector<double> &points)
{
  const float *from =
    (const float *)g_bytes_get_data (Surface->points, nullptr);
  guint step = (Surface->n_points / FIT_SAMPLES) | 1;

  for (gsize i = 0; i < Surface->n_points; i += step)
    for (int axis = 0; axis < 3; axis++)
      points.push_back (from[3 * i + axis]);
}

VcDetailContent
VcMeshItem::GetContent ()
{
  return TwinMapper ? VC_DETAIL_TWIN : (VcDetailContent)0;
}

gsize
VcMeshItem::CountTriangles ()
{
  return count_triangles (Surface);
}

gsize
VcMeshItem::CountTwinTriangles ()
{
  return Twin ? count_triangles (Twin) : count_triangles (Surface);
}

void
VcMeshItem::AppendParameters (VcParameterList &list)
{
  vc_surface_look_append (list, Actor, !Surface->colors && !Surface->scalars);
}

void
VcMeshItem::SetParameter (const std::string &name, GVariant *value)
{
  vc_surface_look_set (Actor, name, value);
}
