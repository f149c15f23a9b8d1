/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCanvas: memory for the pictures of a replay, one at a time.
 */

#pragma once

#include "cursor.h"

G_BEGIN_DECLS

typedef struct _VcCanvas VcCanvas;

VcCanvas *vc_canvas_new (void);
void vc_canvas_free (VcCanvas *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcCanvas, vc_canvas_free)

/* Renders what @cursor stands at, in full quality. Returns: (transfer none)
 * (nullable): valid until the next call. */
const VcFrame *vc_canvas_render (VcCanvas *self, VcCursor *cursor, int width,
                                 int height, GError **error);

G_END_DECLS
