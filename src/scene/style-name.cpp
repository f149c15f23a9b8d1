/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The styles of interaction that keys choose between, by name.
 */

#include "style-name.h"

#include <cstring>

namespace
{

using Switch = vtkInteractorStyleSwitch;

const struct {
  const char *name;
  const char *class_name;
  void (Switch::*choose) ();
} styles[] = {
  {"trackball-camera", "vtkInteractorStyleTrackballCamera",
   &Switch::SetCurrentStyleToTrackballCamera},
  {"trackball-actor", "vtkInteractorStyleTrackballActor",
   &Switch::SetCurrentStyleToTrackballActor},
  {"joystick-camera", "vtkInteractorStyleJoystickCamera",
   &Switch::SetCurrentStyleToJoystickCamera},
  {"joystick-actor", "vtkInteractorStyleJoystickActor",
   &Switch::SetCurrentStyleToJoystickActor},
};

} // namespace

const char *
vc_style_get_name (vtkInteractorStyleSwitch *style)
{
  for (auto &known : styles)
    if (style->GetCurrentStyle ()->IsA (known.class_name))
      return known.name;
  return styles[0].name;
}

bool
vc_style_choose (vtkInteractorStyleSwitch *style, const char *name)
{
  for (auto &known : styles) {
    if (strcmp (known.name, name) != 0)
      continue;
    (style->*known.choose) ();
    return true;
  }
  return false;
}
