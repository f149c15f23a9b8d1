/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStage: what people can set of it and of what stands on it, and what they
 * are told of camera and picks.
 */

#include "stage.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "state-dict.h"
#include "viewpoint.h"

/* Who moves the pointer less than that between press and release has clicked;
 * of the view's width and height. */
#define CLICK_RADIUS 0.006
/* As a share of the view's diagonal; the interactor's picker has the same. */
#define PICK_TOLERANCE 0.0025

namespace
{

struct NamedBackground {
  const char *name;
  double color[3];
};

/* The first is as dark as the walls of a reading room. */
const NamedBackground backgrounds[] = {
  {"dark", {0.055, 0.065, 0.08}},
  {"black", {0, 0, 0}},
  {"grey", {0.45, 0.47, 0.5}},
  {"white", {1, 1, 1}},
};

} // namespace

void
VcStage::SetBackground (const std::string &name)
{
  for (auto &background : backgrounds)
    if (name == background.name) {
      Background = background.name;
      Renderer->SetBackground (background.color[0], background.color[1],
                               background.color[2]);
    }
}

const char *
VcStage::GetViewpoint ()
{
  return vc_viewpoint_recognize (
    Renderer->GetActiveCamera ()->GetDirectionOfProjection ());
}

void
VcStage::LookFrom (const char *name)
{
  const VcViewpoint *viewpoint = vc_viewpoint_find (name);
  vtkCamera *camera = Renderer->GetActiveCamera ();
  double position[3];

  if (!viewpoint)
    return;
  vc_viewpoint_place (viewpoint, camera->GetFocalPoint (),
                      camera->GetDistance (), position);
  camera->SetPosition (position);
  camera->SetViewUp (viewpoint->view_up);
  Renderer->ResetCameraClippingRange ();
}

/* In the order in which things were asked for, whenever they came. */
void
VcStage::ListParameters (VcParameterList &list)
{
  const char *names[G_N_ELEMENTS (backgrounds) + 1] = {nullptr};
  std::vector<VcItem *> items;

  for (auto &item : Items)
    items.push_back (item.get ());
  std::stable_sort (items.begin (), items.end (),
                    [] (VcItem *a, VcItem *b) { return a->Order < b->Order; });
  for (VcItem *item : items) {
    list.SetOwner (item, item->Name);
    item->AppendParameters (list);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (backgrounds); i++)
    names[i] = backgrounds[i].name;
  list.SetOwner (nullptr, "View");
  list.AddChoice ("background", "Background", Background, names);
  list.AddChoice ("look-from", "Look from", GetViewpoint (),
                  vc_viewpoint_names);
  list.AddAction ("reset-view", "Reset the view");
}

GVariant *
VcStage::DescribeParameters ()
{
  VcParameterList list;

  ListParameters (list);
  return list.GetDescriptions ();
}

void
VcStage::SetParameters (GVariant *values)
{
  VcParameterList list;
  GVariantIter iter;
  const char *name;

  vc_egl_make_current (Egl);
  ListParameters (list);
  g_variant_iter_init (&iter, values);
  while (GVariant *entry = g_variant_iter_next_value (&iter)) {
    g_autoptr (GVariant) owned = entry;
    g_autoptr (GVariant) value = nullptr;
    const VcParameterList::Entry *found;

    g_variant_get (entry, "{&sv}", &name, &value);
    found = list.Find (name);
    if (found && found->owner)
      found->owner->SetParameter (found->own_name, value);
    else if (found && found->own_name == "background")
      SetBackground (g_variant_get_string (value, nullptr));
    else if (found && found->own_name == "look-from")
      LookFrom (g_variant_get_string (value, nullptr));
    else if (found && found->own_name == "reset-view")
      ReturnHome (Renderer);
  }
  if (OnChanged)
    OnChanged (VC_TIER_FULL);
}

/* Tells if it is another one than the last time. */
void
VcStage::LookAtCamera ()
{
  vtkCamera *camera = Renderer->GetActiveCamera ();
  bool parallel = camera->GetParallelProjection ();
  g_autoptr (GVariant) now = nullptr;
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (!OnCamera || camera->GetMTime () == CameraTime)
    return;
  CameraTime = camera->GetMTime ();
  vc_state_add_numbers (&builder, "position", camera->GetPosition (), 3);
  vc_state_add_numbers (&builder, "focalPoint", camera->GetFocalPoint (), 3);
  vc_state_add_numbers (&builder, "viewUp", camera->GetViewUp (), 3);
  g_variant_builder_add (&builder, "{sv}", "viewAngle",
                         g_variant_new_double (camera->GetViewAngle ()));
  g_variant_builder_add (
    &builder, "{sv}", "parallelScale",
    g_variant_new_double (parallel ? camera->GetParallelScale () : 0));
  now = g_variant_ref_sink (g_variant_builder_end (&builder));
  OnCamera (now);
}

/* What @picker, which may have found nothing, has found. */
void
VcStage::TellPick (vtkCellPicker *picker, const VcEvent *event)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (nullptr);

  if (picker->GetProp3D ())
    g_variant_dict_insert_value (
      &dict, "position",
      g_variant_new_fixed_array (
        G_VARIANT_TYPE_DOUBLE, picker->GetPickPosition (), 3, sizeof (double)));
  g_variant_dict_insert (&dict, "viewer", "u", event->viewer);
  g_variant_dict_insert (&dict, "button", "u", event->button);
  OnPicked (g_variant_dict_end (&dict));
}

/* With a picker of its own: VTK's styles look at the other one. */
void
VcStage::Pick (const VcEvent *event)
{
  ClickPicker->SetTolerance (PICK_TOLERANCE);
  ClickPicker->Pick (event->x * Width, (1 - event->y) * Height, 0, Renderer);
  TellPick (ClickPicker, event);
}

/* A click, or the key p, with which VTK's style has picked already. */
void
VcStage::NotePick (const VcEvent *event)
{
  bool is_press = event->type == VC_EVENT_BUTTON_PRESS;
  auto *picker = vtkCellPicker::SafeDownCast (Interactor->GetPicker ());

  if (!OnPicked)
    return;
  if (event->type == VC_EVENT_KEY_PRESS && strcmp (event->key, "p") == 0 &&
      picker)
    TellPick (picker, event);
  if (event->type == VC_EVENT_BUTTON_RELEASE &&
      event->button == Pressed.button && event->viewer == Pressed.viewer &&
      std::fabs (event->x - Pressed.x) < CLICK_RADIUS &&
      std::fabs (event->y - Pressed.y) < CLICK_RADIUS)
    Pick (event);
  if (is_press || event->type == VC_EVENT_BUTTON_RELEASE)
    Pressed = is_press ? *event : VcEvent{};
}
