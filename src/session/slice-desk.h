/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSliceDesk: makes pictures of slices, one after the other.
 *
 * Whoever asks, and however often: the picture that moves comes first, so that
 * there is one thread for all, niced, and a short queue. Main context only.
 */

#pragma once

#include "catalog.h"
#include "still.h"

G_BEGIN_DECLS

/* More than that wait in vain. */
#define VC_SLICE_DESK_MAX 32

typedef struct _VcSliceDesk VcSliceDesk;

/* @catalog: (nullable): NULL: of a scene that has no slices */
VcSliceDesk *vc_slice_desk_new (VcCatalog *catalog);
/* Who still waits gets G_IO_ERROR_CANCELLED, later. */
void vc_slice_desk_free (VcSliceDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSliceDesk, vc_slice_desk_free)

/* Fails as vc_catalog_slice() does, with G_IO_ERROR_BUSY if too many wait, and
 * with G_IO_ERROR_NOT_SUPPORTED if the scene has no slices. */
void vc_slice_desk_take_async (VcSliceDesk *self, const VcSliceRequest *request,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full): a PNG */
VcStill *vc_slice_desk_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
