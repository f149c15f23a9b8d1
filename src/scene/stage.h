/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStage: renderer, camera, lights and the items before them.
 *
 * Belongs to one thread, the one that called Setup().
 */

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellPicker.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "detail.h"
#include "egl.h"
#include "interactor.h"
#include "item.h"
#include "scene.h"
#include "window.h"

class VcStage
{
public:
  VcStage ();
  ~VcStage ();

  /* The picture is out of date. */
  std::function<void (VcTier)> OnChanged;

  /* Values of parameters may be others than before. */
  std::function<void ()> OnParameters;

  /* As the signals of scene.h; floating ones are to be consumed. */
  std::function<void (GVariant *camera)> OnCamera;
  std::function<void (GVariant *pick)> OnPicked;

  bool Setup (int gpu, GMainContext *context, GError **error);
  void Resize (int width, int height);
  void HandleEvent (const VcEvent *event);
  VcRenderResult Render (const VcRenderRequest *request, VcFrame *frame);

  /* Shows it, and looks at it unless the camera has been moved. */
  void AddItem (std::unique_ptr<VcItem> item);

  /* An item can be varied in another way than before. */
  void UpdateDetail ();

  /* As in scene.h; floating. */
  GVariant *SaveState ();
  bool RestoreState (GVariant *state, GError **error);

  /* As in scene.h; floating. */
  GVariant *DescribeParameters ();
  void SetParameters (GVariant *values);

  /* Drops what memory is no longer used. */
  void Trim ();

  void
  DisableAnimation ()
  {
    Interactor->DisableAnimation ();
  }

  bool
  IsSoftware ()
  {
    return vc_egl_is_software (Egl);
  }

  const char *
  GetRendererName ()
  {
    return vc_egl_get_renderer (Egl);
  }

  vtkRenderer *
  GetRenderer ()
  {
    return Renderer;
  }

  vtkRenderWindowInteractor *
  GetInteractor ()
  {
    return Interactor;
  }

private:
  void SetBackground (const std::string &name);
  const char *GetViewpoint ();
  void LookFrom (const char *name);
  void ListParameters (VcParameterList &list);
  void LookAtCamera ();
  void NotePick (const VcEvent *event);
  void Pick (const VcEvent *event);
  void TellPick (vtkCellPicker *picker, const VcEvent *event);
  GVariant *SaveItems ();
  GVariant *SaveHighlight ();
  bool RestoreItems (GVariant *items);
  void HideHighlight (vtkActor *outline);
  vtkActor *ShowHighlight ();
  bool RestoreHighlight (GVariant *highlight);
  bool RestorePart (const char *name, GVariant *value);
  vtkActor *FindOutline ();
  void AddLights ();
  void FitHome ();
  void ReturnHome (vtkRenderer *renderer);
  bool IsPrepared ();
  VcDetailLevel ChooseLevel (const VcRenderRequest *request);
  void Draw (const VcDetailLevel &level, VcFrame *frame);
  void Report (const VcRenderRequest *request, const VcDetailLevel *level,
               gint64 time_us);

  VcEgl *Egl = nullptr;
  vtkNew<VcWindow> Window;
  vtkNew<vtkRenderer> Renderer;
  vtkNew<VcInteractor> Interactor;
  vtkNew<vtkCamera> Home;
  std::vector<std::unique_ptr<VcItem>> Items;
  std::vector<double> Points;
  VcDetail Detail;
  const char *Background = "dark";
  vtkMTimeType CameraTime = 0;
  /* The last press that was not released yet. */
  VcEvent Pressed = {};
  vtkNew<vtkCellPicker> ClickPicker;
  int Width = 1;
  int Height = 1;
  bool Rendering = false;
  bool Interacting = false;
  /* The first frame with something new also pays for its preparation. */
  bool Fresh = true;
};
