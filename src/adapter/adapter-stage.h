/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Stage: a window and its interactor, in the thread that owns them.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <vtkcast/scene.h>

#include <vtkCommand.h>
#include <vtkInteractorStyleSwitch.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>
#include <vtkSmartPointer.h>

#include "adapter-clicks.h"
#include "adapter-hand.h"
#include "adapter-interactor.h"
#include "adapter-picture.h"

namespace
{

class Stage
{
public:
  Stage (vtkRenderWindow *window, vtkRenderWindowInteractor *interactor)
      : Window (window)
  {
    Person.Iren = interactor;
  }

  /* The application has rendered by itself. */
  std::function<void ()> OnRendered;
  /* A timer of the interactor has changed something. */
  std::function<void ()> OnChanged;

  /* Anything is not as the last picture shows it. */
  bool Dirty = true;
  Hand Person;
  ClickFinder Clicks;

  void Attach (GMainContext *context);
  void Detach ();
  void Resize (int width, int height);
  void Work (const Job &job);
  void Apply (const VcEvent *event);
  bool Render (VcTier tier, const gint *abort, Picture *picture);

  /* What was rendered, and not by Render(). */
  bool Read (VcTier tier, Picture *picture);

  bool
  IsAnimating () const
  {
    return Own && Own->IsAnimating ();
  }

private:
  bool Fill (int front, Picture *picture);
  bool IsPicking ();

  bool
  OnExit (vtkObject *, unsigned long, void *)
  {
    return true;
  }

  void
  OnRenderWanted ()
  {
    Dirty = true;
  }

  void
  OnAbortCheck ()
  {
    if (Abort && g_atomic_int_get (Abort))
      Window->SetAbortRender (1);
  }

  /* Not by us: an observer of the program's has rendered what it did with an
   * event, or the program by itself. */
  void
  OnEnd ()
  {
    if (IsPicking ())
      return;
    if (Working)
      Dirty = true;
    else if (OnRendered)
      OnRendered ();
  }

  vtkSmartPointer<vtkRenderWindow> Window;
  vtkSmartPointer<Interactor> Own;
  std::vector<std::pair<vtkObject *, unsigned long>> Observers;
  const gint *Abort = nullptr;
  bool Working = false;
};

void
Stage::Attach (GMainContext *context)
{
  if (!Person.Iren)
    Person.Iren = Window->GetInteractor ();
  if (!Person.Iren) {
    vtkNew<vtkInteractorStyleSwitch> style;

    style->SetCurrentStyleToTrackballCamera ();
    Own = vtkSmartPointer<Interactor>::New ();
    Own->Context = context;
    Own->OnTimer = [this] (int id) {
      Work ([this, &id] { Own->InvokeEvent (vtkCommand::TimerEvent, &id); });
      if (Dirty && OnChanged)
        OnChanged ();
    };
    Own->SetInteractorStyle (style);
    Own->SetRenderWindow (Window);
    Own->Initialize ();
    Person.Iren = Own;
  }
  Observers = {
    {Person.Iren, Person.Iren->AddObserver (vtkCommand::RenderEvent, this,
                                            &Stage::OnRenderWanted)},
    {Window, Window->AddObserver (vtkCommand::AbortCheckEvent, this,
                                  &Stage::OnAbortCheck)},
    {Window, Window->AddObserver (vtkCommand::EndEvent, this, &Stage::OnEnd)},
  };
}

void
Stage::Detach ()
{
  for (auto &observer : Observers)
    observer.first->RemoveObserver (observer.second);
  Observers.clear ();
  if (!Own)
    return;
  Own->StopTimers ();
  Own->OnTimer = nullptr;
  Own->SetRenderWindow (nullptr);
  Window->SetInteractor (nullptr);
  Person.Iren = Own = nullptr;
}

void
Stage::Resize (int width, int height)
{
  Window->SetSize (width, height);
  Person.Iren->SetSize (width, height);
  Dirty = true;
}

/* While @job runs, what would be rendered is only noted, and keys that end an
 * application are kept from it. */
void
Stage::Work (const Job &job)
{
  bool did_render = Person.Iren->GetEnableRender ();
  unsigned long exit = Person.Iren->AddObserver (vtkCommand::ExitEvent, this,
                                                 &Stage::OnExit, 1e6f);

  Working = true;
  Person.Iren->SetEnableRender (false);
  guard (job);
  Person.Iren->SetEnableRender (did_render);
  Working = false;
  Person.Iren->RemoveObserver (exit);
}

void
Stage::Apply (const VcEvent *event)
{
  Person.Apply (event);
  Clicks.Watch (Person.Iren, event);
}

/* A renderer that is asked what lies where draws that in colours. */
bool
Stage::IsPicking ()
{
  vtkRendererCollection *renderers = Window->GetRenderers ();
  vtkCollectionSimpleIterator it;
  vtkRenderer *renderer;

  renderers->InitTraversal (it);
  while ((renderer = renderers->GetNextRenderer (it)))
    if (renderer->GetSelector ())
      return true;
  return false;
}

bool
Stage::Fill (int front, Picture *picture)
{
  const int *size = Window->GetSize ();
  vtkRenderer *renderer = Window->GetRenderers ()->GetFirstRenderer ();

  if (renderer)
    picture->view.Read (renderer->GetActiveCamera ());
  picture->width = size[0];
  picture->height = size[1];
  picture->stamp = Person.Last;
  if (size[0] < 1 || size[1] < 1)
    return false;
  Window->GetRGBACharPixelData (0, 0, size[0] - 1, size[1] - 1, front,
                                picture->pixels);
  Dirty = false;
  return picture->pixels->GetNumberOfValues () ==
         (vtkIdType)4 * size[0] * size[1];
}

/* Returns FALSE if there is no picture: it was given up, or cannot be made. */
bool
Stage::Render (VcTier tier, const gint *abort, Picture *picture)
{
  bool is_done = false;

  picture->start_us = g_get_monotonic_time ();
  picture->tier = tier;
  Abort = abort;
  Working = true;
  guard ([&] {
    Window->SetDesiredUpdateRate (tier == VC_TIER_FULL
                                    ? Person.Iren->GetStillUpdateRate ()
                                    : Person.Iren->GetDesiredUpdateRate ());
    Window->SetAbortRender (0);
    Window->Render ();
    is_done = !Window->GetAbortRender () &&
              Fill (Window->GetSwapBuffers () ? 1 : 0, picture);
  });
  Working = false;
  Abort = nullptr;
  return is_done;
}

bool
Stage::Read (VcTier tier, Picture *picture)
{
  picture->start_us = g_get_monotonic_time ();
  picture->tier = tier;
  return Fill (1, picture);
}

} // namespace
