/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolumeItem: a volume drawn by ray casting.
 */

#include "volume-item.h"

#include <cmath>
#include <cstring>

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkDataArray.h>
#include <vtkMatrix4x4.h>
#include <vtkMultiThreader.h>
#include <vtkPointData.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

/* VTK cannot be interrupted there but by an exception, and then loses 24 kB of
 * small objects (once, when a scene ends before it is complete). */
#ifdef __SANITIZE_ADDRESS__
#define IGNORE_LEAKS __lsan::ScopedDisabler ignore_leaks
#else
#define IGNORE_LEAKS                                                           \
  do {                                                                         \
  } while (0)
#endif

/* Points to find out where the visible voxels are. */
#define FIT_SAMPLES 200000
#define VISIBLE 0.08
/* With fewer voxels than that, nobody notices how long gradients take. */
#define PREVIEW_VOXELS 1000000

namespace
{

struct Cancelled {
};

int
get_vtk_type (VcScalarType type)
{
  switch (type) {
  case VC_SCALAR_INT8:
    return VTK_SIGNED_CHAR;
  case VC_SCALAR_UINT8:
    return VTK_UNSIGNED_CHAR;
  case VC_SCALAR_INT16:
    return VTK_SHORT;
  case VC_SCALAR_UINT16:
    return VTK_UNSIGNED_SHORT;
  case VC_SCALAR_INT32:
    return VTK_INT;
  case VC_SCALAR_UINT32:
    return VTK_UNSIGNED_INT;
  case VC_SCALAR_FLOAT32:
    return VTK_FLOAT;
  case VC_SCALAR_FLOAT64:
    return VTK_DOUBLE;
  }
  g_return_val_if_reached (VTK_SHORT);
}

gsize
count_voxels (const VcVolume *volume)
{
  return (gsize)volume->dims[0] * volume->dims[1] * volume->dims[2];
}

} // namespace

VcVolumeItem::VcVolumeItem (VcVolume *volume, Caster caster,
                            GMainContext *context)
    : Look (volume)
{
  vtkNew<vtkMatrix4x4> matrix;

  Volume = vc_volume_ref (volume);
  Voxels = g_bytes_ref (volume->voxels);
  Components = volume->components;
  if (Look.GetTransfer ()->direct)
    ConvertColors ();
  else if (Components > 1)
    TakeFirstComponent ();
  SampleDistance = 0.9 * std::cbrt (volume->spacing[0] * volume->spacing[1] *
                                    volume->spacing[2]);
  for (int row = 0; row < 4; row++)
    for (int column = 0; column < 4; column++)
      matrix->SetElement (row, column,
                          volume->ijk_to_lps[4 * row + column] /
                            (column < 3 ? volume->spacing[column] : 1));
  Prop->SetUserMatrix (matrix);
  Property = MakeProperty ();
  Prop->SetProperty (Property);
  if (caster == Caster::Gpu) {
    GpuMapper = MakeGpuMapper ();
    Prop->SetMapper (GpuMapper);
    Prepared = true;
  } else {
    CpuMapper = MakeCpuMapper ();
    Prop->SetMapper (CpuMapper);
    Prepare (context);
  }
}

VcVolumeItem::~VcVolumeItem ()
{
  g_clear_pointer (&Worker,
                   [] (VcWorker *worker) { vc_worker_free (worker, nullptr); });
  g_bytes_unref (Voxels);
  vc_volume_unref (Volume);
}

guint8
VcVolumeItem::GetByte (gsize index)
{
  double value = vc_volume_get_value (Volume, index);
  double width = Volume->range[1] - Volume->range[0];

  if (Volume->type == VC_SCALAR_UINT8)
    return value;
  return width > 0 ? CLAMP (255 * (value - Volume->range[0]) / width, 0, 255)
                   : 0;
}

/* The mappers take colours as RGBA bytes. */
void
VcVolumeItem::ConvertColors ()
{
  gsize n = count_voxels (Volume);
  guint step = Volume->components;
  guint8 *rgba = (guint8 *)g_malloc (n * 4);

  for (gsize i = 0; i < n; i++) {
    guint8 brightest = 0;

    for (guint c = 0; c < 3; c++) {
      rgba[4 * i + c] = GetByte (i * step + MIN (c, step - 1));
      brightest = MAX (brightest, rgba[4 * i + c]);
    }
    rgba[4 * i + 3] = step == 4 ? GetByte (i * step + 3) : brightest;
  }
  g_bytes_unref (Voxels);
  Voxels = g_bytes_new_take (rgba, n * 4);
  Components = 4;
}

/* Of values that are not colours the first says what to show. */
void
VcVolumeItem::TakeFirstComponent ()
{
  gsize n = count_voxels (Volume), size = vc_scalar_type_size (Volume->type);
  const guint8 *from = (const guint8 *)g_bytes_get_data (Voxels, nullptr);
  guint8 *values = (guint8 *)g_malloc (n * size);

  for (gsize i = 0; i < n; i++)
    memcpy (values + i * size, from + i * size * Components, size);
  g_bytes_unref (Voxels);
  Voxels = g_bytes_new_take (values, n * size);
  Components = 1;
}

/* Each mapper has an image of its own, because VTK's pipeline is not safe
 * across threads; the voxels are shared by all. */
vtkSmartPointer<vtkImageData>
VcVolumeItem::MakeImage ()
{
  vtkSmartPointer<vtkImageData> image = vtkSmartPointer<vtkImageData>::New ();
  vtkSmartPointer<vtkDataArray> array;

  array.TakeReference (vtkDataArray::CreateDataArray (
    Components == 4 ? VTK_UNSIGNED_CHAR : get_vtk_type (Volume->type)));
  array->SetNumberOfComponents (Components);
  array->SetVoidArray ((void *)g_bytes_get_data (Voxels, nullptr),
                       count_voxels (Volume) * Components, 1);
  image->SetDimensions (Volume->dims[0], Volume->dims[1], Volume->dims[2]);
  image->SetSpacing (Volume->spacing);
  image->GetPointData ()->SetScalars (array);
  return image;
}

vtkSmartPointer<VcRayMapper>
VcVolumeItem::MakeCpuMapper ()
{
  auto mapper = vtkSmartPointer<VcRayMapper>::New ();

  mapper->SetInputData (MakeImage ());
  mapper->SetAutoAdjustSampleDistances (false);
  mapper->SetLockSampleDistanceToInputSpacing (false);
  mapper->SetSampleDistance (SampleDistance);
  mapper->SetInteractiveSampleDistance (SampleDistance);
  return mapper;
}

vtkSmartPointer<vtkGPUVolumeRayCastMapper>
VcVolumeItem::MakeGpuMapper ()
{
  auto mapper = vtkSmartPointer<vtkGPUVolumeRayCastMapper>::New ();

  mapper->SetInputData (MakeImage ());
  mapper->SetAutoAdjustSampleDistances (false);
  mapper->SetLockSampleDistanceToInputSpacing (false);
  /* Rays cost little there, and rings are ugly. */
  mapper->SetSampleDistance (SampleDistance / 2);
  return mapper;
}

vtkSmartPointer<vtkVolumeProperty>
VcVolumeItem::MakeProperty ()
{
  auto property = vtkSmartPointer<vtkVolumeProperty>::New ();

  Look.Fill (property);
  property->SetIndependentComponents (!Look.GetTransfer ()->direct);
  property->SetScalarOpacityUnitDistance (SampleDistance / 0.9);
  if (Look.GetTransfer ()->nearest)
    property->SetInterpolationTypeToNearest ();
  else
    property->SetInterpolationTypeToLinear ();
  property->SetAmbient (0.15);
  property->SetDiffuse (0.85);
  property->SetSpecular (0.25);
  property->SetSpecularPower (12);
  return property;
}

/* The first render of a shaded volume computes gradients, which takes seconds
 * for a large one. It is made to do so in a worker, and until then the volume
 * is drawn without light. */
void
VcVolumeItem::Prepare (GMainContext *context)
{
  if (!Look.GetTransfer ()->shade || count_voxels (Volume) < PREVIEW_VOXELS) {
    CpuMapper->SetNumberOfThreads (
      vtkMultiThreader::GetGlobalDefaultNumberOfThreads ());
    Prepared = true;
    return;
  }
  ShowPreview ();
  Worker = vc_worker_new (context, ComputeGradients, OnGradients, this);
}

void
VcVolumeItem::ShowPreview ()
{
  PreviewMapper = MakeCpuMapper ();
  PreviewProperty = MakeProperty ();
  PreviewProperty->ShadeOff ();
  Prop->SetMapper (PreviewMapper);
  Prop->SetProperty (PreviewProperty);
}

static void
on_progress (vtkObject *, unsigned long, void *client_data, void *)
{
  if (vc_worker_is_cancelled ((VcWorker *)client_data))
    throw Cancelled ();
}

gpointer
VcVolumeItem::ComputeGradients (VcWorker *worker, gpointer data)
{
  IGNORE_LEAKS;
  VcVolumeItem *self = (VcVolumeItem *)data;
  vtkNew<vtkCallbackCommand> command;
  vtkNew<vtkVolume> prop;
  vtkNew<vtkImageData> picture;
  double direction[3] = {0, 1, 0};
  double view_up[3] = {0, 0, 1};

  command->SetCallback (on_progress);
  command->SetClientData (worker);
  self->CpuMapper->AddObserver (
    vtkCommand::VolumeMapperComputeGradientsProgressEvent, command);
  /* The result depends a little on how many threads share the work. */
  self->CpuMapper->SetNumberOfThreads (1);
  prop->SetMapper (self->CpuMapper);
  prop->SetProperty (self->Property);
  picture->SetDimensions (8, 8, 1);
  picture->AllocateScalars (VTK_UNSIGNED_CHAR, 3);
  try {
    self->CpuMapper->CreateCanonicalView (
      prop, picture, vtkVolumeMapper::COMPOSITE_BLEND, direction, view_up);
  } catch (const Cancelled &) {
    return nullptr;
  } catch (const std::exception &e) {
    g_warning ("Failed to compute gradients of %s: %s", self->Volume->name,
               e.what ());
    return nullptr;
  }
  self->CpuMapper->RemoveObserver (command);
  self->CpuMapper->PrepareSkips ();
  self->CpuMapper->SetNumberOfThreads (
    vtkMultiThreader::GetGlobalDefaultNumberOfThreads ());
  return self;
}

void
VcVolumeItem::OnGradients (gpointer result, gpointer data)
{
  VcVolumeItem *self = (VcVolumeItem *)data;

  self->Prepared = true;
  /* Without gradients (there was no memory for them) the preview stays. */
  if (result) {
    self->Prop->SetMapper (self->CpuMapper);
    self->Prop->SetProperty (self->Property);
    self->PreviewMapper = nullptr;
    self->PreviewProperty = nullptr;
    self->ApplyLook ();
  }
  if (self->OnChanged)
    self->OnChanged ();
}

void
VcVolumeItem::AddTo (vtkRenderer *renderer)
{
  renderer->AddVolume (Prop);
}

void
VcVolumeItem::SetDetail (const VcDetailLevel &level, vtkRenderer *)
{
  if (CpuMapper && Prop->GetMapper () == CpuMapper)
    CpuMapper->SetImageSampleDistance (level.distance);
  if (PreviewMapper)
    PreviewMapper->SetImageSampleDistance (level.distance);
  if (GpuMapper)
    GpuMapper->SetImageSampleDistance (level.distance);
}

void
VcVolumeItem::AppendPoints (std::vector<double> &points)
{
  gsize n = count_voxels (Volume);
  gsize step = (n / FIT_SAMPLES) | 1;
  gsize before = points.size ();
  const double *m = Volume->ijk_to_lps;
  auto append = [&] (double i, double j, double k) {
    for (int row = 0; row < 3; row++)
      points.push_back (m[4 * row] * i + m[4 * row + 1] * j +
                        m[4 * row + 2] * k + m[4 * row + 3]);
  };

  for (gsize index = 0; index < n; index += step)
    if (vc_transfer_get_opacity (
          Look.GetTransfer (),
          vc_volume_get_value (Volume, index * Volume->components)) > VISIBLE)
      append (index % Volume->dims[0],
              index / Volume->dims[0] % Volume->dims[1],
              index / Volume->dims[0] / Volume->dims[1]);
  if (points.size () - before >= 30)
    return;
  for (int corner = 0; corner < 8; corner++)
    append (corner & 1 ? Volume->dims[0] - 1 : 0,
            corner & 2 ? Volume->dims[1] - 1 : 0,
            corner & 4 ? Volume->dims[2] - 1 : 0);
}

/* What the worker computes with is left alone. */
void
VcVolumeItem::ApplyLook ()
{
  vtkVolumeProperty *property = PreviewProperty ? PreviewProperty : Property;
  vtkVolumeMapper *mapper = vtkVolumeMapper::SafeDownCast (Prop->GetMapper ());

  Look.Fill (property);
  if (PreviewProperty)
    property->ShadeOff ();
  mapper->SetBlendMode (Look.GetBlendMode ());
}

void
VcVolumeItem::AppendParameters (VcParameterList &list)
{
  Look.AppendParameters (list);
}

void
VcVolumeItem::SetParameter (const std::string &name, GVariant *value)
{
  Look.SetParameter (name, value);
  ApplyLook ();
}

VcDetailContent
VcVolumeItem::GetContent ()
{
  return VC_DETAIL_VOLUME;
}

bool
VcVolumeItem::IsPrepared ()
{
  return Prepared;
}
