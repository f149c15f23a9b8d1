/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteractor: what keys and the wheel leave behind in it.
 */

#include "interactor.h"

#include <cstring>

#include "state-dict.h"
#include "style-name.h"

GVariant *
VcInteractor::SaveState ()
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  const char *style = Gesturing ? StyleAfterGesture : vc_style_get_name (Style);
  double wheel[2] = {WheelX, WheelY};

  g_variant_builder_add (&builder, "{sv}", "style",
                         g_variant_new_string (style));
  g_variant_builder_add (&builder, "{sv}", "suspended",
                         g_variant_new_boolean (IsSuspended ()));
  vc_state_add_numbers (&builder, "wheel", wheel, G_N_ELEMENTS (wheel));
  return g_variant_builder_end (&builder);
}

/* VTK's own key m: the mouse moves nothing until it is pressed once more. */
bool
VcInteractor::IsSuspended ()
{
  return Style->GetCurrentStyle ()->GetState () == VTKIS_TIMER;
}

void
VcInteractor::Suspend (bool suspended)
{
  vtkInteractorStyle *style = Style->GetCurrentStyle ();

  if (suspended == IsSuspended ())
    return;
  if (suspended)
    style->StartAnimate ();
  else
    style->StopAnimate ();
}

bool
VcInteractor::RestoreState (GVariant *state)
{
  double wheel[2];
  const char *style;
  gboolean suspended;

  StopFlight ();
  if (g_variant_lookup (state, "style", "&s", &style) && !Gesturing &&
      strcmp (style, vc_style_get_name (Style)) != 0 &&
      !vc_style_choose (Style, style))
    return false;
  if (g_variant_lookup (state, "suspended", "b", &suspended) && !Buttons)
    Suspend (suspended);
  if (vc_state_get_numbers (state, "wheel", wheel, G_N_ELEMENTS (wheel))) {
    WheelX = wheel[0];
    WheelY = wheel[1];
  }
  return true;
}

void
VcInteractor::Highlight (vtkProp3D *prop)
{
  int *size = GetSize ();
  vtkInteractorStyle *style = Style->GetCurrentStyle ();

  if (prop)
    style->FindPokedRenderer (size[0] / 2, size[1] / 2);
  style->HighlightProp (prop);
}
