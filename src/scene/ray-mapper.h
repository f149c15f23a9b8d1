/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRayMapper: VTK's ray caster, with a faster way for what is drawn most.
 *
 * Lit volumes of one component under one white light are cast by VcRay;
 * everything else by VTK, as ever. The pictures are the same but for the last
 * bit.
 */

#pragma once

#include <vector>

#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkNew.h>

#include "ray-mask.h"
#include "ray.h"

class vtkLight;

class VcRayMapper : public vtkFixedPointVolumeRayCastMapper
{
public:
  static VcRayMapper *New ();
  vtkTypeMacro (VcRayMapper, vtkFixedPointVolumeRayCastMapper);

  void Render (vtkRenderer *renderer, vtkVolume *volume) override;

  /* Does beforehand, in any thread, what the first Render() would do; after
   * CreateCanonicalView(). */
  void PrepareSkips ();

  /* Returns whether @thread has cast its share of the rays. */
  bool CastRays (int thread);

protected:
  VcRayMapper ();
  ~VcRayMapper () override;

private:
  bool PrepareVolume (vtkRenderer *renderer, vtkVolume *volume);
  void PrepareLight (vtkRenderer *renderer, vtkVolume *volume);
  void PrepareField ();
  void PrepareMask (vtkRenderer *renderer);
  bool IsAborted ();
  guint Shorten (const VcRayRange *range, guint position[3],
                 const gint32 step[3], guint n_steps);
  void CastRay (int x, int y, const VcRayRange *range, guint16 *pixel);
  void CastSpan (int y, int first, int last);
  void CastBand (int first, int last);

  /* Set while Render() takes the fast way. */
  VcRayCaster Caster = nullptr;
  VcRayField Field = {};
  std::vector<guint32> Light;
  std::vector<guint8> Skips;
  VcRayMask *Mask = vc_ray_mask_new ();
  VcRayView View;
  vtkMTimeType SkipsTime = 0;
  int Lowest = 0;
  gint NextRow = 0;
};
