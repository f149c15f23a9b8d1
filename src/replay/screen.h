/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcScreen: shows a replay in a view of any size: all that was seen when it was
 * recorded, as large as it can be, with darkness around it.
 *
 * Render thread only.
 */

#pragma once

#include "cursor.h"

G_BEGIN_DECLS

typedef struct _VcScreen VcScreen;

VcScreen *vc_screen_new (void);
void vc_screen_free (VcScreen *self);

/* What @cursor stands at, as VcScene's render(). @width, @height: of the
 * view. */
VcRenderResult vc_screen_render (VcScreen *self, VcCursor *cursor, int width,
                                 int height, const VcRenderRequest *request,
                                 VcFrame *frame);

G_END_DECLS
