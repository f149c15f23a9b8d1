/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Turns a vtkPolyData into the arrays of a VcSurface.
 */

#include "surface-arrays.h"

#include <algorithm>
#include <cmath>

#include <vtkCellArray.h>
#include <vtkDataArray.h>
#include <vtkPointData.h>
#include <vtkUnsignedCharArray.h>

#include "loader.h"

typedef struct {
  VcReport *report;
  VcMessage message;
  VcMemfd *arrays[VC_MESSAGE_MAX_FDS];
  unsigned n_arrays;
} Packet;

static void *
add_array (Packet *packet, VcArrays array, guint64 n, gsize size,
           GError **error)
{
  VcMemfd *memory = vc_report_allocate (packet->report, n, size, error);

  if (memory == nullptr)
    return nullptr;
  packet->message.arrays |= array;
  packet->arrays[packet->n_arrays++] = memory;
  return memory->data;
}

/* @width: components that are copied */
static bool
add_floats (Packet *packet, VcArrays array, vtkDataArray *from, int width,
            GError **error)
{
  vtkIdType n = from->GetNumberOfTuples ();
  auto *to = static_cast<float *> (
    add_array (packet, array, n, width * sizeof (float), error));

  if (to == nullptr)
    return false;
  if (from->GetDataType () == VTK_FLOAT &&
      from->GetNumberOfComponents () == width &&
      from->HasStandardMemoryLayout ()) {
    memcpy (to, from->GetVoidPointer (0), n * width * sizeof (float));
    return true;
  }
  for (vtkIdType i = 0; i < n; i++)
    for (int c = 0; c < width; c++)
      *to++ = static_cast<float> (from->GetComponent (i, c));
  return true;
}

/* A file may hold normals of any length. */
static void
normalize (float *v, vtkIdType n)
{
  for (; n > 0; n--, v += 3) {
    double length = std::sqrt (double (v[0]) * v[0] + double (v[1]) * v[1] +
                               double (v[2]) * v[2]);

    if (std::isfinite (length) && length > 0) {
      for (int c = 0; c < 3; c++)
        v[c] = static_cast<float> (v[c] / length);
    } else {
      v[0] = v[1] = 0;
      v[2] = 1;
    }
  }
}

static bool
add_colors (Packet *packet, vtkDataArray *from, GError **error)
{
  vtkIdType n = from->GetNumberOfTuples ();
  int width = from->GetNumberOfComponents ();
  auto *to =
    static_cast<guint8 *> (add_array (packet, VC_ARRAY_COLORS, n, 4, error));

  if (to == nullptr)
    return false;
  for (vtkIdType i = 0; i < n; i++, to += 4) {
    for (int c = 0; c < width; c++)
      to[c] = static_cast<guint8> (from->GetComponent (i, c));
    if (width == 3)
      to[3] = 255;
  }
  return true;
}

static bool
add_attributes (Packet *packet, vtkPolyData *surface, GError **error)
{
  vtkIdType n = surface->GetNumberOfPoints ();
  vtkDataArray *normals = surface->GetPointData ()->GetNormals ();
  vtkDataArray *scalars = surface->GetPointData ()->GetScalars ();

  if (normals && normals->GetNumberOfTuples () == n &&
      normals->GetNumberOfComponents () == 3) {
    if (!add_floats (packet, VC_ARRAY_NORMALS, normals, 3, error))
      return false;
    normalize (
      static_cast<float *> (packet->arrays[packet->n_arrays - 1]->data), n);
  }
  if (scalars == nullptr || scalars->GetNumberOfTuples () != n)
    return true;
  if (scalars->GetDataType () == VTK_UNSIGNED_CHAR &&
      (scalars->GetNumberOfComponents () == 3 ||
       scalars->GetNumberOfComponents () == 4))
    return add_colors (packet, scalars, error);
  if (scalars->GetNumberOfComponents () == 1)
    return add_floats (packet, VC_ARRAY_SCALARS, scalars, 1, error);
  return true;
}

/* Cells of @width points each; longer ones are taken for a chain of them. */
static vtkIdType
count_pieces (vtkCellArray *cells, vtkIdType width)
{
  vtkIdType n_pieces = 0, n;
  const vtkIdType *ids;

  for (vtkIdType i = 0; i < cells->GetNumberOfCells (); i++) {
    cells->GetCellAtId (i, n, ids);
    n_pieces += std::max<vtkIdType> (0, n - width + 1);
  }
  return n_pieces;
}

static bool
add_cells (Packet *packet, VcArrays array, vtkCellArray *cells, vtkIdType width,
           guint32 *n_pieces, GError **error)
{
  vtkIdType n, count = count_pieces (cells, width);
  const vtkIdType *ids;
  gint32 *to;

  if (count == 0)
    return true;
  if (count > G_MAXINT) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
                         "it has more than 2147483647 cells");
    return false;
  }
  *n_pieces = static_cast<guint32> (count);
  to = static_cast<gint32 *> (
    add_array (packet, array, count, width * sizeof (gint32), error));
  if (to == nullptr)
    return false;
  for (vtkIdType i = 0; i < cells->GetNumberOfCells (); i++) {
    cells->GetCellAtId (i, n, ids);
    for (vtkIdType first = 0; first + width <= n; first++)
      for (vtkIdType c = 0; c < width; c++)
        *to++ = static_cast<gint32> (ids[first + c]);
  }
  return true;
}

static bool
fill (Packet *packet, vtkPolyData *surface, GError **error)
{
  VcMessage *m = &packet->message;

  m->n_points = static_cast<guint32> (surface->GetNumberOfPoints ());
  return add_floats (packet, VC_ARRAY_POINTS, surface->GetPoints ()->GetData (),
                     3, error) &&
         add_attributes (packet, surface, error) &&
         add_cells (packet, VC_ARRAY_TRIANGLES, surface->GetPolys (), 3,
                    &m->n_triangles, error) &&
         add_cells (packet, VC_ARRAY_LINES, surface->GetLines (), 2,
                    &m->n_lines, error) &&
         add_cells (packet, VC_ARRAY_VERTICES, surface->GetVerts (), 1,
                    &m->n_vertices, error);
}

bool
vc_surface_arrays_send (VcReport *report, VcMessageType type,
                        vtkPolyData *surface, GError **error)
{
  Packet packet = {report};
  bool sent;

  vc_message_init (&packet.message, type);
  sent = fill (&packet, surface, error) &&
         vc_report_arrays (report, &packet.message, packet.arrays,
                           packet.n_arrays, error);
  for (unsigned i = 0; i < packet.n_arrays; i++)
    vc_memfd_free (packet.arrays[i]);
  return sent;
}

static bool
are_indices (vtkCellArray *cells, vtkIdType n_points)
{
  vtkIdType n;
  const vtkIdType *ids;

  if (!cells->IsValid ())
    return false;
  for (vtkIdType i = 0; i < cells->GetNumberOfCells (); i++) {
    cells->GetCellAtId (i, n, ids);
    for (vtkIdType c = 0; c < n; c++)
      if (ids[c] < 0 || ids[c] >= n_points)
        return false;
  }
  return true;
}

bool
vc_surface_arrays_check (vtkPolyData *surface, GError **error)
{
  vtkIdType n = surface->GetNumberOfPoints ();
  vtkCellArray *all[] = {surface->GetVerts (), surface->GetLines (),
                         surface->GetPolys (), surface->GetStrips ()};

  if (n == 0 || surface->GetNumberOfCells () == 0) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it holds nothing to show");
    return false;
  }
  if (n > G_MAXINT) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
                         "it has more than 2147483647 points");
    return false;
  }
  for (vtkCellArray *cells : all) {
    if (are_indices (cells, n))
      continue;
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its cells use points that it does not have");
    return false;
  }
  return true;
}
