/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A frame as lossless WebP files, one below another.
 */

#pragma once

#include "still.h"

G_BEGIN_DECLS

/* Compresses @frame in strips from top to bottom, each a file of its own, on as
 * many cores as there are. @sizes: room for %VC_STILL_MAX_PARTS; of each file,
 * bytes. Returns: (transfer full) (nullable): the files, one behind another.
 * Gives up soon after @cancellable is cancelled. Any thread. */
GBytes *vc_still_webp_encode (const VcFrame *frame, VcStillEffort effort,
                              gsize *sizes, guint *n_sizes,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
