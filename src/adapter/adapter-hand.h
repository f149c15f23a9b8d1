/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Hand: does with an interactor what people do.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <cmath>

#include <vtkcast/event.h>
#include <vtkcast/key.h>
#include <vtkcast/wheel.h>

#include <vtkCommand.h>
#include <vtkInteractorStyle.h>
#include <vtkInteractorStyleMultiTouchCamera.h>
#include <vtkInteractorStyleSwitch.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkSmartPointer.h>

/* Views by which a held pointer may be off. */
#define OUTSIDE_MAX 100.0

namespace
{

/* The last event that was applied. */
struct Stamp {
  guint viewer = 0;
  guint seq = 0;
  gint64 time_us = 0;
};

class Hand
{
public:
  vtkSmartPointer<vtkRenderWindowInteractor> Iren;
  Stamp Last;

  void Apply (const VcEvent *event);

private:
  void Place (const VcEvent *event);
  void Press (const VcEvent *event, guint button);
  void Release (guint button);
  void Turn (const VcEvent *event);
  void Type (const VcEvent *event);
  void PokeStyle ();
  void Touch (const VcEvent *event);
  void Gesture (const VcEvent *event);
  void MoveFingers (const VcEvent *event);

  vtkSmartPointer<vtkInteractorObserver> StyleBefore;
  vtkNew<vtkInteractorStyleMultiTouchCamera> TouchStyle;
  bool Gesturing = false;
  int Finger = -1;
  double WheelX = 0;
  double WheelY = 0;
};

void
Hand::Place (const VcEvent *event)
{
  const int *size = Iren->GetRenderWindow ()->GetSize ();
  double x = CLAMP (event->x, -OUTSIDE_MAX, OUTSIDE_MAX);
  double y = CLAMP (event->y, -OUTSIDE_MAX, OUTSIDE_MAX);

  Iren->SetEventInformation ((int)std::floor (x * size[0]),
                             size[1] - 1 - (int)std::floor (y * size[1]),
                             (event->modifiers & VC_MODIFIER_CONTROL) != 0,
                             (event->modifiers & VC_MODIFIER_SHIFT) != 0, 0,
                             event->click_count > 1 ? 1 : 0, nullptr);
  Iren->SetAltKey ((event->modifiers & VC_MODIFIER_ALT) != 0);
}

void
Hand::Press (const VcEvent *event, guint button)
{
  static const unsigned long double_click[] = {
    vtkCommand::LeftButtonDoubleClickEvent,
    vtkCommand::MiddleButtonDoubleClickEvent,
    vtkCommand::RightButtonDoubleClickEvent,
  };

  switch (button) {
  case 1:
    Iren->LeftButtonPressEvent ();
    break;
  case 2:
    Iren->MiddleButtonPressEvent ();
    break;
  case 3:
    Iren->RightButtonPressEvent ();
    break;
  default:
    return;
  }
  if (event->click_count > 1)
    Iren->InvokeEvent (double_click[button - 1], nullptr);
}

void
Hand::Release (guint button)
{
  if (button == 1)
    Iren->LeftButtonReleaseEvent ();
  else if (button == 2)
    Iren->MiddleButtonReleaseEvent ();
  else if (button == 3)
    Iren->RightButtonReleaseEvent ();
}

void
Hand::Turn (const VcEvent *event)
{
  int x = vc_wheel_take_notches (&WheelX, event->delta_x);
  int y = vc_wheel_take_notches (&WheelY, event->delta_y);

  for (; y > 0; y--)
    Iren->MouseWheelForwardEvent ();
  for (; y < 0; y++)
    Iren->MouseWheelBackwardEvent ();
  for (; x > 0; x--)
    Iren->MouseWheelRightEvent ();
  for (; x < 0; x++)
    Iren->MouseWheelLeftEvent ();
}

void
Hand::Type (const VcEvent *event)
{
  char c = vc_key_get_char (event->key);
  const int *position = Iren->GetEventPosition ();

  Iren->SetEventInformation (
    position[0], position[1], (event->modifiers & VC_MODIFIER_CONTROL) != 0,
    (event->modifiers & VC_MODIFIER_SHIFT) != 0, c, 0, event->key);
  Iren->SetAltKey ((event->modifiers & VC_MODIFIER_ALT) != 0);
  if (event->type == VC_EVENT_KEY_RELEASE) {
    Iren->KeyReleaseEvent ();
    return;
  }
  Iren->KeyPressEvent ();
  if (c == 0)
    return;
  PokeStyle ();
  Iren->CharEvent ();
}

/* Styles learn which renderer is meant from buttons alone, and some keys need
 * one before any button. */
void
Hand::PokeStyle ()
{
  vtkInteractorObserver *style = Iren->GetInteractorStyle ();
  vtkInteractorStyleSwitch *choice =
    vtkInteractorStyleSwitch::SafeDownCast (style);
  const int *place = Iren->GetEventPosition ();

  if (choice)
    style = choice->GetCurrentStyle ();
  if (vtkInteractorStyle *found = vtkInteractorStyle::SafeDownCast (style))
    if (found->GetState () == VTKIS_NONE)
      found->FindPokedRenderer (place[0], place[1]);
}

/* One finger is the left button; two are a gesture, and not seen here. */
void
Hand::Touch (const VcEvent *event)
{
  if (event->type == VC_EVENT_TOUCH_DOWN && Finger < 0) {
    Finger = (int)event->touch_id;
    Iren->LeftButtonPressEvent ();
  } else if (Finger == (int)event->touch_id) {
    Iren->MouseMoveEvent ();
    if (event->type != VC_EVENT_TOUCH_UP)
      return;
    Finger = -1;
    Iren->LeftButtonReleaseEvent ();
  }
}

/* Each of these keeps its last value, and styles use the difference. */
void
Hand::MoveFingers (const VcEvent *event)
{
  const int *size = Iren->GetRenderWindow ()->GetSize ();
  double nowhere[2] = {0, 0};
  double way[2] = {event->delta_x * size[0], -event->delta_y * size[1]};

  if (event->scale > 0 && event->scale != 1) {
    Iren->SetScale (1);
    Iren->SetScale (CLAMP (event->scale, 0.01, 100));
    Iren->PinchEvent ();
  }
  if (event->rotation != 0) {
    Iren->SetRotation (0);
    Iren->SetRotation (event->rotation);
    Iren->RotateEvent ();
  }
  if (way[0] != 0 || way[1] != 0) {
    Iren->SetTranslation (nowhere);
    Iren->SetTranslation (way);
    Iren->PanEvent ();
  }
}

/* Few styles know gestures; for as long as one lasts, another takes the place
 * of one that does not. */
void
Hand::Gesture (const VcEvent *event)
{
  if (event->type == VC_EVENT_GESTURE_BEGIN && !Gesturing) {
    Gesturing = true;
    StyleBefore = Iren->GetInteractorStyle ();
    if (!StyleBefore ||
        !StyleBefore->IsA ("vtkInteractorStyleMultiTouchCamera"))
      Iren->SetInteractorStyle (TouchStyle);
    Iren->SetScale (1);
    Iren->SetScale (1);
    Iren->StartPinchEvent ();
  } else if (event->type == VC_EVENT_GESTURE && Gesturing) {
    MoveFingers (event);
  } else if (event->type == VC_EVENT_GESTURE_END && Gesturing) {
    Gesturing = false;
    Iren->EndPinchEvent ();
    Iren->SetInteractorStyle (StyleBefore);
    StyleBefore = nullptr;
  }
}

void
Hand::Apply (const VcEvent *event)
{
  bool has_place = event->type != VC_EVENT_KEY_PRESS &&
                   event->type != VC_EVENT_KEY_RELEASE &&
                   event->type != VC_EVENT_CANCEL;

  if (!Iren->GetInitialized ())
    Iren->Initialize ();
  if (has_place)
    Place (event);
  switch (event->type) {
  case VC_EVENT_POINTER_MOVE:
    Iren->MouseMoveEvent ();
    break;
  case VC_EVENT_BUTTON_PRESS:
    Press (event, event->button);
    break;
  case VC_EVENT_BUTTON_RELEASE:
    Release (event->button);
    break;
  case VC_EVENT_WHEEL:
    Turn (event);
    break;
  case VC_EVENT_KEY_PRESS:
  case VC_EVENT_KEY_RELEASE:
    Type (event);
    break;
  case VC_EVENT_TOUCH_DOWN:
  case VC_EVENT_TOUCH_MOVE:
  case VC_EVENT_TOUCH_UP:
    Touch (event);
    break;
  case VC_EVENT_GESTURE_BEGIN:
  case VC_EVENT_GESTURE:
  case VC_EVENT_GESTURE_END:
    Gesture (event);
    break;
  default:
    /* The view has released what was held. */
    break;
  }
  if (event->seq != 0 || Last.seq == 0) {
    Last.viewer = event->viewer;
    Last.seq = event->seq;
    Last.time_us = event->time_us;
  }
}

} // namespace
