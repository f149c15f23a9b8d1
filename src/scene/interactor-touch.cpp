/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteractor: fingers and gestures.
 */

#include "interactor.h"

#include "style-name.h"

void
VcInteractor::HandleTouch (const VcEvent *event)
{
  int finger = (int)event->touch_id;

  /* One finger is the left button; two are a gesture, and not seen here. */
  if (event->type == VC_EVENT_TOUCH_DOWN && TouchFinger < 0) {
    TouchFinger = finger;
    HandleButton (event, 1, true);
  } else if (finger == TouchFinger) {
    MouseMoveEvent ();
    if (event->type == VC_EVENT_TOUCH_UP) {
      TouchFinger = -1;
      HandleButton (event, 1, false);
    }
  }
}

void
VcInteractor::StartGesture ()
{
  StopFlight ();
  Gesturing = true;
  StyleAfterGesture = vc_style_get_name (Style);
  /* The only one of VTK's styles that knows gestures. */
  Style->SetCurrentStyleToMultiTouchCamera ();
  SetScale (1);
  SetScale (1);
  StartPinchEvent ();
}

void
VcInteractor::EndGesture ()
{
  EndPinchEvent ();
  Gesturing = false;
  vc_style_choose (Style, StyleAfterGesture);
}

void
VcInteractor::HandleGesture (const VcEvent *event, int width, int height)
{
  double translation[2] = {event->delta_x * width, -event->delta_y * height};

  if (event->type == VC_EVENT_GESTURE_BEGIN) {
    if (!Gesturing)
      StartGesture ();
    return;
  }
  if (!Gesturing)
    return;
  if (event->type == VC_EVENT_GESTURE_END) {
    EndGesture ();
    return;
  }
  /* Each of these keeps its last value too, and styles use the difference. */
  if (event->scale > 0 && event->scale != 1) {
    SetScale (1);
    SetScale (CLAMP (event->scale, 0.01, 100));
    PinchEvent ();
  }
  if (event->rotation != 0) {
    SetRotation (0);
    SetRotation (event->rotation);
    RotateEvent ();
  }
  if (translation[0] != 0 || translation[1] != 0) {
    double zero[2] = {0, 0};

    SetTranslation (zero);
    SetTranslation (translation);
    PanEvent ();
  }
}
