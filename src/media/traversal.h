/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How webrtcbin's ICE agent finds a way to a browser.
 */

#pragma once

#include <gst/gst.h>

#include "ice.h"

G_BEGIN_DECLS

/* Before the first description is set. @ice: (nullable) */
void vc_traversal_set_up (GstElement *webrtc, const VcIce *ice);

/* How long an answer waits for candidates, milliseconds. */
guint vc_traversal_get_patience (const VcIce *ice);

G_END_DECLS
