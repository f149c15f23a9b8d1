/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a viewer does with its hands: the data channel "input".
 */

#pragma once

#include "viewer.h"

G_BEGIN_DECLS

/* Applies the events of @text that are new, and acknowledges them. @producer:
 * (nullable): NULL: the viewer does not control. Fails if @text breaks the
 * protocol. */
gboolean vc_hands_receive (VcProducer *producer, VcViewer *viewer,
                           const char *text, gsize length, gint64 now_us,
                           GError **error);

G_END_DECLS
