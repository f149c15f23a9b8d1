/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStage: all that keys, the mouse and time change of what is shown.
 */

#include "stage.h"

#include <cstring>
#include <map>

#include <vtkActorCollection.h>
#include <vtkMapper.h>
#include <vtkMatrix4x4.h>
#include <vtkOutlineSource.h>
#include <vtkProperty.h>

#include "state-dict.h"
#include "surface-look.h"

namespace
{

GVariant *
save_camera (vtkCamera *camera)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  vc_state_add_numbers (&builder, "position", camera->GetPosition (), 3);
  vc_state_add_numbers (&builder, "focal-point", camera->GetFocalPoint (), 3);
  vc_state_add_numbers (&builder, "view-up", camera->GetViewUp (), 3);
  vc_state_add_numbers (&builder, "clipping-range", camera->GetClippingRange (),
                        2);
  g_variant_builder_add (&builder, "{sv}", "view-angle",
                         g_variant_new_double (camera->GetViewAngle ()));
  g_variant_builder_add (&builder, "{sv}", "parallel-scale",
                         g_variant_new_double (camera->GetParallelScale ()));
  g_variant_builder_add (
    &builder, "{sv}", "parallel",
    g_variant_new_boolean (camera->GetParallelProjection ()));
  return g_variant_builder_end (&builder);
}

/* VTK's setters change nothing, and normalise nothing, that is equal. */
void
restore_camera (vtkCamera *camera, GVariant *state)
{
  double v[3];
  gboolean parallel;

  if (vc_state_get_numbers (state, "position", v, 3))
    camera->SetPosition (v);
  if (vc_state_get_numbers (state, "focal-point", v, 3))
    camera->SetFocalPoint (v);
  if (vc_state_get_numbers (state, "view-up", v, 3))
    camera->SetViewUp (v);
  if (vc_state_get_number (state, "view-angle", v))
    camera->SetViewAngle (v[0]);
  if (vc_state_get_number (state, "parallel-scale", v))
    camera->SetParallelScale (v[0]);
  if (g_variant_lookup (state, "parallel", "b", &parallel))
    camera->SetParallelProjection (parallel);
  if (vc_state_get_numbers (state, "clipping-range", v, 2))
    camera->SetClippingRange (v);
}

const char *
get_representation (vtkProp3D *prop)
{
  vtkActor *actor = vtkActor::SafeDownCast (prop);

  return actor ? vc_surface_look_get_representation (actor) : "surface";
}

void
set_representation (vtkProp3D *prop, const char *name)
{
  if (vtkActor *actor = vtkActor::SafeDownCast (prop))
    vc_surface_look_set_representation (actor, name);
}

GVariant *
save_parameters (VcItem *item)
{
  VcParameterList list;
  g_autoptr (GVariant) all = nullptr;

  item->AppendParameters (list);
  all = g_variant_ref_sink (list.GetDescriptions ());
  return vc_parameters_get_values (all);
}

GVariant *
save_item (VcItem *item, vtkProp3D *prop)
{
  g_autoptr (GVariant) parameters = nullptr;
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", "name",
                         g_variant_new_string (item->Name.c_str ()));
  g_variant_builder_add (&builder, "{sv}", "representation",
                         g_variant_new_string (get_representation (prop)));
  vc_state_add_numbers (&builder, "origin", prop->GetOrigin (), 3);
  vc_state_add_numbers (&builder, "position", prop->GetPosition (), 3);
  vc_state_add_numbers (&builder, "orientation", prop->GetOrientation (), 3);
  vc_state_add_numbers (&builder, "scale", prop->GetScale (), 3);
  /* VTK's actor styles move either this or the above. */
  if (prop->GetUserMatrix ())
    vc_state_add_numbers (&builder, "matrix",
                          prop->GetUserMatrix ()->GetData (), 16);
  parameters = save_parameters (item);
  g_variant_builder_add (&builder, "{sv}", "parameters", parameters);
  return g_variant_builder_end (&builder);
}

bool
is_different (const double *a, const double *b, gsize n)
{
  return memcmp (a, b, n * sizeof (double)) != 0;
}

/* (transfer full) (nullable): of @values, if it can be set. */
GVariant *
find_value (GVariant *descriptions, GVariant *values, const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (values, name, nullptr);
  g_autoptr (GVariant) one = nullptr, checked = nullptr;

  if (!value)
    return nullptr;
  one = g_variant_ref_sink (g_variant_new_parsed ("{%s: %v}", name, value));
  checked = vc_parameters_check (descriptions, one, nullptr);
  return checked ? g_variant_lookup_value (checked, name, nullptr) : nullptr;
}

/* In the order of the list: a preset comes before what it changes, and then all
 * behind it are set. */
void
restore_parameters (VcItem *item, GVariant *values)
{
  VcParameterList list;
  g_autoptr (GVariant) all = nullptr, before = nullptr;
  GVariantIter iter;
  const char *name;
  bool has_changed = false;

  item->AppendParameters (list);
  all = g_variant_ref_sink (list.GetDescriptions ());
  before = vc_parameters_get_values (all);
  g_variant_iter_init (&iter, before);
  while (GVariant *entry = g_variant_iter_next_value (&iter)) {
    g_autoptr (GVariant) owned = entry;
    g_autoptr (GVariant) now = nullptr, value = nullptr;

    g_variant_get (entry, "{&sv}", &name, &now);
    value = find_value (all, values, name);
    if (!value || (!has_changed && g_variant_equal (value, now)))
      continue;
    has_changed = true;
    item->SetParameter (name, value);
  }
}

void
restore_item (VcItem *item, vtkProp3D *prop, GVariant *state)
{
  g_autoptr (GVariant) parameters =
    g_variant_lookup_value (state, "parameters", G_VARIANT_TYPE_VARDICT);
  double v[16];
  const char *representation;

  if (parameters)
    restore_parameters (item, parameters);

  if (g_variant_lookup (state, "representation", "&s", &representation))
    set_representation (prop, representation);
  if (vc_state_get_numbers (state, "origin", v, 3))
    prop->SetOrigin (v);
  if (vc_state_get_numbers (state, "position", v, 3))
    prop->SetPosition (v);
  if (vc_state_get_numbers (state, "orientation", v, 3) &&
      is_different (v, prop->GetOrientation (), 3))
    prop->SetOrientation (v);
  if (vc_state_get_numbers (state, "scale", v, 3))
    prop->SetScale (v);
  if (prop->GetUserMatrix () && vc_state_get_numbers (state, "matrix", v, 16) &&
      is_different (v, prop->GetUserMatrix ()->GetData (), 16)) {
    prop->GetUserMatrix ()->DeepCopy (v);
    prop->Modified ();
  }
}

} // namespace

GVariant *
VcStage::SaveItems ()
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (auto &item : Items)
    if (vtkProp3D *prop = item->GetProp ())
      g_variant_builder_add_value (&builder, save_item (item.get (), prop));
  return g_variant_builder_end (&builder);
}

/* In whatever order they were loaded; of several with one name the first is the
 * first. */
bool
VcStage::RestoreItems (GVariant *items)
{
  std::map<std::string, int> seen;
  GVariantIter iter;

  if (!g_variant_is_of_type (items, G_VARIANT_TYPE ("aa{sv}")))
    return g_variant_n_children (items) == 0;
  g_variant_iter_init (&iter, items);
  while (GVariant *state = g_variant_iter_next_value (&iter)) {
    const char *name = "";
    int skip;

    g_variant_lookup (state, "name", "&s", &name);
    skip = seen[name]++;
    for (auto &item : Items)
      if (item->GetProp () && item->Name == name && skip-- == 0)
        restore_item (item.get (), item->GetProp (), state);
    g_variant_unref (state);
  }
  return true;
}

/* The box around what was picked belongs to VTK's style. */
vtkActor *
VcStage::FindOutline ()
{
  vtkActorCollection *actors = Renderer->GetActors ();
  vtkCollectionSimpleIterator i;

  actors->InitTraversal (i);
  while (vtkActor *actor = actors->GetNextActor (i)) {
    vtkMapper *mapper = actor->GetMapper ();

    if (mapper && mapper->GetNumberOfInputConnections (0) > 0 &&
        mapper->GetInputAlgorithm ()->IsA ("vtkOutlineSource"))
      return actor;
  }
  return nullptr;
}

GVariant *
VcStage::SaveHighlight ()
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (vtkActor *actor = FindOutline ()) {
    auto *source = vtkOutlineSource::SafeDownCast (
      actor->GetMapper ()->GetInputAlgorithm ());

    vc_state_add_numbers (&builder, "bounds", source->GetBounds (), 6);
    /* Key w changes it, too. */
    g_variant_builder_add (&builder, "{sv}", "representation",
                           g_variant_new_string (get_representation (actor)));
  }
  return g_variant_builder_end (&builder);
}

/* It will be shown again, and then as if it were new. */
void
VcStage::HideHighlight (vtkActor *outline)
{
  set_representation (outline, "surface");
  Interactor->Highlight (nullptr);
  Renderer->RemoveActor (outline);
}

vtkActor *
VcStage::ShowHighlight ()
{
  for (auto &item : Items) {
    if (!item->GetProp ())
      continue;
    Interactor->Highlight (item->GetProp ());
    return FindOutline ();
  }
  return nullptr;
}

bool
VcStage::RestoreHighlight (GVariant *highlight)
{
  vtkActor *outline = FindOutline ();
  const char *representation = "surface";
  double bounds[6];

  if (!vc_state_get_numbers (highlight, "bounds", bounds, 6)) {
    if (outline)
      HideHighlight (outline);
    return true;
  }
  if (!outline)
    outline = ShowHighlight ();
  if (!outline)
    return true;
  g_variant_lookup (highlight, "representation", "&s", &representation);
  set_representation (outline, representation);
  vtkOutlineSource::SafeDownCast (outline->GetMapper ()->GetInputAlgorithm ())
    ->SetBounds (bounds);
  return true;
}

GVariant *
VcStage::SaveState ()
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", "camera",
                         save_camera (Renderer->GetActiveCamera ()));
  g_variant_builder_add (&builder, "{sv}", "interactor",
                         Interactor->SaveState ());
  g_variant_builder_add (&builder, "{sv}", "stereo",
                         g_variant_new_boolean (Window->GetStereoRender ()));
  g_variant_builder_add (&builder, "{sv}", "background",
                         g_variant_new_string (Background));
  g_variant_builder_add (&builder, "{sv}", "items", SaveItems ());
  g_variant_builder_add (&builder, "{sv}", "highlight", SaveHighlight ());
  return g_variant_builder_end (&builder);
}

bool
VcStage::RestorePart (const char *name, GVariant *value)
{
  bool is_dict = g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT);

  if (strcmp (name, "interactor") == 0)
    return is_dict && Interactor->RestoreState (value);
  if (strcmp (name, "items") == 0)
    return RestoreItems (value);
  if (strcmp (name, "highlight") == 0)
    return is_dict && RestoreHighlight (value);
  if (strcmp (name, "background") == 0) {
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
      return false;
    SetBackground (g_variant_get_string (value, nullptr));
    return true;
  }
  if (strcmp (name, "stereo") == 0) {
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
      return false;
    Window->SetStereoRender (g_variant_get_boolean (value));
    return true;
  }
  if (strcmp (name, "camera") != 0)
    return true;
  if (is_dict)
    restore_camera (Renderer->GetActiveCamera (), value);
  return is_dict;
}

bool
VcStage::RestoreState (GVariant *state, GError **error)
{
  static const char *const names[] = {"interactor", "background", "items",
                                      "highlight",  "stereo",     "camera"};

  vc_egl_make_current (Egl);
  /* The camera comes last: nothing else shall move it. */
  for (const char *name : names) {
    g_autoptr (GVariant) value = g_variant_lookup_value (state, name, nullptr);

    if (value && !RestorePart (name, value)) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "Failed to restore the scene: “%s” is something else", name);
      return false;
    }
  }
  if (OnParameters)
    OnParameters ();
  if (OnChanged)
    OnChanged (VC_TIER_FULL);
  return true;
}
