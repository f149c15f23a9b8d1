/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSurface: the reference count.
 */

#include "surface.h"

G_DEFINE_BOXED_TYPE (VcSurface, vc_surface, vc_surface_ref, vc_surface_unref)

static void
clear (gpointer data)
{
  VcSurface *self = data;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->points, g_bytes_unref);
  g_clear_pointer (&self->normals, g_bytes_unref);
  g_clear_pointer (&self->colors, g_bytes_unref);
  g_clear_pointer (&self->scalars, g_bytes_unref);
  g_clear_pointer (&self->triangles, g_bytes_unref);
  g_clear_pointer (&self->lines, g_bytes_unref);
  g_clear_pointer (&self->vertices, g_bytes_unref);
}

VcSurface *
vc_surface_new (void)
{
  return g_atomic_rc_box_new0 (VcSurface);
}

VcSurface *
vc_surface_ref (VcSurface *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
vc_surface_unref (VcSurface *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}
