/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolumeLook: how a volume is shown, and what people may change of it.
 */

#pragma once

#include <string>

#include <vtkVolumeProperty.h>

#include "histogram.h"
#include "parameter-list.h"
#include "preset.h"
#include "volume.h"

class VcVolumeLook
{
public:
  explicit VcVolumeLook (const VcVolume *volume);
  ~VcVolumeLook ();
  VcVolumeLook (const VcVolumeLook &) = delete;
  VcVolumeLook &operator= (const VcVolumeLook &) = delete;

  /* As the preset has it, before window and level. */
  const VcTransfer *
  GetTransfer () const
  {
    return Transfer;
  }

  /* One of vtkVolumeMapper's. */
  int GetBlendMode () const;

  /* Colours, opacities and whether there is light. */
  void Fill (vtkVolumeProperty *property) const;

  void AppendParameters (VcParameterList &list) const;
  /* @value: checked. */
  void SetParameter (const std::string &name, GVariant *value);

private:
  void SetPreset (const char *name);
  double Move (double value) const;

  VcModality Modality;
  double Range[2];
  VcHistogram *Histogram;
  std::string Preset = VC_PRESET_DEFAULT;
  VcTransfer *Transfer = nullptr;
  double Window0 = 1;
  double Level0 = 0;
  double Window = 1;
  double Level = 0;
  double Opacity = 1;
  bool Shade = false;
  VcBlend Blend = VC_BLEND_COMPOSITE;
};
