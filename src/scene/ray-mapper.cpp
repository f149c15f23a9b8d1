/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRayMapper: VTK's ray caster, with a faster way for what is drawn most.
 */

#include "ray-mapper.h"

#include <array>
#include <cmath>
#include <cstring>

#include <vtkCamera.h>
#include <vtkDataArray.h>
#include <vtkDirectionEncoder.h>
#include <vtkFixedPointRayCastImage.h>
#include <vtkFixedPointVolumeRayCastCompositeShadeHelper.h>
#include <vtkImageData.h>
#include <vtkLight.h>
#include <vtkLightCollection.h>
#include <vtkMatrix4x4.h>
#include <vtkObjectFactory.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>
#include <vtkVolumeRayCastSpaceLeapingImageFilter.h>

#include "skip-map.h"

/* How far rounded weights can lift an interpolated index. */
#define ROUNDING 16
#define SHINE_SIZE 4096

namespace
{

class RayHelper : public vtkFixedPointVolumeRayCastCompositeShadeHelper
{
public:
  static RayHelper *New ();
  vtkTypeMacro (RayHelper, vtkFixedPointVolumeRayCastCompositeShadeHelper);

  void
  GenerateImage (int thread, int n_threads, vtkVolume *volume,
                 vtkFixedPointVolumeRayCastMapper *mapper) override
  {
    if (!static_cast<VcRayMapper *> (mapper)->CastRays (thread))
      Superclass::GenerateImage (thread, n_threads, volume, mapper);
  }
};

vtkStandardNewMacro (RayHelper);

bool
is_grey (const double color[3])
{
  return color[0] == color[1] && color[1] == color[2];
}

/* The only light, if there is one and it is white. */
vtkLight *
find_light (vtkRenderer *renderer)
{
  vtkLight *only = nullptr;
  vtkCollectionSimpleIterator i;

  renderer->GetLights ()->InitTraversal (i);
  while (vtkLight *light = renderer->GetLights ()->GetNextLight (i)) {
    if (!light->GetSwitch ())
      continue;
    if (only || !is_grey (light->GetAmbientColor ()) ||
        !is_grey (light->GetDiffuseColor ()) ||
        !is_grey (light->GetSpecularColor ()))
      return nullptr;
    only = light;
  }
  return only;
}

/* From @from to @to in the volume's coordinates. */
std::array<float, 3>
find_direction (vtkMatrix4x4 *to_volume, const double from[3],
                const double to[3])
{
  double length = 0;
  std::array<float, 3> result;

  for (int i = 0; i < 3; i++)
    length += (to[i] - from[i]) * (to[i] - from[i]);
  length = std::sqrt (length);
  for (int row = 0; row < 3; row++) {
    double sum = 0;

    for (int i = 0; i < 3; i++)
      sum += to_volume->GetElement (row, i) * (to[i] - from[i]);
    result[row] = length > 0 ? sum / length : 0;
  }
  return result;
}

float
dot (const float *a, const std::array<float, 3> &b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

guint32
to_fixed (float value)
{
  return CLAMP (value, 0, 2) * VC_RAY_MASK + 0.5f;
}

} // namespace

vtkStandardNewMacro (VcRayMapper);

VcRayMapper::VcRayMapper ()
{
  CompositeShadeHelper->Delete ();
  CompositeShadeHelper = RayHelper::New ();
}

VcRayMapper::~VcRayMapper ()
{
  vc_ray_mask_free (Mask);
}

/* As the base class's PerVolumeInitialization(), but for light, which takes
 * more than a millisecond there. */
bool
VcRayMapper::PrepareVolume (vtkRenderer *renderer, vtkVolume *volume)
{
  vtkImageData *input = vtkImageData::SafeDownCast (GetInput ());
  int in_cells;

  if (!input || BlendMode != COMPOSITE_BLEND || Cropping ||
      LockSampleDistanceToInputSpacing || !find_light (renderer) ||
      !volume->GetProperty ()->GetShade () ||
      ShouldUseNearestNeighborInterpolation (volume))
    return false;
  GetInputAlgorithm ()->UpdateWholeExtent ();
  PreviousScalars = CurrentScalars;
  CurrentScalars = GetScalars (input, ScalarMode, ArrayAccessMode, ArrayId,
                               ArrayName, in_cells);
  if (!CurrentScalars || in_cells ||
      CurrentScalars->GetNumberOfComponents () != 1)
    return false;
  Caster = vc_ray_get_caster (CurrentScalars->GetDataType ());
  if (!Caster)
    return false;
  ComputeMatrices (input->GetOrigin (), input->GetSpacing (),
                   input->GetExtent (), renderer, volume);
  RenderWindow = renderer->GetRenderWindow ();
  Volume = volume;
  UpdateColorTable (volume);
  UpdateGradients (volume);
  if (GradientOpacityRequired)
    return false;
  UpdateMinMaxVolume (volume);
  return true;
}

/* As vtkEncodedGradientShader, for one white light. */
void
VcRayMapper::PrepareLight (vtkRenderer *renderer, vtkVolume *volume)
{
  vtkLight *light = find_light (renderer);
  vtkCamera *camera = renderer->GetActiveCamera ();
  vtkVolumeProperty *property = volume->GetProperty ();
  const float *normal = DirectionEncoder->GetDecodedGradientTable ();
  double intensity = light->GetIntensity (), from[3], to[3];
  float ambient =
    property->GetAmbient () * intensity * light->GetAmbientColor ()[0];
  float diffuse =
    property->GetDiffuse () * intensity * light->GetDiffuseColor ()[0];
  float specular =
    property->GetSpecular () * intensity * light->GetSpecularColor ()[0];
  std::array<float, 3> toward, half, view;
  std::array<guint16, SHINE_SIZE + 2> shine;
  vtkNew<vtkMatrix4x4> to_volume;
  bool two_sided = renderer->GetTwoSidedLighting ();
  float length;

  volume->GetMatrix (to_volume);
  to_volume->Invert ();
  light->GetTransformedPosition (from);
  light->GetTransformedFocalPoint (to);
  toward = find_direction (to_volume, to, from);
  view = find_direction (to_volume, camera->GetPosition (),
                         camera->GetFocalPoint ());
  for (int i = 0; i < 3; i++)
    half[i] = toward[i] - view[i];
  length = std::sqrt (dot (half.data (), half));
  for (int i = 0; i < 3; i++)
    half[i] /= length > 0 ? length : 1;

  for (int i = 0; i <= SHINE_SIZE + 1; i++)
    shine[i] = to_fixed (specular * std::pow ((float)i / SHINE_SIZE,
                                              property->GetSpecularPower ()));
  Light.resize (DirectionEncoder->GetNumberOfEncodedDirections ());
  for (gsize i = 0; i < Light.size (); i++, normal += 3) {
    float side = two_sided && dot (normal, view) > 0 ? -1 : 1;
    float lit = side * dot (normal, toward);
    float shining = lit > 0 ? CLAMP (side * dot (normal, half), 0, 1) : 0;

    Light[i] = to_fixed (ambient + diffuse * MAX (lit, 0)) |
               (guint32)shine[shining * SHINE_SIZE + 0.5f] << 16;
  }
}

void
VcRayMapper::PrepareSkips ()
{
  const int *dims = MinMaxVolumeSize;
  gsize n = (gsize)dims[0] * dims[1] * dims[2];

  if (SkipsTime == SpaceLeapFilter->GetLastMinMaxFlagTime ())
    return;
  SkipsTime = SpaceLeapFilter->GetLastMinMaxFlagTime ();
  Skips.resize (VC_SKIP_MAP_N_OCTANTS * n);
  for (gsize i = 0; i < n; i++)
    Skips[i] = (MinMaxVolume[3 * i * dims[3] + 2] & 0xff) == 0;
  for (guint octant = 1; octant < VC_SKIP_MAP_N_OCTANTS; octant++)
    memcpy (&Skips[octant * n], &Skips[0], n);
  for (guint octant = 0; octant < VC_SKIP_MAP_N_OCTANTS; octant++)
    vc_skip_map_fill (&Skips[octant * n], dims, octant);
  vc_ray_mask_set_blocks (Mask, Skips.data (), dims);
  Lowest = 0;
  while (Lowest < VC_RAY_TABLE_SIZE && ScalarOpacityTable[0][Lowest] == 0)
    Lowest++;
  Lowest = MAX (Lowest - ROUNDING, 0);
}

void
VcRayMapper::PrepareField ()
{
  int dims[3];

  vtkImageData::SafeDownCast (GetInput ())->GetDimensions (dims);
  Field.scalars = CurrentScalars->GetVoidPointer (0);
  Field.row = dims[0];
  Field.slice = (gsize)dims[0] * dims[1];
  Field.shift = TableShift[0];
  Field.scale = TableScale[0];
  Field.offset = Field.scale == 1 && Field.shift == std::round (Field.shift)
                   ? (gint32)Field.shift
                   : VC_RAY_NO_OFFSET;
  Field.normals = GradientNormal;
  Field.colors = ColorTable[0];
  Field.opacities = ScalarOpacityTable[0];
  Field.lowest = Lowest;
  Field.light = Light.data ();
  Field.skips = Skips.data ();
  memcpy (Field.blocks, MinMaxVolumeSize, sizeof (Field.blocks));
}

/* As ComputeRayInfo() places rays, the other way round. */
void
VcRayMapper::PrepareMask (vtkRenderer *renderer)
{
  vtkNew<vtkMatrix4x4> to_pixels, to_image;
  int viewport[2], origin[2], size[2];
  /* W grows evenly along a ray in perspective, z where rays are parallel. */
  int row = renderer->GetActiveCamera ()->GetParallelProjection () ? 2 : 3;

  RayCastImage->GetImageViewportSize (viewport);
  RayCastImage->GetImageOrigin (origin);
  RayCastImage->GetImageInUseSize (size);
  View.width = size[0];
  View.height = size[1];
  for (int i = 0; i < 2; i++) {
    to_image->SetElement (i, i, viewport[i] / 2.0);
    to_image->SetElement (i, 3, (viewport[i] - 1) / 2.0 - origin[i]);
  }
  vtkMatrix4x4::Multiply4x4 (to_image, VoxelsToViewMatrix, to_pixels);
  memcpy (View.to_pixels, to_pixels->GetData (), sizeof (View.to_pixels));
  for (int i = 0; i < 4; i++)
    View.depth[i] = VoxelsToViewMatrix->GetElement (row, i);
  vc_ray_mask_project (Mask, &View);
}

bool
VcRayMapper::IsAborted ()
{
  if (!RenderWindow || !RenderWindow->CheckAbortStatus ())
    return false;
  AbortRender ();
  return true;
}

void
VcRayMapper::Render (vtkRenderer *renderer, vtkVolume *volume)
{
  double none[3] = {0, 0, 0};
  int nothing[6] = {0, 0, 0, 0, 0, 0};

  Caster = nullptr;
  PerImageInitialization (renderer, volume, 0, none, none, nothing);
  if (!PrepareVolume (renderer, volume)) {
    Caster = nullptr;
    Superclass::Render (renderer, volume);
    return;
  }
  if (IsAborted ())
    return;
  PrepareLight (renderer, volume);
  PrepareSkips ();
  PrepareField ();
  NextRow = 0;
  PerSubVolumeInitialization (renderer, volume, 0);
  PrepareMask (renderer);
  if (IsAborted ())
    return;
  RenderSubVolume ();
  Caster = nullptr;
  if (!IsAborted ())
    DisplayRenderedImage (renderer, volume);
}

/* Leaves out the steps before and behind what the ray may meet. Returns how
 * many remain. */
guint
VcRayMapper::Shorten (const VcRayRange *range, guint position[3],
                      const gint32 step[3], guint n_steps)
{
  double depth = View.depth[3], per_step = 0, first, last;

  for (int i = 0; i < 3; i++) {
    depth += View.depth[i] * position[i] / (VC_RAY_MASK + 1);
    per_step += View.depth[i] * step[i] / (VC_RAY_MASK + 1);
  }
  if (per_step <= 0)
    return n_steps;
  first = CLAMP ((range->near - depth) / per_step - 1, 0, n_steps);
  last = CLAMP ((range->far - depth) / per_step + 2, first, n_steps);
  for (int i = 0; i < 3; i++)
    position[i] += (guint)first * (guint)step[i];
  return (guint)last - (guint)first;
}

void
VcRayMapper::CastRay (int x, int y, const VcRayRange *range, guint16 *pixel)
{
  guint position[3], direction[3], n_steps;
  gint32 step[3];

  ComputeRayInfo (x, y, position, direction, &n_steps);
  /* Sign and magnitude, and the sign of its own. */
  for (int i = 0; i < 3; i++)
    step[i] = direction[i] & 0x80000000 ? direction[i] & 0x7fffffff
                                        : -(gint32)direction[i];
  n_steps = Shorten (range, position, step, n_steps);
  if (n_steps > 0)
    Caster (&Field, position, step, n_steps, pixel);
  else
    memset (pixel, 0, 4 * sizeof (*pixel));
}

void
VcRayMapper::CastSpan (int y, int first, int last)
{
  const int *bounds = RowBounds + 2 * y;
  const VcRayRange *range;
  guint16 *pixel;
  int size[2];

  first = MAX (first, bounds[0]);
  last = MIN (last, bounds[1]);
  if (first > last)
    return;
  range = vc_ray_mask_get (Mask, first, y);
  RayCastImage->GetImageMemorySize (size);
  pixel = RayCastImage->GetImage () + 4 * ((gsize)y * size[0] + first);
  if (range->near > range->far)
    memset (pixel, 0, 4 * sizeof (*pixel) * (last - first + 1));
  else
    for (int x = first; x <= last; x++, pixel += 4)
      CastRay (x, y, range, pixel);
}

/* Neighbours meet the same voxels, above and below as well as beside: part by
 * part these are still in the cache. */
void
VcRayMapper::CastBand (int first, int last)
{
  int left = G_MAXINT, right = -1;

  for (int y = first; y <= last; y++) {
    left = MIN (left, RowBounds[2 * y]);
    right = MAX (right, RowBounds[2 * y + 1]);
  }
  left -= left % VC_RAY_MASK_WIDTH;
  for (int x = left; x <= right; x += VC_RAY_MASK_WIDTH)
    for (int y = first; y <= last; y++)
      CastSpan (y, x, x + VC_RAY_MASK_WIDTH - 1);
}

bool
VcRayMapper::CastRays (int thread)
{
  int size[2], y;

  if (!Caster)
    return false;
  RayCastImage->GetImageInUseSize (size);
  /* Whoever has time takes the next rows: other programs run, too. */
  while ((y = g_atomic_int_add (&NextRow, VC_RAY_MASK_HEIGHT)) < size[1]) {
    if (thread == 0 ? RenderWindow->CheckAbortStatus ()
                    : RenderWindow->GetAbortRender ())
      break;
    CastBand (y, MIN (y + VC_RAY_MASK_HEIGHT, size[1]) - 1);
  }
  return true;
}
