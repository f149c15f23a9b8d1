/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStage: renderer, camera, lights and the items before them.
 */

#include "stage.h"

#include <cstring>
#include <malloc.h>

#include <vtkAutoInit.h>
#include <vtkLight.h>
#include <vtkRendererCollection.h>

#include "fit.h"
#include "log.h"

#define MARGIN 0.03

/* Without VTK's CMake functions nobody else tells which implementations the
 * object factories are to use. */
VTK_MODULE_INIT (vtkInteractionStyle);
VTK_MODULE_INIT (vtkRenderingFreeType);
VTK_MODULE_INIT (vtkRenderingOpenGL2);
VTK_MODULE_INIT (vtkRenderingUI);
VTK_MODULE_INIT (vtkRenderingVolumeOpenGL2);

VcStage::VcStage ()
{
  vc_detail_init (&Detail, (VcDetailContent)0, 1);
}

VcStage::~VcStage ()
{
  Interactor->OnChanged = nullptr;
  Interactor->OnReset = nullptr;
  Interactor->Stop ();
  if (!Egl)
    return;
  vc_egl_make_current (Egl);
  Interactor->SetRenderWindow (nullptr);
  Interactor->SetInteractorStyle (nullptr);
  Items.clear ();
  Renderer->RemoveAllViewProps ();
  Window->Finalize ();
  Window->RemoveRenderer (Renderer);
  vc_egl_free (Egl);
  Window->SetEgl (nullptr);
}

bool
VcStage::Setup (int gpu, GMainContext *context, GError **error)
{
  vc_log_capture_vtk ();
  Egl = vc_egl_new (gpu, error);
  if (!Egl)
    return false;
  Window->SetEgl (Egl);
  Window->SetSize (Width, Height);
  Window->AddRenderer (Renderer);
  SetBackground (Background);
  AddLights ();
  Interactor->SetRenderWindow (Window);
  Interactor->OnChanged = [this] (bool animating) {
    /* Props announce changes also while they are drawn. */
    if (!Rendering && OnChanged)
      OnChanged (animating ? VC_TIER_INTERACTIVE : VC_TIER_FULL);
  };
  Interactor->OnReset = [this] (vtkRenderer *renderer) {
    ReturnHome (renderer);
  };
  Interactor->Start (context);
  FitHome ();
  return true;
}

void
VcStage::AddLights ()
{
  vtkNew<vtkLight> light;

  Renderer->AutomaticLightCreationOff ();
  light->SetLightTypeToHeadlight ();
  Renderer->AddLight (light);
}

/* As a person standing before the patient: anterior view, head up. */
void
VcStage::FitHome ()
{
  VcFit fit = {{0, 1, 0}, {0, 0, 1}, 30, 1, MARGIN};
  double focal_point[3] = {0, 0, 0};
  double position[3] = {0, -4, 0};
  vtkCamera *camera = Renderer->GetActiveCamera ();
  bool at_home =
    memcmp (camera->GetPosition (), Home->GetPosition (),
            3 * sizeof (double)) == 0 &&
    memcmp (camera->GetFocalPoint (), Home->GetFocalPoint (),
            3 * sizeof (double)) == 0 &&
    memcmp (camera->GetViewUp (), Home->GetViewUp (), 3 * sizeof (double)) == 0;

  fit.aspect = (double)Width / Height;
  if (!Points.empty ())
    vc_fit_camera (&fit, Points.data (), Points.size () / 3, focal_point,
                   position);
  Home->SetViewAngle (fit.angle);
  Home->SetPosition (position);
  Home->SetFocalPoint (focal_point);
  Home->SetViewUp (fit.view_up);
  if (at_home)
    ReturnHome (Renderer);
}

void
VcStage::ReturnHome (vtkRenderer *renderer)
{
  if (renderer != Renderer.Get ())
    return;
  renderer->GetActiveCamera ()->DeepCopy (Home);
  renderer->ResetCameraClippingRange ();
}

void
VcStage::Resize (int width, int height)
{
  Width = width;
  Height = height;
  Window->SetSize (width, height);
  Interactor->UpdateSize (width, height);
  Interactor->ConfigureEvent ();
  FitHome ();
}

void
VcStage::HandleEvent (const VcEvent *event)
{
  vc_egl_make_current (Egl);
  Interactor->HandleEvent (event, Width, Height);
  NotePick (event);
  /* Keys w and s change them, too. */
  if (event->type == VC_EVENT_KEY_PRESS && OnParameters)
    OnParameters ();
}

void
VcStage::AddItem (std::unique_ptr<VcItem> item)
{
  item->AppendPoints (Points);
  item->AddTo (Renderer);
  Items.push_back (std::move (item));
  UpdateDetail ();
  FitHome ();
  Renderer->ResetCameraClippingRange ();
  Fresh = true;
  if (OnParameters)
    OnParameters ();
}

void
VcStage::UpdateDetail ()
{
  int content = 0;
  gsize triangles = 0, twins = 0;

  for (auto &item : Items) {
    content |= item->GetContent ();
    triangles += item->CountTriangles ();
    twins += item->CountTwinTriangles ();
  }
  vc_detail_init (&Detail, (VcDetailContent)content,
                  triangles ? (double)twins / triangles : 1);
}

void
VcStage::Trim ()
{
  malloc_trim (0);
}

void
VcStage::Draw (const VcDetailLevel &level, VcFrame *frame)
{
  vtkRendererCollection *renderers = Window->GetRenderers ();
  std::vector<std::array<double, 4>> viewports;
  int width = MAX (Width / (int)level.divisor, 1);
  int height = MAX (Height / (int)level.divisor, 1);
  double x = (double)width / Width, y = (double)height / Height;
  vtkCollectionSimpleIterator i;

  for (auto &item : Items)
    item->SetDetail (level, Renderer);
  renderers->InitTraversal (i);
  while (vtkRenderer *renderer = renderers->GetNextRenderer (i)) {
    double *v = renderer->GetViewport ();

    viewports.push_back ({v[0], v[1], v[2], v[3]});
    if (level.divisor > 1)
      renderer->SetViewport (v[0] * x, v[1] * y, v[2] * x, v[3] * y);
  }
  /* Picking turns it on; then the picture would be copied to a place that
   * does not exist. */
  Window->SwapBuffersOff ();
  Window->Render ();
  frame->width = width;
  frame->height = height;
  frame->stride = 4 * width;
  if (!Window->GetAbortRender ())
    Window->ReadTopDown (frame->pixels, frame->stride, width, height);
  renderers->InitTraversal (i);
  for (auto &v : viewports)
    if (level.divisor > 1)
      renderers->GetNextRenderer (i)->SetViewport (v.data ());
}

void
VcStage::Report (const VcRenderRequest *request, const VcDetailLevel *level,
                 gint64 time_us)
{
  if (!Fresh)
    vc_detail_report (&Detail, level, time_us, request->budget_us,
                      request->tier == VC_TIER_INTERACTIVE);
  Fresh = false;
}

bool
VcStage::IsPrepared ()
{
  for (auto &item : Items)
    if (!item->IsPrepared ())
      return false;
  return true;
}

/* What will soon look otherwise is not worth the time of a full picture, which
 * loading and connecting viewers need more. */
VcDetailLevel
VcStage::ChooseLevel (const VcRenderRequest *request)
{
  bool full = request->tier == VC_TIER_FULL;

  if (!full)
    vc_detail_set_shown (&Detail, MAX (request->divisor, 1));
  if (!full && !Interacting)
    vc_detail_begin (&Detail, request->budget_us);
  Interacting = !full;
  if (!full)
    return *vc_detail_get_level (&Detail);
  return Detail.levels[IsPrepared () ? 0 : (Detail.n_levels - 1) / 2];
}

VcRenderResult
VcStage::Render (const VcRenderRequest *request, VcFrame *frame)
{
  bool full = request->tier == VC_TIER_FULL;
  gint64 start = g_get_monotonic_time ();
  VcDetailLevel level = ChooseLevel (request);

  vc_egl_make_current (Egl);
  Window->SetAbortFlag (full ? request->abort : nullptr);
  Rendering = true;
  Draw (level, frame);
  Rendering = false;
  Window->SetAbortFlag (nullptr);
  if (Window->GetAbortRender ())
    return VC_RENDER_ABORTED;
  LookAtCamera ();
  Report (request, &level, g_get_monotonic_time () - start);
  frame->tier = level.divisor == 1 && level.distance == 1 && !level.twin
                  ? VC_TIER_FULL
                  : VC_TIER_INTERACTIVE;
  return VC_RENDER_DONE;
}
