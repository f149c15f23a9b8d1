/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtkcast-loader-vtk: the part of a loader process that needs VTK.
 *
 * Never started by the parent: vtkcast-loader turns into it (child.c).
 */

#include <cstdio>
#include <exception>
#include <new>

#include <unistd.h>

#include "child.h"
#include "format.h"
#include "loader.h"
#include "read-dicom.h"
#include "read-surface.h"
#include "read-volume.h"
#include "vtk-trouble.h"

static bool
read_path (VcReport *report, const char *path, GError **error)
{
  VcFormat format = vc_format_probe (path, error);

  switch (format) {
  case VC_FORMAT_UNKNOWN:
    return false;
  case VC_FORMAT_DICOM_FOLDER:
  case VC_FORMAT_DICOM:
    return vc_read_dicom (report, path, format, error);
  case VC_FORMAT_VTI:
  case VC_FORMAT_VTK_VOLUME:
    return vc_read_volume (report, path, format, error);
  default:
    return vc_read_surface (report, path, format, error);
  }
}

/* Exceptions end here: the parent hears a sentence. */
static bool
read_guarded (VcReport *report, const char *path, GError **error)
{
  try {
    return read_path (report, path, error);
  } catch (const std::bad_alloc &) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
                         "it needs more memory than it may use");
  } catch (const std::exception &exception) {
    fprintf (stderr, "%s\n", exception.what ());
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it is damaged");
  }
  return false;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = nullptr;
  VcReport report = {};

  if (argc != VC_CHILD_N_ARGS) {
    fprintf (stderr, "vtkcast-loader-vtk is started by vtkcast-loader.\n");
    return 1;
  }
  vc_report_init (&report, VC_CHILD_SOCKET, argv[VC_CHILD_MEMORY],
                  argv[VC_CHILD_PATH]);
  vc_vtk_trouble_install ();
  read_guarded (&report, argv[VC_CHILD_PATH], &error);
  vc_report_end (&report, error);
  /* Nothing is left to do, and destructors of what broke might crash. */
  _exit (0);
}
