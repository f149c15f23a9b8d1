/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteractor: feeds a person's events to VTK's styles and widgets.
 */

#pragma once

#include <functional>
#include <map>

#include <vtkCamera.h>
#include <vtkGenericRenderWindowInteractor.h>
#include <vtkInteractorStyleSwitch.h>
#include <vtkNew.h>
#include <vtkProp3D.h>
#include <vtkSmartPointer.h>
#include <vtkWeakPointer.h>

#include "event.h"
#include "flight.h"

class VcInteractor : public vtkGenericRenderWindowInteractor
{
public:
  static VcInteractor *New ();
  vtkTypeMacro (VcInteractor, vtkGenericRenderWindowInteractor);

  /* Called when the picture is out of date; animating: more is to follow. */
  std::function<void (bool animating)> OnChanged;

  /* Called for a key that goes back to the first view. */
  std::function<void (vtkRenderer *renderer)> OnReset;

  /* The main context in whose thread all this happens. */
  void Start (GMainContext *context);
  void Stop ();

  void HandleEvent (const VcEvent *event, int width, int height);

  /* From now on nothing changes by itself: what timers would do comes by
   * RestoreState() of the stage. */
  void
  DisableAnimation ()
  {
    Animated = false;
  }

  /* Floating: an a{sv}. */
  GVariant *SaveState ();
  bool RestoreState (GVariant *state);

  /* Draws a box around @prop; NULL: around none. */
  void Highlight (vtkProp3D *prop);

  /* Is anything under way that changes the picture by itself? */
  bool IsAnimating ();

  void Initialize () override;
  void Render () override;
  void ExitCallback () override;
  void TerminateApp () override;
  vtkRenderer *FindPokedRenderer (int x, int y) override;

protected:
  VcInteractor ();
  ~VcInteractor () override;

  int InternalCreateTimer (int timer_id, int type,
                           unsigned long duration) override;
  int InternalDestroyTimer (int platform_id) override;

private:
  struct Timer;

  static gboolean OnTimer (gpointer user_data);
  static gboolean OnFlightTimer (gpointer user_data);
  void SetPosition (const VcEvent *event, int width, int height);
  void SetKey (const VcEvent *event);
  void HandleButton (const VcEvent *event, guint button, bool down);
  void HandleWheel (const VcEvent *event);
  void HandleKey (const VcEvent *event);
  void HandleChar (const VcEvent *event);
  void PokeStyle ();
  void HandleTouch (const VcEvent *event);
  void HandleGesture (const VcEvent *event, int width, int height);
  void StartGesture ();
  void EndGesture ();
  void StopFlight ();
  bool IsSuspended ();
  void Suspend (bool suspended);
  GSource *AttachTimer (unsigned long duration, GSourceFunc func,
                        gpointer user_data, GDestroyNotify destroy);

  GMainContext *Context = nullptr;
  vtkNew<vtkInteractorStyleSwitch> Style;
  vtkWeakPointer<vtkRenderer> Locked;
  std::map<int, GSource *> Timers;
  VcButtons Buttons = (VcButtons)0;
  int NextPlatformId = 1;
  double WheelX = 0;
  double WheelY = 0;
  int TouchFinger = -1;
  bool Gesturing = false;
  bool WasAnimating = false;
  bool Animated = true;
  const char *StyleAfterGesture = nullptr;
  VcFlight Flight = {};
  vtkSmartPointer<vtkRenderer> FlightRenderer;
  GSource *FlightTimer = nullptr;
};
