/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A desktop program: a window on the screen with its own interactor and event
 * loop, which knows nothing of GLib.
 */

#include <cstdio>

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkConeSource.h>
#include <vtkInteractorStyleTrackballCamera.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>

#include <vtkcast-adapter.h>
#include <vtkcast/service.h>

#define TURN_MS 10

static void
on_turn (vtkObject *, unsigned long, void *, void *)
{
  while (g_main_context_iteration (nullptr, FALSE))
    ;
}

int
main ()
{
  vtkNew<vtkConeSource> cone;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkRenderWindow> window;
  vtkNew<vtkRenderWindowInteractor> interactor;
  vtkNew<vtkInteractorStyleTrackballCamera> style;
  vtkNew<vtkCallbackCommand> turn;
  GError *error = nullptr;

  mapper->SetInputConnection (cone->GetOutputPort ());
  actor->SetMapper (mapper);
  actor->GetProperty ()->SetColor (1, 0.4, 0.1);
  renderer->AddActor (actor);
  renderer->GradientBackgroundOn ();
  renderer->SetBackground (0, 0.5, 0);
  renderer->SetBackground2 (0, 0, 0.5);
  window->AddRenderer (renderer);
  window->SetSize (400, 300);
  interactor->SetInteractorStyle (style);
  interactor->SetRenderWindow (window);
  window->Render ();
  interactor->Initialize ();
  turn->SetCallback (on_turn);
  interactor->AddObserver (vtkCommand::TimerEvent, turn);
  interactor->CreateRepeatingTimer (TURN_MS);

  VcAdapter *scene = vc_adapter_new_in_context (window, interactor, nullptr);
  VcService *service = vc_service_new (VC_SCENE (scene), nullptr, &error);
  if (!service) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  printf ("listening on %s\n", vc_service_get_url (service));
  fflush (stdout);
  interactor->Start ();
  g_object_unref (service);
  g_object_unref (scene);
  return 0;
}
