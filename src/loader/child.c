/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtkcast-loader: confines itself, reads one file and hands its arrays over.
 *
 * What needs VTK is left to vtkcast-loader-vtk, which takes this process over:
 * loading VTK's libraries takes longer than reading most volumes.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "child.h"
#include "format.h"
#include "loader.h"
#include "outline.h"
#include "read-image.h"

#define VTK_PROGRAM "vtkcast-loader-vtk"
#define NICENESS 10
/* Against endless loops in readers; the largest surfaces take a minute. */
#define MAX_CPU_SECONDS 600
/* Code and its tables need this much before the first byte is read. */
#define MIN_ADDRESS_SPACE (G_GUINT64_CONSTANT (512) << 20)

static void
set_limit (int resource, rlim_t most)
{
  struct rlimit limit;

  if (getrlimit (resource, &limit) < 0)
    return;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > most)
    limit.rlim_cur = most;
  setrlimit (resource, &limit);
}

static void
confine (guint64 memory, pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);
  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_CPU, MAX_CPU_SECONDS);
#ifndef __SANITIZE_ADDRESS__
  set_limit (RLIMIT_AS, MAX (memory, MIN_ADDRESS_SPACE));
#endif
  errno = 0;
  if (nice (NICENESS) == -1 && errno != 0)
    fprintf (stderr, "nice: %s\n", g_strerror (errno));
}

/* Comes back only if it fails. */
static gboolean
continue_with_vtk (char **argv, GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname (self) : NULL;
  g_autofree char *program =
    folder ? g_build_filename (folder, VTK_PROGRAM, NULL) : NULL;

  if (program)
    execv (program, argv);
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
               "its reader " VTK_PROGRAM " cannot be started (%s)",
               g_strerror (errno));
  return FALSE;
}

static gboolean
read_path (VcReport *report, char **argv, GError **error)
{
  const char *path = argv[VC_CHILD_PATH];
  VcFormat format = vc_format_probe (path, error);

  switch (format) {
  case VC_FORMAT_UNKNOWN:
    return FALSE;
  case VC_FORMAT_NRRD:
  case VC_FORMAT_METAIMAGE:
  case VC_FORMAT_NIFTI:
  case VC_FORMAT_NIFTI_GZ:
    return vc_read_image (report, path, format, error);
  case VC_FORMAT_DICOM_FOLDER:
    return continue_with_vtk (argv, error);
  default:
    return vc_outline_check (path, format, error) &&
           continue_with_vtk (argv, error);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  VcReport report = {0};

  if (argc != VC_CHILD_N_ARGS) {
    fprintf (stderr, "vtkcast-loader is started by vtkcast, not by hand.\n");
    return 1;
  }
  vc_report_init (&report, VC_CHILD_SOCKET, argv[VC_CHILD_MEMORY],
                  argv[VC_CHILD_PATH]);
  confine (report.memory, atoi (argv[VC_CHILD_PARENT]));
  read_path (&report, argv, &error);
  vc_report_end (&report, error);
  return 0;
}
