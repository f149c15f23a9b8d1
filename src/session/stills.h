/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStills: the exact picture of a view at rest, compressed once for all
 * viewers.
 *
 * Nothing is done while nobody could receive it. Main context only.
 */

#pragma once

#include "roster.h"

G_BEGIN_DECLS

typedef struct _VcStills VcStills;

/* @roster: (transfer none): whose viewers are served; outlives @self */
VcStills *vc_stills_new (VcView *view, const VcRoster *roster);
void vc_stills_free (VcStills *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcStills, vc_stills_free)

/* @viewer, of the roster, can receive from now on. */
void vc_stills_add_viewer (VcStills *self, VcViewer *viewer);

/* A frame went out as video. */
void vc_stills_note_frame (VcStills *self, const VcFrameReport *report);

/* Takes what @viewer said on the channel "still". Fails if that breaks the
 * protocol. */
gboolean vc_stills_receive (VcStills *self, VcViewer *viewer, const char *text,
                            gsize length, gint64 now_us, GError **error);

/* Returns: (transfer full) (nullable): the picture of that id, while the view
 * rests on it. */
VcStill *vc_stills_dup (VcStills *self, guint64 id);

/* Waits until the view rests and the first part of its picture is compressed,
 * which nobody does for this alone: there must be a viewer who receives it.
 * Fails as vc_snapshot_take_async() does. */
void vc_stills_take_async (VcStills *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): one of which something can be read */
VcStillStream *vc_stills_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
