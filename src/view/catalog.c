/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCatalog: what a scene holds, for who asks for it by name or in slices.
 */

#include "catalog.h"

G_DEFINE_INTERFACE (VcCatalog, vc_catalog, G_TYPE_OBJECT)

static void
vc_catalog_default_init (VcCatalogInterface *iface)
{
}

VcNode *
vc_node_new (VcNodeKind kind, const char *name)
{
  VcNode *self = g_new (VcNode, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  return self;
}

void
vc_node_free (VcNode *self)
{
  g_free (self->name);
  g_free (self);
}

void
vc_slice_free (VcSlice *self)
{
  g_free (self->pixels);
  g_free (self);
}

GPtrArray *
vc_catalog_dup_nodes (VcCatalog *self)
{
  g_return_val_if_fail (VC_IS_CATALOG (self), NULL);

  return VC_CATALOG_GET_IFACE (self)->dup_nodes (self);
}

VcSlice *
vc_catalog_slice (VcCatalog *self, const VcSliceRequest *request,
                  GError **error)
{
  g_return_val_if_fail (VC_IS_CATALOG (self), NULL);
  g_return_val_if_fail (request->size >= VC_SLICE_SIZE_MIN &&
                          request->size <= VC_SLICE_SIZE_MAX,
                        NULL);

  return VC_CATALOG_GET_IFACE (self)->slice (self, request, error);
}
