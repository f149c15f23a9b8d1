/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads volumes with VTK's readers.
 */

#include "read-volume.h"

#include <vtkCellData.h>
#include <vtkImageData.h>
#include <vtkMatrix3x3.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkSmartPointer.h>
#include <vtkStructuredPoints.h>
#include <vtkStructuredPointsReader.h>
#include <vtkXMLImageDataReader.h>

#include "affine.h"
#include "loader.h"
#include "read-image.h"
#include "statistics.h"
#include "voxels.h"
#include "vtk-trouble.h"

#define READ_END 0.8

static bool
find_type (vtkDataArray *values, guint *stored)
{
  gboolean is_signed = values->GetDataTypeMin () < 0;
  int size = values->GetDataTypeSize ();

  switch (values->GetDataType ()) {
  case VTK_FLOAT:
    *stored = VC_SCALAR_FLOAT32;
    return true;
  case VTK_DOUBLE:
    *stored = VC_SCALAR_FLOAT64;
    return true;
  case VTK_BIT:
    return false;
  }
  *stored = size == 1   ? (is_signed ? VC_SCALAR_INT8 : VC_SCALAR_UINT8)
            : size == 2 ? (is_signed ? VC_SCALAR_INT16 : VC_SCALAR_UINT16)
            : size == 4 ? (is_signed ? VC_SCALAR_INT32 : VC_SCALAR_UINT32)
                        : (is_signed ? static_cast<int> (VC_STORED_INT64)
                                     : static_cast<int> (VC_STORED_UINT64));
  return true;
}

/* Its values decide which type holds the rescaled ones. */
static void
find_range (VcImageHeader *header, vtkDataArray *values)
{
  if (header->stored <= VC_SCALAR_FLOAT64)
    vc_statistics_range (
      values->GetVoidPointer (0), static_cast<VcScalarType> (header->stored),
      values->GetNumberOfTuples (), header->components, header->stored_range);
}

bool
vc_read_volume_send (VcReport *report, VcImageHeader *header,
                     vtkDataArray *values, GError **error)
{
  g_autoptr (VcMemfd) voxels = nullptr;
  guint64 n;

  header->components = values->GetNumberOfComponents ();
  if (!find_type (values, &header->stored) ||
      !values->HasStandardMemoryLayout ()) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "its values are of a type that is not supported");
    return false;
  }
  if (!vc_image_header_check (header, error))
    return false;
  n = vc_image_header_n_values (header);
  if (static_cast<guint64> (values->GetNumberOfValues ()) != n) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its number of values does not fit its size");
    return false;
  }
  if (header->components == 1)
    find_range (header, values);
  voxels = vc_report_allocate (
    report, n, vc_scalar_type_size (vc_image_header_type (header)), error);
  return voxels &&
         vc_voxels_convert (header, values->GetVoidPointer (0), voxels->data, n,
                            error) &&
         vc_read_image_send (report, header, voxels, error);
}

/* @is_cell: values lie between the points */
static void
place (VcImageHeader *header, vtkImageData *image, bool is_cell)
{
  vtkMatrix3x3 *directions = image->GetDirectionMatrix ();
  const int *extent = image->GetExtent ();
  double origin[3];

  for (int axis = 0; axis < 3; axis++) {
    double v[3];
    int size = extent[2 * axis + 1] - extent[2 * axis];

    for (int row = 0; row < 3; row++)
      v[row] = directions->GetElement (row, axis) * image->GetSpacing ()[axis];
    vc_affine_set_column (header->ijk_to_lps, axis, v);
    header->dims[axis] = MAX (0, is_cell ? MAX (size, 1) : size + 1);
  }
  for (int row = 0; row < 3; row++) {
    origin[row] = image->GetOrigin ()[row];
    for (int axis = 0; axis < 3; axis++)
      origin[row] += header->ijk_to_lps[4 * row + axis] *
                     (extent[2 * axis] + (is_cell ? 0.5 : 0));
  }
  vc_affine_set_column (header->ijk_to_lps, 3, origin);
}

static vtkDataArray *
find_values (vtkDataSetAttributes *attributes)
{
  vtkDataArray *values = attributes->GetScalars ();

  for (int i = 0; values == nullptr && i < attributes->GetNumberOfArrays ();
       i++)
    values = attributes->GetArray (i);
  return values;
}

static bool
send_image (VcReport *report, vtkImageData *image, GError **error)
{
  g_autoptr (VcImageHeader) header = vc_image_header_new ();
  vtkDataArray *values = find_values (image->GetPointData ());
  bool is_cell = values == nullptr;

  if (is_cell)
    values = find_values (image->GetCellData ());
  if (values == nullptr) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it has no voxels in it");
    return false;
  }
  place (header, image, is_cell);
  return vc_read_volume_send (report, header, values, error);
}

template <typename Reader>
static bool
read_with (VcReport *report, const char *path, GError **error)
{
  vtkNew<Reader> reader;

  reader->SetFileName (path);
  return vc_vtk_trouble_update (reader, report, 0, READ_END, error) &&
         send_image (report, reader->GetOutput (), error);
}

bool
vc_read_volume (VcReport *report, const char *path, VcFormat format,
                GError **error)
{
  if (format == VC_FORMAT_VTI)
    return read_with<vtkXMLImageDataReader> (report, path, error);
  return read_with<vtkStructuredPointsReader> (report, path, error);
}
