/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads a DICOM series.
 */

#include "read-dicom.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <vtkDICOMApplyPalette.h>
#include <vtkDICOMDictionary.h>
#include <vtkDICOMMetaData.h>
#include <vtkDICOMReader.h>
#include <vtkDICOMTag.h>
#include <vtkDICOMValue.h>
#include <vtkImageData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>

#include "affine.h"
#include "dicom-series.h"
#include "loader.h"
#include "read-volume.h"
#include "slices.h"
#include "vtk-trouble.h"

#define SCAN_END 0.1
#define READ_END 0.85

typedef std::vector<VcSlice> Slices;

static bool
get_vector (vtkDICOMMetaData *meta, int file, int frame, vtkDICOMTag tag,
            double *v, unsigned n)
{
  const vtkDICOMValue &value = meta->Get (file, frame, tag);

  if (!value.IsValid () || value.GetNumberOfValues () != n)
    return false;
  for (unsigned i = 0; i < n; i++)
    v[i] = value.GetDouble (i);
  return true;
}

static bool
get_slice (vtkDICOMMetaData *meta, int file, int frame, VcSlice *slice)
{
  double orientation[6];
  const vtkDICOMValue &instance = meta->Get (file, DC::InstanceNumber);
  bool is_frame = meta->Get (file, DC::NumberOfFrames).AsInt () > 1;

  if (!get_vector (meta, file, frame, DC::ImagePositionPatient, slice->position,
                   3) ||
      !get_vector (meta, file, frame, DC::ImageOrientationPatient, orientation,
                   6))
    return false;
  for (int i = 0; i < 3; i++) {
    slice->row[i] = orientation[i];
    slice->column[i] = orientation[3 + i];
  }
  slice->instance = is_frame              ? frame + 1
                    : instance.IsValid () ? instance.AsInt ()
                                          : file + 1;
  return true;
}

static int
count_frames (vtkDICOMMetaData *meta, int file)
{
  return MAX (1, meta->Get (file, DC::NumberOfFrames).AsInt ());
}

/* Every image of every file, so that nothing is left out unnoticed.
 *
 * Returns: how many have a position */
static unsigned
collect_slices (vtkDICOMMetaData *meta, Slices *slices, unsigned *n_images)
{
  *n_images = 0;
  for (int file = 0; file < meta->GetNumberOfInstances (); file++) {
    for (int frame = 0; frame < count_frames (meta, file); frame++) {
      VcSlice slice = {};

      (*n_images)++;
      if (get_slice (meta, file, frame, &slice))
        slices->push_back (slice);
    }
  }
  return static_cast<unsigned> (slices->size ());
}

static bool
check_sizes (vtkDICOMMetaData *meta, GError **error)
{
  for (int file = 0; file < meta->GetNumberOfInstances (); file++) {
    int rows = meta->Get (file, DC::Rows).AsInt ();
    int columns = meta->Get (file, DC::Columns).AsInt ();

    if (rows < 1 || columns < 1) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "slice %d has no image",
                   meta->Get (file, DC::InstanceNumber).AsInt ());
      return false;
    }
    if (rows != meta->Get (0, DC::Rows).AsInt () ||
        columns != meta->Get (0, DC::Columns).AsInt ()) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "slices %d and %d have different sizes",
                   meta->Get (0, DC::InstanceNumber).AsInt (),
                   meta->Get (file, DC::InstanceNumber).AsInt ());
      return false;
    }
  }
  return true;
}

static double
get_thickness (vtkDICOMMetaData *meta)
{
  const vtkDICOMTag tags[] = {DC::SpacingBetweenSlices, DC::SliceThickness};

  for (const vtkDICOMTag &tag : tags) {
    double thickness = meta->Get (0, 0, tag).AsDouble ();

    if (std::isfinite (thickness) && thickness > 0)
      return thickness;
  }
  return 1;
}

/* Pixel Spacing is the distance of rows, then that of columns. */
static void
get_pixel_spacing (vtkDICOMMetaData *meta, double spacing[2])
{
  double v[2];

  spacing[0] = spacing[1] = 1;
  if (!get_vector (meta, 0, 0, DC::PixelSpacing, v, 2) &&
      !get_vector (meta, 0, 0, DC::ImagerPixelSpacing, v, 2))
    return;
  spacing[0] = v[1];
  spacing[1] = v[0];
}

/* The reader has its own order: it says which file and frame a slice is. */
static bool
is_same_order (vtkDICOMReader *reader, const Slices &slices, bool *is_reversed)
{
  vtkIntArray *files = reader->GetFileIndexArray ();
  vtkIntArray *frames = reader->GetFrameIndexArray ();
  vtkIdType n = static_cast<vtkIdType> (slices.size ());

  if (files->GetNumberOfTuples () != n || files->GetNumberOfComponents () != 1)
    return false;
  for (vtkIdType reversed = 0; reversed <= 1; reversed++) {
    vtkIdType i = 0;
    VcSlice slice = {};

    for (; i < n; i++) {
      const VcSlice &expected = slices[reversed ? n - 1 - i : i];

      get_slice (reader->GetMetaData (), files->GetComponent (i, 0),
                 frames->GetComponent (i, 0), &slice);
      if (slice.instance != expected.instance ||
          slice.position[0] != expected.position[0] ||
          slice.position[1] != expected.position[1] ||
          slice.position[2] != expected.position[2])
        break;
    }
    *is_reversed = reversed != 0;
    if (i == n)
      return true;
  }
  return false;
}

static bool
place (vtkDICOMReader *reader, VcImageHeader *header, GError **error)
{
  vtkDICOMMetaData *meta = reader->GetMetaData ();
  Slices slices;
  double spacing[2], v[3];
  unsigned n_images, n = collect_slices (meta, &slices, &n_images);
  bool is_reversed;

  get_pixel_spacing (meta, spacing);
  if (n == 0 && n_images == 1) { /* an X-ray, a photograph */
    header->ijk_to_lps[0] = spacing[0];
    header->ijk_to_lps[5] = spacing[1];
    return true;
  }
  if (n != n_images) {
    g_set_error (
      error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
      "%u of its %u images do not tell where in the patient they lie",
      n_images - n, n_images);
    return false;
  }
  if (!vc_slices_sort (slices.data (), n, error))
    return false;
  if (!is_same_order (reader, slices, &is_reversed)) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "its images are not one simple stack");
    return false;
  }
  if (is_reversed)
    std::reverse (slices.begin (), slices.end ());
  for (int axis = 0; axis < 2; axis++) {
    const double *direction = axis ? slices[0].column : slices[0].row;

    for (int i = 0; i < 3; i++)
      v[i] = direction[i] * spacing[axis];
    vc_affine_set_column (header->ijk_to_lps, axis, v);
  }
  vc_slices_get_step (slices.data (), n, get_thickness (meta), v);
  vc_affine_set_column (header->ijk_to_lps, 2, v);
  vc_affine_set_column (header->ijk_to_lps, 3, slices[0].position);
  return true;
}

static VcModality
get_modality (vtkDICOMMetaData *meta)
{
  const std::string modality = meta->Get (0, DC::Modality).AsString ();

  if (modality == "CT")
    return VC_MODALITY_CT;
  if (modality == "MR")
    return VC_MODALITY_MR;
  if (modality == "SEG")
    return VC_MODALITY_LABEL;
  return VC_MODALITY_OTHER;
}

static void
set_name (VcReport *report, vtkDICOMMetaData *meta, unsigned n_series)
{
  const std::string description =
    meta->Get (0, DC::SeriesDescription).AsUTF8String ();
  g_autofree char *name = g_utf8_make_valid (
    description.empty () ? report->name : description.c_str (), -1);

  g_strstrip (name);
  g_free (report->name);
  report->name =
    n_series > 1
      ? g_strdup_printf ("%s (the largest of %u series)", name, n_series)
      : g_strdup (name);
}

static bool
is_palette (vtkDICOMMetaData *meta)
{
  return meta->Get (0, DC::PhotometricInterpretation).AsString () ==
         "PALETTE COLOR";
}

static bool
send (VcReport *report, vtkDICOMReader *reader, VcImageHeader *header,
      GError **error)
{
  vtkDICOMMetaData *meta = reader->GetMetaData ();
  vtkNew<vtkDICOMApplyPalette> palette;
  vtkImageData *image = reader->GetOutput ();
  vtkDataArray *values;

  if (is_palette (meta)) {
    palette->SetInputConnection (reader->GetOutputPort ());
    if (!vc_vtk_trouble_update (palette, report, READ_END, 1, error))
      return false;
    image = palette->GetOutput ();
  } else {
    header->modality = get_modality (meta);
    header->slope = reader->GetRescaleSlope ();
    header->intercept = reader->GetRescaleIntercept ();
  }
  for (int i = 0; i < 3; i++)
    header->dims[i] = MAX (0, image->GetDimensions ()[i]);
  values = image->GetPointData ()->GetScalars ();
  if (values == nullptr) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it has no voxels in it");
    return false;
  }
  if (values->GetNumberOfComponents () > 1) {
    header->slope = 1;
    header->intercept = 0;
  }
  return vc_read_volume_send (report, header, values, error);
}

bool
vc_read_dicom (VcReport *report, const char *path, VcFormat format,
               GError **error)
{
  g_autoptr (VcImageHeader) header = vc_image_header_new ();
  vtkNew<vtkDICOMReader> reader;
  unsigned n_series, n_errors;
  vtkSmartPointer<vtkStringArray> files =
    vc_dicom_series_find (path, format, &n_series, error);

  if (files == nullptr)
    return false;
  vc_report_progress (report, SCAN_END);
  reader->SetFileNames (files);
  reader->SetMemoryRowOrderToFileNative ();
  reader->TimeAsVectorOff ();
  n_errors = vc_vtk_trouble_count_errors ();
  reader->UpdateInformation ();
  if (vc_vtk_trouble_count_errors () > n_errors) {
    if (vc_dicom_series_check_files (files, error))
      g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                           "its images cannot be read together");
    return false;
  }
  if (!check_sizes (reader->GetMetaData (), error) ||
      !place (reader, header, error))
    return false;
  if (!vc_vtk_trouble_update (reader, report, SCAN_END, READ_END, error)) {
    g_autoptr (GError) named = nullptr;

    if (!vc_dicom_series_check_files (files, &named)) {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&named));
    }
    return false;
  }
  set_name (report, reader->GetMetaData (), n_series);
  return send (report, reader, header, error);
}
