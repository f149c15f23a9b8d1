/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolumeLook: how a volume is shown.
 */

#include "volume-look.h"

#include <cmath>

#include <vtkColorTransferFunction.h>
#include <vtkPiecewiseFunction.h>
#include <vtkVolumeMapper.h>

/* Hounsfield units. */
#define CT_LOWEST -1024
#define CT_HIGHEST 3071
#define CT_WINDOW_MAX 4000

namespace
{

const char *const blend_names[] = {"composite", "mip", "minip", "additive",
                                   nullptr};
const int blend_modes[] = {
  vtkVolumeMapper::COMPOSITE_BLEND,
  vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND,
  vtkVolumeMapper::MINIMUM_INTENSITY_BLEND,
  vtkVolumeMapper::ADDITIVE_BLEND,
};

/* 1, 2 or 5 times a power of ten, about a thousandth of @width. */
double
choose_step (double width)
{
  double power = std::pow (10, std::floor (std::log10 (width / 1000)));
  double rest = width / 1000 / power;

  return power * (rest < 1.5 ? 1 : rest < 3.5 ? 2 : rest < 7.5 ? 5 : 10);
}

} // namespace

VcVolumeLook::VcVolumeLook (const VcVolume *volume)
    : Modality (volume->modality), Range{volume->range[0], volume->range[1]}
{
  Histogram = g_new (VcHistogram, 1);
  vc_histogram_init (Histogram, volume);
  SetPreset (VC_PRESET_DEFAULT);
}

VcVolumeLook::~VcVolumeLook ()
{
  vc_transfer_free (Transfer);
  g_free (Histogram);
}

void
VcVolumeLook::SetPreset (const char *name)
{
  VcBlend blend;
  VcTransfer *transfer =
    vc_preset_new (name, Modality, Range, Histogram, &blend);

  if (!transfer)
    return;
  g_clear_pointer (&Transfer, vc_transfer_free);
  Transfer = transfer;
  Preset = name;
  Blend = blend;
  Shade = transfer->shade;
  Opacity = 1;
  vc_preset_get_window (transfer, &Window0, &Level0);
  Window = Window0;
  Level = Level0;
}

int
VcVolumeLook::GetBlendMode () const
{
  return blend_modes[Blend];
}

/* Where window and level put a value of the preset. Exactly there while they
 * are the preset's own. */
double
VcVolumeLook::Move (double value) const
{
  if (Window == Window0 && Level == Level0)
    return value;
  return Level + (value - Level0) * (Window / Window0);
}

void
VcVolumeLook::Fill (vtkVolumeProperty *property) const
{
  vtkNew<vtkColorTransferFunction> color;
  vtkNew<vtkPiecewiseFunction> opacity;

  if (Blend == VC_BLEND_COMPOSITE || Transfer->direct || Transfer->nearest) {
    for (guint i = 0; i < Transfer->n_points; i++) {
      const VcTransferPoint *point = &Transfer->points[i];
      double value = Move (point->value);

      color->AddRGBPoint (value, point->color[0], point->color[1],
                          point->color[2]);
      opacity->AddPoint (value, point->opacity * Opacity);
    }
  } else {
    /* Grey from black to white, as on a light box. */
    double low = Level - Window / 2, high = Level + Window / 2;

    color->AddRGBPoint (low, 0, 0, 0);
    color->AddRGBPoint (high, 1, 1, 1);
    opacity->AddPoint (low, 0);
    opacity->AddPoint (high, Opacity);
  }
  property->SetColor (color);
  property->SetScalarOpacity (opacity);
  property->SetShade (Shade);
}

void
VcVolumeLook::AppendParameters (VcParameterList &list) const
{
  bool is_ct = Modality == VC_MODALITY_CT;
  double width = Range[1] > Range[0] ? Range[1] - Range[0] : 1;
  bool has_values = !Transfer->direct && !Transfer->nearest;

  if (has_values) {
    double low = is_ct ? CT_LOWEST : MIN (Range[0], Level0);
    double high = is_ct ? CT_HIGHEST : MAX (Range[1], Level0);
    double step = is_ct ? 1 : choose_step (width);
    double widest = is_ct ? CT_WINDOW_MAX : MAX (2 * width, Window0);
    const char *unit = is_ct ? "HU" : nullptr;

    list.AddChoice ("preset", "Preset", Preset.c_str (),
                    vc_preset_list (Modality));
    list.AddNumber ("window", "Window", Window, MIN (step, Window0), widest,
                    step, unit);
    list.AddNumber ("level", "Level", Level, low, high, step, unit);
  }
  list.AddNumber ("opacity", "Opacity", Opacity, 0, 1, 0.01);
  if (!Transfer->direct)
    list.AddBoolean ("shading", "Shading", Shade);
  if (has_values)
    list.AddChoice ("blend", "Blend", blend_names[Blend], blend_names);
}

void
VcVolumeLook::SetParameter (const std::string &name, GVariant *value)
{
  if (name == "preset")
    SetPreset (g_variant_get_string (value, nullptr));
  else if (name == "window")
    Window = g_variant_get_double (value);
  else if (name == "level")
    Level = g_variant_get_double (value);
  else if (name == "opacity")
    Opacity = g_variant_get_double (value);
  else if (name == "shading")
    Shade = g_variant_get_boolean (value);
  for (int i = 0; name == "blend" && blend_names[i]; i++)
    if (g_strcmp0 (blend_names[i], g_variant_get_string (value, nullptr)) == 0)
      Blend = (VcBlend)i;
}
