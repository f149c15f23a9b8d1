/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolume: the reference count.
 */

#include "volume.h"

G_DEFINE_BOXED_TYPE (VcVolume, vc_volume, vc_volume_ref, vc_volume_unref)

static void
clear (gpointer data)
{
  VcVolume *self = data;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->voxels, g_bytes_unref);
}

VcVolume *
vc_volume_new (void)
{
  return g_atomic_rc_box_new0 (VcVolume);
}

VcVolume *
vc_volume_ref (VcVolume *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
vc_volume_unref (VcVolume *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

gsize
vc_scalar_type_size (VcScalarType type)
{
  switch (type) {
  case VC_SCALAR_INT8:
  case VC_SCALAR_UINT8:
    return 1;
  case VC_SCALAR_INT16:
  case VC_SCALAR_UINT16:
    return 2;
  case VC_SCALAR_INT32:
  case VC_SCALAR_UINT32:
  case VC_SCALAR_FLOAT32:
    return 4;
  case VC_SCALAR_FLOAT64:
    return 8;
  }
  g_return_val_if_reached (1);
}
