/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSnapshot: the exact picture of a view at rest for whoever asks for it.
 *
 * Main context only.
 */

#pragma once

#include "still.h"
#include "view.h"

G_BEGIN_DECLS

typedef struct _VcSnapshot VcSnapshot;

VcSnapshot *vc_snapshot_new (VcView *view);
/* Who still waits gets G_IO_ERROR_CANCELLED. */
void vc_snapshot_free (VcSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSnapshot, vc_snapshot_free)

/* Waits until the view rests, with its data loaded: the picture answers
 * everything that was done before. Fails with G_IO_ERROR_TIMED_OUT after 10 s,
 * and with G_IO_ERROR_BUSY if too many wait. */
void vc_snapshot_take_async (VcSnapshot *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): a PNG */
VcStill *vc_snapshot_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
