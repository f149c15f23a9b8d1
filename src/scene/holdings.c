/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHoldings: what a scene has loaded, within the reach of every thread.
 */

#include "holdings.h"

#include "section.h"

/**
 * _VcHoldings:
 * @lock: held for moments only; volumes are immutable
 * @nodes: (element-type VcNode)
 * @volume: (nullable): the first one
 */
struct _VcHoldings {
  GMutex lock;
  GPtrArray *nodes;
  VcVolume *volume;
};

static VcNodeKind
get_kind (const VcVolume *volume)
{
  switch (volume->modality) {
  case VC_MODALITY_LABEL:
    return VC_NODE_LABELS;
  case VC_MODALITY_COLOR:
    return VC_NODE_COLORS;
  default:
    return VC_NODE_VOLUME;
  }
}

static VcNode *
new_node (VcNodeKind kind, const char *name)
{
  return vc_node_new (kind, name != NULL ? name : "data");
}

static gpointer
copy_node (gconstpointer node, gpointer user_data)
{
  const VcNode *original = node;

  return vc_node_new (original->kind, original->name);
}

static VcVolume *
dup_volume (VcHoldings *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->volume != NULL ? vc_volume_ref (self->volume) : NULL;
}

/* Only labels have colours of their own. */
static VcTransfer *
make_transfer (const VcVolume *volume)
{
  g_autofree VcHistogram *histogram = g_new0 (VcHistogram, 1);

  return vc_transfer_new (volume->modality, volume->range, histogram);
}

VcHoldings *
vc_holdings_new (void)
{
  VcHoldings *self = g_new0 (VcHoldings, 1);

  g_mutex_init (&self->lock);
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify)vc_node_free);
  return self;
}

void
vc_holdings_free (VcHoldings *self)
{
  g_ptr_array_unref (self->nodes);
  g_clear_pointer (&self->volume, vc_volume_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
vc_holdings_add_volume (VcHoldings *self, VcVolume *volume)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->nodes, new_node (get_kind (volume), volume->name));
  if (self->volume == NULL)
    self->volume = vc_volume_ref (volume);
}

void
vc_holdings_add_model (VcHoldings *self, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->nodes, new_node (VC_NODE_MODEL, name));
}

void
vc_holdings_clear (VcHoldings *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_set_size (self->nodes, 0);
  g_clear_pointer (&self->volume, vc_volume_unref);
}

GPtrArray *
vc_holdings_dup_nodes (VcHoldings *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_ptr_array_copy (self->nodes, copy_node, NULL);
}

VcSlice *
vc_holdings_slice (VcHoldings *self, const VcSliceRequest *request,
                   GError **error)
{
  g_autoptr (VcVolume) volume = dup_volume (self);
  g_autoptr (VcTransfer) transfer = NULL;

  if (volume == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         "The scene has no volume that could be cut");
    return NULL;
  }
  transfer = make_transfer (volume);
  return vc_section_draw (volume, transfer, request, error);
}
