/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ClickFinder: finds out where in the scene somebody points.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <cmath>
#include <cstdlib>
#include <functional>

#include <vtkcast/event.h>
#include <vtkcast/scene.h>

#include <vtkCellPicker.h>
#include <vtkNew.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>

#include "vtkcast-adapter.h"

/* How far a click may move, pixels. */
#define CLICK_RADIUS 3
/* Of the window's diagonal. */
#define PICK_TOLERANCE 0.0025

namespace
{

class ClickFinder
{
public:
  /* Nothing is looked for while there is none. */
  std::function<void (const VcAdapterPick &pick)> OnPicked;

  /* @event: that the interactor has got. */
  void Watch (vtkRenderWindowInteractor *interactor, const VcEvent *event);

private:
  bool IsClick (const VcEvent *event, const int *place) const;
  void Find (vtkRenderWindowInteractor *interactor, const VcEvent *event);

  struct {
    guint viewer;
    guint button;
    int place[2];
  } Pressed = {};
};

bool
ClickFinder::IsClick (const VcEvent *event, const int *place) const
{
  return event->button == Pressed.button && event->viewer == Pressed.viewer &&
         std::abs (place[0] - Pressed.place[0]) <= CLICK_RADIUS &&
         std::abs (place[1] - Pressed.place[1]) <= CLICK_RADIUS;
}

void
ClickFinder::Find (vtkRenderWindowInteractor *interactor, const VcEvent *event)
{
  const int *place = interactor->GetEventPosition ();
  vtkRenderer *renderer = interactor->FindPokedRenderer (place[0], place[1]);
  /* Not the interactor's: styles look at that. */
  vtkNew<vtkCellPicker> picker;
  VcAdapterPick pick = {};

  if (!renderer)
    return;
  pick.viewer = event->viewer;
  pick.button = event->button;
  picker->SetTolerance (PICK_TOLERANCE);
  pick.is_found = picker->Pick (place[0], place[1], 0, renderer) != 0;
  picker->GetPickPosition (pick.position);
  for (double coordinate : pick.position)
    pick.is_found &= std::isfinite (coordinate);
  OnPicked (pick);
}

/* A press and a release at one place, or the key p. */
void
ClickFinder::Watch (vtkRenderWindowInteractor *interactor, const VcEvent *event)
{
  const int *place = interactor->GetEventPosition ();

  if (!OnPicked)
    return;
  if (event->type == VC_EVENT_KEY_PRESS &&
      g_ascii_strcasecmp (event->key, "p") == 0)
    Find (interactor, event);
  if (event->type == VC_EVENT_BUTTON_RELEASE && IsClick (event, place))
    Find (interactor, event);
  if (event->type == VC_EVENT_BUTTON_RELEASE)
    Pressed = {};
  if (event->type == VC_EVENT_BUTTON_PRESS)
    Pressed = {event->viewer, event->button, {place[0], place[1]}};
}

/* Floating: as scene.h has it. */
GVariant *
describe_pick (const VcAdapterPick &pick)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, nullptr);
  if (pick.is_found)
    g_variant_dict_insert_value (
      &dict, "position",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, pick.position, 3,
                                 sizeof (double)));
  g_variant_dict_insert (&dict, "viewer", "u", pick.viewer);
  g_variant_dict_insert (&dict, "button", "u", pick.button);
  return g_variant_dict_end (&dict);
}

} // namespace
