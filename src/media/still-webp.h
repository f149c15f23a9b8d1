/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A frame as lossless WebP files, one below another.
 */

#pragma once

#include "still.h"

G_BEGIN_DECLS

/* Compresses @frame in strips from top to bottom, each a file of its own, on as
 * many cores as there are. @stream: (nullable): is given each file as soon as
 * it is there. Returns: (transfer full) (nullable) (element-type GBytes): the
 * files. Gives up soon after @cancellable is cancelled. Any thread. */
GPtrArray *vc_still_webp_encode (const VcFrame *frame, VcStillEffort effort,
                                 VcStillStream *stream,
                                 GCancellable *cancellable, GError **error);

G_END_DECLS
