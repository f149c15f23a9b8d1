/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFramePool: recycles the memory of frames.
 *
 * Frames are taken in one thread and may be dropped in any. A frame keeps its
 * pool alive, so that the owner may drop the pool first.
 */

#pragma once

#include "frame.h"

G_BEGIN_DECLS

typedef struct _VcFramePool VcFramePool;

VcFramePool *vc_frame_pool_new (void);
void vc_frame_pool_unref (VcFramePool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFramePool, vc_frame_pool_unref)

/* Returns: (transfer full) (nullable): a frame whose `pixels` have room for
 * @width × @height; its content is undefined, all fields but the sizes and
 * `stride` are 0. NULL if there is not enough memory. */
VcFrame *vc_frame_pool_acquire (VcFramePool *self, int width, int height);

/* Frames that wait to be used again. */
guint vc_frame_pool_get_n_free (VcFramePool *self);

/* Frees those frames. */
void vc_frame_pool_trim (VcFramePool *self);

G_END_DECLS
