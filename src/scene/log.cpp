/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Leads VTK's messages into GLib's log.
 */

#include "log.h"

#include <vtkLogger.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>

namespace
{

class VcLogWindow : public vtkOutputWindow
{
public:
  static VcLogWindow *New ();
  vtkTypeMacro (VcLogWindow, vtkOutputWindow);

  void
  DisplayText (const char *text) override
  {
    g_debug ("VTK: %s", text);
  }

  void
  DisplayErrorText (const char *text) override
  {
    g_warning ("VTK: %s", text);
  }

  void
  DisplayWarningText (const char *text) override
  {
    g_info ("VTK: %s", text);
  }

  void
  DisplayGenericWarningText (const char *text) override
  {
    g_info ("VTK: %s", text);
  }

  void
  DisplayDebugText (const char *text) override
  {
    g_debug ("VTK: %s", text);
  }
};

vtkStandardNewMacro (VcLogWindow);

} // namespace

void
vc_log_capture_vtk (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  vtkNew<VcLogWindow> window;

  vtkLogger::SetStderrVerbosity (vtkLogger::VERBOSITY_OFF);
  vtkOutputWindow::SetInstance (window);
  g_once_init_leave (&once, 1);
}
