/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What people may change of how an actor is shown: opacity, representation,
 * colour.
 */

#pragma once

#include <string>

#include <vtkActor.h>

#include "parameter-list.h"

/* @has_color: not if it has colours of its own. */
void vc_surface_look_append (VcParameterList &list, vtkActor *actor,
                             bool has_color);

/* @value: checked. */
void vc_surface_look_set (vtkActor *actor, const std::string &name,
                          GVariant *value);

/* "points", "wireframe" or "surface". */
const char *vc_surface_look_get_representation (vtkActor *actor);
void vc_surface_look_set_representation (vtkActor *actor, const char *name);
