/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteractor: feeds a person's events to VTK's styles and widgets.
 */

#include "interactor.h"

#include <cmath>
#include <cstring>

#include <vtkCellPicker.h>
#include <vtkInteractorStyleTrackballCamera.h>
#include <vtkObjectFactory.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "key.h"
#include "wheel.h"

#define FLIGHT_INTERVAL_MS 16
/* Views by which a held pointer may be off. */
#define MAX_OUTSIDE 100.0

vtkStandardNewMacro (VcInteractor);

struct VcInteractor::Timer {
  VcInteractor *interactor;
  int vtk_id;
  int platform_id;
  bool one_shot;
};

namespace
{

VcPose
get_pose (vtkCamera *camera)
{
  VcPose pose;

  camera->GetPosition (pose.position);
  camera->GetFocalPoint (pose.focal_point);
  camera->GetViewUp (pose.view_up);
  pose.parallel_scale = camera->GetParallelScale ();
  return pose;
}

void
set_pose (vtkCamera *camera, const VcPose *pose)
{
  camera->SetPosition (pose->position);
  camera->SetFocalPoint (pose->focal_point);
  camera->SetViewUp (pose->view_up);
  camera->SetParallelScale (pose->parallel_scale);
}

} // namespace

VcInteractor::VcInteractor ()
{
  vtkNew<vtkCellPicker> picker;

  picker->SetTolerance (0.0025);
  /* vtkPropPicker, the default, does not see ray cast volumes. */
  SetPicker (picker);
  Style->SetCurrentStyleToTrackballCamera ();
  SetInteractorStyle (Style);
  /* The view recognises them: VTK logs an error for each move and pans by the
   * sum of all moves. */
  SetRecognizeGestures (false);
}

VcInteractor::~VcInteractor ()
{
  Stop ();
}

void
VcInteractor::Start (GMainContext *context)
{
  Context = context;
  Initialize ();
}

void
VcInteractor::Stop ()
{
  StopFlight ();
  for (auto &[id, source] : Timers) {
    g_source_destroy (source);
    g_source_unref (source);
  }
  Timers.clear ();
}

void
VcInteractor::Initialize ()
{
  /* The inherited one renders. */
  Initialized = 1;
  Enable ();
}

void
VcInteractor::Render ()
{
  InvokeEvent (vtkCommand::RenderEvent, nullptr);
  WasAnimating = IsAnimating ();
  if (OnChanged)
    OnChanged (WasAnimating);
}

void
VcInteractor::ExitCallback ()
{
  /* Nobody ends a server with a key. */
}

void
VcInteractor::TerminateApp ()
{
}

vtkRenderer *
VcInteractor::FindPokedRenderer (int x, int y)
{
  /* A drag belongs to the viewport where it began. */
  if (Buttons && Locked)
    return Locked;
  return vtkGenericRenderWindowInteractor::FindPokedRenderer (x, y);
}

bool
VcInteractor::IsAnimating ()
{
  return FlightTimer || !Timers.empty ();
}

GSource *
VcInteractor::AttachTimer (unsigned long duration, GSourceFunc func,
                           gpointer user_data, GDestroyNotify destroy)
{
  GSource *source = g_timeout_source_new (MAX (duration, 1));

  g_source_set_callback (source, func, user_data, destroy);
  g_source_attach (source, Context);
  return source;
}

gboolean
VcInteractor::OnTimer (gpointer user_data)
{
  Timer *timer = (Timer *)user_data;
  vtkSmartPointer<VcInteractor> self = timer->interactor;
  int vtk_id = timer->vtk_id;
  int platform_id = timer->platform_id;
  bool one_shot = timer->one_shot;

  /* An observer may destroy the timer. */
  self->InvokeEvent (vtkCommand::TimerEvent, &vtk_id);
  if (one_shot)
    self->InternalDestroyTimer (platform_id);
  return G_SOURCE_CONTINUE;
}

int
VcInteractor::InternalCreateTimer (int timer_id, int type,
                                   unsigned long duration)
{
  Timer *timer;

  if (!Animated)
    return NextPlatformId++;
  timer = g_new (Timer, 1);
  timer->interactor = this;
  timer->vtk_id = timer_id;
  timer->platform_id = NextPlatformId++;
  timer->one_shot = type == OneShotTimer;
  Timers[timer->platform_id] = AttachTimer (duration, OnTimer, timer, g_free);
  return timer->platform_id;
}

int
VcInteractor::InternalDestroyTimer (int platform_id)
{
  auto found = Timers.find (platform_id);

  if (found == Timers.end ())
    return 0;
  g_source_destroy (found->second);
  g_source_unref (found->second);
  Timers.erase (found);
  /* The last picture of an animation was a coarse one. */
  if (WasAnimating && !IsAnimating ())
    Render ();
  return 1;
}

void
VcInteractor::SetPosition (const VcEvent *event, int width, int height)
{
  int x = (int)std::floor (CLAMP (event->x, -MAX_OUTSIDE, MAX_OUTSIDE) * width);
  int y =
    (int)std::floor (CLAMP (event->y, -MAX_OUTSIDE, MAX_OUTSIDE) * height);

  SetEventInformationFlipY (x, y, (event->modifiers & VC_MODIFIER_CONTROL) != 0,
                            (event->modifiers & VC_MODIFIER_SHIFT) != 0, 0,
                            event->click_count > 1 ? 1 : 0, nullptr);
  SetAltKey ((event->modifiers & VC_MODIFIER_ALT) != 0);
}

void
VcInteractor::HandleButton (const VcEvent *event, guint button, bool down)
{
  static void (VcInteractor::*const press[]) () = {
    &VcInteractor::LeftButtonPressEvent,
    &VcInteractor::MiddleButtonPressEvent,
    &VcInteractor::RightButtonPressEvent,
  };
  static void (VcInteractor::*const release[]) () = {
    &VcInteractor::LeftButtonReleaseEvent,
    &VcInteractor::MiddleButtonReleaseEvent,
    &VcInteractor::RightButtonReleaseEvent,
  };
  static const vtkCommand::EventIds double_click[] = {
    vtkCommand::LeftButtonDoubleClickEvent,
    vtkCommand::MiddleButtonDoubleClickEvent,
    vtkCommand::RightButtonDoubleClickEvent,
  };
  int bit;

  if (button < 1 || button > G_N_ELEMENTS (press))
    return;
  bit = 1 << (button - 1);
  if (down) {
    StopFlight ();
    if (!Buttons)
      Locked = vtkGenericRenderWindowInteractor::FindPokedRenderer (
        GetEventPosition ()[0], GetEventPosition ()[1]);
    Buttons = (VcButtons)(Buttons | bit);
    (this->*press[button - 1]) ();
    if (event->click_count > 1 && Enabled)
      InvokeEvent (double_click[button - 1], nullptr);
  } else {
    (this->*release[button - 1]) ();
    Buttons = (VcButtons)(Buttons & ~bit);
    if (!Buttons)
      Locked = nullptr;
  }
}

void
VcInteractor::HandleWheel (const VcEvent *event)
{
  int x = vc_wheel_take_notches (&WheelX, event->delta_x);
  int y = vc_wheel_take_notches (&WheelY, event->delta_y);

  StopFlight ();
  for (; y > 0; y--)
    MouseWheelForwardEvent ();
  for (; y < 0; y++)
    MouseWheelBackwardEvent ();
  for (; x > 0; x--)
    MouseWheelRightEvent ();
  for (; x < 0; x++)
    MouseWheelLeftEvent ();
}

void
VcInteractor::SetKey (const VcEvent *event)
{
  int *position = GetEventPosition ();
  char c = vc_key_get_char (event->key);

  SetEventInformation (
    position[0], position[1], (event->modifiers & VC_MODIFIER_CONTROL) != 0,
    (event->modifiers & VC_MODIFIER_SHIFT) != 0, c, 0, event->key);
  SetAltKey ((event->modifiers & VC_MODIFIER_ALT) != 0);
}

/* Styles learn which renderer is meant from buttons alone, and some keys need
 * one before any button. */
void
VcInteractor::PokeStyle ()
{
  vtkInteractorStyle *style =
    GetInteractorStyle () == Style.Get ()
      ? Style->GetCurrentStyle ()
      : vtkInteractorStyle::SafeDownCast (GetInteractorStyle ());

  if (style && !Buttons)
    style->FindPokedRenderer (GetEventPosition ()[0], GetEventPosition ()[1]);
}

void
VcInteractor::HandleChar (const VcEvent *event)
{
  char c = g_ascii_tolower (GetKeyCode ());
  int *position = GetEventPosition ();
  vtkSmartPointer<vtkRenderer> renderer =
    FindPokedRenderer (position[0], position[1]);
  vtkCamera *camera = renderer ? renderer->GetActiveCamera () : nullptr;
  VcPose before;

  if (!camera) {
    CharEvent ();
    return;
  }
  PokeStyle ();
  if (c == 'r' || c == 'f')
    StopFlight ();
  before = get_pose (camera);
  CharEvent ();
  if (c == 'r' && OnReset) {
    OnReset (renderer);
    Render ();
  }
  if (c == 'f') {
    /* VTK flies in one go; show the way. */
    Flight.from = before;
    Flight.to = get_pose (camera);
    Flight.start_us = g_get_monotonic_time ();
    if (memcmp (&Flight.from, &Flight.to, sizeof (VcPose)) == 0)
      return;
    if (!Animated) {
      set_pose (camera, &before);
      renderer->ResetCameraClippingRange ();
      return;
    }
    FlightRenderer = renderer;
    FlightTimer =
      AttachTimer (FLIGHT_INTERVAL_MS, OnFlightTimer, this, nullptr);
    OnFlightTimer (this);
  }
}

gboolean
VcInteractor::OnFlightTimer (gpointer user_data)
{
  VcInteractor *self = (VcInteractor *)user_data;
  vtkCamera *camera = self->FlightRenderer->GetActiveCamera ();
  VcPose pose;
  gboolean goes_on =
    vc_flight_get_pose (&self->Flight, g_get_monotonic_time (), &pose);

  set_pose (camera, &pose);
  self->FlightRenderer->ResetCameraClippingRange ();
  if (goes_on)
    self->Render ();
  else
    self->StopFlight ();
  return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
VcInteractor::StopFlight ()
{
  if (!FlightTimer)
    return;
  g_source_destroy (FlightTimer);
  g_source_unref (FlightTimer);
  FlightTimer = nullptr;
  FlightRenderer = nullptr;
  /* The last picture was a coarse one. */
  Render ();
}

void
VcInteractor::HandleKey (const VcEvent *event)
{
  SetKey (event);
  if (event->type == VC_EVENT_KEY_RELEASE) {
    KeyReleaseEvent ();
    return;
  }
  KeyPressEvent ();
  if (GetKeyCode () != 0)
    HandleChar (event);
}

void
VcInteractor::HandleEvent (const VcEvent *event, int width, int height)
{
  if (event->type != VC_EVENT_KEY_PRESS &&
      event->type != VC_EVENT_KEY_RELEASE && event->type != VC_EVENT_CANCEL)
    SetPosition (event, width, height);
  switch (event->type) {
  case VC_EVENT_POINTER_MOVE:
    MouseMoveEvent ();
    break;
  case VC_EVENT_BUTTON_PRESS:
  case VC_EVENT_BUTTON_RELEASE:
    HandleButton (event, event->button, event->type == VC_EVENT_BUTTON_PRESS);
    break;
  case VC_EVENT_WHEEL:
    HandleWheel (event);
    break;
  case VC_EVENT_KEY_PRESS:
  case VC_EVENT_KEY_RELEASE:
    HandleKey (event);
    break;
  case VC_EVENT_TOUCH_DOWN:
  case VC_EVENT_TOUCH_MOVE:
  case VC_EVENT_TOUCH_UP:
    HandleTouch (event);
    break;
  case VC_EVENT_GESTURE_BEGIN:
  case VC_EVENT_GESTURE:
  case VC_EVENT_GESTURE_END:
    HandleGesture (event, width, height);
    break;
  case VC_EVENT_CANCEL:
    /* The view has released everything before. */
    break;
  }
}
