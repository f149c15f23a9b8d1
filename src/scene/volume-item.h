/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolumeItem: a volume drawn by ray casting.
 */

#pragma once

#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include "item.h"
#include "ray-mapper.h"
#include "volume-look.h"
#include "volume.h"
#include "worker.h"

class VcVolumeItem : public VcItem
{
public:
  /* Who casts the rays: on the CPU it is the faster one by far. */
  enum class Caster { Cpu, Gpu };

  /* @context: where OnChanged is called. */
  VcVolumeItem (VcVolume *volume, Caster caster, GMainContext *context);
  ~VcVolumeItem () override;

  vtkProp3D *
  GetProp () override
  {
    return Prop;
  }

  void AddTo (vtkRenderer *renderer) override;
  void SetDetail (const VcDetailLevel &level, vtkRenderer *renderer) override;
  void AppendPoints (std::vector<double> &points) override;
  VcDetailContent GetContent () override;
  bool IsPrepared () override;
  void AppendParameters (VcParameterList &list) override;
  void SetParameter (const std::string &name, GVariant *value) override;

private:
  static gpointer ComputeGradients (VcWorker *worker, gpointer data);
  static void OnGradients (gpointer result, gpointer data);
  vtkSmartPointer<vtkImageData> MakeImage ();
  guint8 GetByte (gsize index);
  void ConvertColors ();
  void TakeFirstComponent ();
  vtkSmartPointer<VcRayMapper> MakeCpuMapper ();
  vtkSmartPointer<vtkGPUVolumeRayCastMapper> MakeGpuMapper ();
  vtkSmartPointer<vtkVolumeProperty> MakeProperty ();
  void Prepare (GMainContext *context);
  void ShowPreview ();
  void ApplyLook ();

  VcVolume *Volume;
  VcVolumeLook Look;
  /* Voxels that are drawn; those of the volume, if the mapper takes them. */
  GBytes *Voxels;
  guint Components;
  double SampleDistance;
  vtkNew<vtkVolume> Prop;
  vtkSmartPointer<vtkVolumeProperty> Property;
  vtkSmartPointer<vtkVolumeProperty> PreviewProperty;
  vtkSmartPointer<VcRayMapper> CpuMapper;
  vtkSmartPointer<VcRayMapper> PreviewMapper;
  vtkSmartPointer<vtkGPUVolumeRayCastMapper> GpuMapper;
  VcWorker *Worker = nullptr;
  bool Prepared = false;
};
