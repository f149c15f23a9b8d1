/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Notices what VTK's readers complain about.
 */

#include "vtk-trouble.h"

#include <cstdio>

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkLogger.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>

#include "loader.h"

/* A hostile file can cause one message per cell. */
#define MAX_LINES 50

static unsigned n_complaints;
static unsigned n_errors;

class VcTroubleWindow : public vtkOutputWindow
{
public:
  static VcTroubleWindow *New ();
  vtkTypeMacro (VcTroubleWindow, vtkOutputWindow);

  void
  DisplayText (const char *text) override
  {
    note (text);
  }

  void
  DisplayErrorText (const char *text) override
  {
    n_errors++;
    note (text);
  }

  void
  DisplayWarningText (const char *text) override
  {
    note (text);
  }

  void
  DisplayGenericWarningText (const char *text) override
  {
    note (text);
  }

private:
  static void
  note (const char *text)
  {
    if (n_complaints++ < MAX_LINES)
      fprintf (stderr, "%.400s\n", text);
  }
};

vtkStandardNewMacro (VcTroubleWindow);

typedef struct {
  VcReport *report;
  double begin, end;
} Span;

static void
on_progress (vtkObject *object, unsigned long, void *data, void *)
{
  auto *span = static_cast<Span *> (data);
  double fraction = static_cast<vtkAlgorithm *> (object)->GetProgress ();

  vc_report_progress (span->report,
                      span->begin + fraction * (span->end - span->begin));
}

static void
on_complaint (vtkObject *, unsigned long, void *, void *)
{
  n_complaints++;
}

void
vc_vtk_trouble_install ()
{
  vtkNew<VcTroubleWindow> window;

  vtkLogger::SetStderrVerbosity (vtkLogger::VERBOSITY_OFF);
  vtkOutputWindow::SetInstance (window);
}

bool
vc_vtk_trouble_update (vtkAlgorithm *algorithm, VcReport *report, double begin,
                       double end, GError **error)
{
  Span span = {report, begin, end};
  vtkNew<vtkCallbackCommand> progress;
  vtkNew<vtkCallbackCommand> complaint;
  unsigned before = n_complaints;

  progress->SetCallback (on_progress);
  progress->SetClientData (&span);
  complaint->SetCallback (on_complaint);
  algorithm->AddObserver (vtkCommand::ProgressEvent, progress);
  algorithm->AddObserver (vtkCommand::ErrorEvent, complaint);
  algorithm->AddObserver (vtkCommand::WarningEvent, complaint);
  algorithm->Update ();
  algorithm->RemoveObserver (progress);
  algorithm->RemoveObserver (complaint);
  if (n_complaints == before && algorithm->GetErrorCode () == 0)
    return true;
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "it is damaged or incomplete");
  return false;
}

unsigned
vc_vtk_trouble_count_errors ()
{
  return n_errors;
}
