/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The styles of interaction that keys choose between, by name:
 * "trackball-camera", "trackball-actor", "joystick-camera", "joystick-actor".
 */

#pragma once

#include <vtkInteractorStyleSwitch.h>

/* "trackball-camera" for any other. */
const char *vc_style_get_name (vtkInteractorStyleSwitch *style);

/* Returns whether there is one of that name. */
bool vc_style_choose (vtkInteractorStyleSwitch *style, const char *name);
