/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses one series among DICOM files.
 */

#include "dicom-series.h"

#include <set>
#include <string>

#include <vtkDICOMDictionary.h>
#include <vtkDICOMDirectory.h>
#include <vtkDICOMItem.h>
#include <vtkDICOMMetaData.h>
#include <vtkDICOMParser.h>
#include <vtkDICOMTag.h>
#include <vtkDICOMValue.h>
#include <vtkNew.h>

#include "dicom-files.h"
#include "loader.h"
#include "vtk-trouble.h"

#define MAX_FILES 100000
#define MAX_DEPTH 8

static vtkSmartPointer<vtkStringArray>
list_files (const char *path, VcFormat format)
{
  g_autofree char *parent = g_path_get_dirname (path);
  bool is_folder = format == VC_FORMAT_DICOM_FOLDER;
  g_autoptr (GPtrArray) files = vc_dicom_files_list (
    is_folder ? path : parent, is_folder ? MAX_DEPTH : 0, MAX_FILES);
  auto names = vtkSmartPointer<vtkStringArray>::New ();

  for (unsigned i = 0; i < files->len; i++)
    names->InsertNextValue (static_cast<const char *> (files->pdata[i]));
  return names;
}

static bool
is_image (vtkDICOMDirectory *directory, int series)
{
  const vtkDICOMItem &record = directory->GetSeriesRecord (series);
  const std::string modality = record.Get (DC::Modality).AsString ();
  static const char *const others[] = {"SR",  "PR",  "KO", "RTSTRUCT", "RTPLAN",
                                       "REG", "FID", "AU", "ECG",      "DOC"};

  for (const char *other : others)
    if (modality == other)
      return false;
  return true;
}

static std::string
get_uid (vtkDICOMDirectory *directory, int series)
{
  return directory->GetSeriesRecord (series)
    .Get (DC::SeriesInstanceUID)
    .AsString ();
}

static vtkIdType
count_slices (vtkDICOMDirectory *directory, int series)
{
  vtkIdType n_files =
    directory->GetFileNamesForSeries (series)->GetNumberOfValues ();
  int frames =
    directory->GetMetaDataForSeries (series)->Get (DC::NumberOfFrames).AsInt ();

  return n_files * MAX (frames, 1);
}

static bool
holds_file (vtkStringArray *names, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  for (vtkIdType i = 0; i < names->GetNumberOfValues (); i++) {
    g_autofree char *other = g_path_get_basename (names->GetValue (i).c_str ());

    if (g_str_equal (base, other))
      return true;
  }
  return false;
}

static int
find_with_file (vtkDICOMDirectory *directory, const char *path)
{
  for (int i = 0; i < directory->GetNumberOfSeries (); i++)
    if (holds_file (directory->GetFileNamesForSeries (i), path))
      return i;
  return -1;
}

/* A copy of a file is a series of its own to vtkDICOMDirectory, but no other
 * series to people. */
static int
find_largest (vtkDICOMDirectory *directory, unsigned *n_series)
{
  std::set<std::string> uids;
  vtkIdType most = 0;
  int chosen = -1;

  for (int i = 0; i < directory->GetNumberOfSeries (); i++) {
    vtkIdType n;

    if (!is_image (directory, i))
      continue;
    uids.insert (get_uid (directory, i));
    n = count_slices (directory, i);
    if (n > most) {
      most = n;
      chosen = i;
    }
  }
  *n_series = static_cast<unsigned> (uids.size ());
  return chosen;
}

static std::string
get_folder (const std::string &path)
{
  return path.substr (0, path.rfind ('/') + 1);
}

/* Those of @files that lie beside files of @series. */
static vtkSmartPointer<vtkStringArray>
select_neighbours (vtkStringArray *files, vtkStringArray *series)
{
  auto neighbours = vtkSmartPointer<vtkStringArray>::New ();
  std::set<std::string> folders;

  for (vtkIdType i = 0; i < series->GetNumberOfValues (); i++)
    folders.insert (get_folder (series->GetValue (i)));
  for (vtkIdType i = 0; i < files->GetNumberOfValues (); i++)
    if (folders.count (get_folder (files->GetValue (i))))
      neighbours->InsertNextValue (files->GetValue (i));
  return neighbours;
}

static bool
set_damaged (const std::string &path, GError **error)
{
  g_autofree char *base = g_path_get_basename (path.c_str ());
  g_autofree char *name = g_filename_display_name (base);

  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
               "the file “%s” is cut off or damaged", name);
  return false;
}

/* vtkDICOMDirectory leaves out what does not begin like DICOM or ends before it
 * names a series. */
static bool
check_complete (vtkDICOMDirectory *directory, vtkStringArray *files,
                GError **error)
{
  std::set<std::string> known;

  for (int i = 0; i < directory->GetNumberOfSeries (); i++) {
    vtkStringArray *names = directory->GetFileNamesForSeries (i);

    if (get_uid (directory, i).empty ())
      continue;
    for (vtkIdType n = 0; n < names->GetNumberOfValues (); n++)
      known.insert (names->GetValue (n));
  }
  for (vtkIdType i = 0; i < files->GetNumberOfValues (); i++)
    if (known.count (files->GetValue (i)) == 0)
      return set_damaged (files->GetValue (i), error);
  return true;
}

bool
vc_dicom_series_check_files (vtkStringArray *files, GError **error)
{
  for (vtkIdType i = 0; i < files->GetNumberOfValues (); i++) {
    vtkNew<vtkDICOMParser> parser;
    vtkNew<vtkDICOMMetaData> meta;
    unsigned n_errors = vc_vtk_trouble_count_errors ();

    meta->SetNumberOfInstances (1);
    parser->SetMetaData (meta);
    parser->SetFileName (files->GetValue (i).c_str ());
    parser->Update ();
    if (vc_vtk_trouble_count_errors () > n_errors ||
        !parser->GetPixelDataFound ())
      return set_damaged (files->GetValue (i), error);
  }
  return true;
}

vtkSmartPointer<vtkStringArray>
vc_dicom_series_find (const char *path, VcFormat format, unsigned *n_series,
                      GError **error)
{
  vtkNew<vtkDICOMDirectory> directory;
  vtkSmartPointer<vtkStringArray> files = list_files (path, format);
  vtkSmartPointer<vtkStringArray> series;
  unsigned n_errors = vc_vtk_trouble_count_errors ();
  int chosen = -1;

  *n_series = 1;
  /* Our list holds regular files only: opening a FIFO would wait for ever. */
  directory->SetInputFileNames (files);
  directory->IgnoreDicomdirOn ();
  directory->RequirePixelDataOff ();
  if (files->GetNumberOfValues () > 0) {
    directory->Update ();
    chosen = format == VC_FORMAT_DICOM ? find_with_file (directory, path)
                                       : find_largest (directory, n_series);
  }
  if (chosen < 0) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "no DICOM images were found in it");
    return nullptr;
  }
  series = directory->GetFileNamesForSeries (chosen);
  files = select_neighbours (files, series);
  if (!check_complete (directory, files, error))
    return nullptr;
  /* A file so damaged that its series is unknown may belong to this one. */
  if (vc_vtk_trouble_count_errors () > n_errors &&
      !vc_dicom_series_check_files (files, error))
    return nullptr;
  return series;
}
