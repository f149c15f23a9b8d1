// SPDX-License-Identifier: BSD-3-Clause
//
// An isosurface in the browser, with a slider for its value. It takes the
// options of vtkcast: isosurface --port 9000.

#include <cstdio>

#include <vtkActor.h>
#include <vtkContourFilter.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRTAnalyticSource.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <vtkcast-adapter.h>
#include <vtkcast/service.h>

int
main (int, char **argv)
{
  vtkNew<vtkRTAnalyticSource> source;
  vtkNew<vtkContourFilter> contour;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkRenderWindow> window;

  contour->SetInputConnection (source->GetOutputPort ());
  contour->SetValue (0, 150);
  mapper->SetInputConnection (contour->GetOutputPort ());
  mapper->ScalarVisibilityOff ();
  actor->SetMapper (mapper);
  actor->GetProperty ()->SetColor (1, 0.4, 0.1);
  renderer->AddActor (actor);
  renderer->GradientBackgroundOn ();
  renderer->SetBackground (0.1, 0.2, 0.1);  // below
  renderer->SetBackground2 (0.1, 0.2, 0.5); // above
  window->AddRenderer (renderer);
  window->OffScreenRenderingOn ();

  // From here on the window belongs to the thread that renders for browsers.
  VcAdapter *scene = vc_adapter_new (window, nullptr);
  vc_adapter_set_title (scene, "Isosurface");
  vc_adapter_add_slider (scene, "isovalue", "Isovalue", 50, 250, 150,
                         [&] (double value) { contour->SetValue (0, value); });

  VcServiceOptions options = {};
  GError *error = nullptr;
  options.port = 8080;
  options.more = argv + 1;
  VcService *service = vc_service_new (VC_SCENE (scene), &options, &error);
  if (!service) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  printf ("listening on %s\nPress Enter to end.\n",
          vc_service_get_url (service));
  fflush (stdout);
  getchar ();

  g_object_unref (service);
  g_object_unref (scene);
  return 0;
}
