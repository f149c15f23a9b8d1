/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Lets webrtcbin answer an offer.
 */

#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* Finishes, in the caller's main context, once the answer is set and ICE has
 * gathered all local candidates or @patience_ms have passed; fails after 5 s.
 * @offer: from vc_offer_to_text(). */
void vc_negotiate_async (GstElement *webrtc, const char *offer,
                         guint patience_ms, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full) (nullable): the answer with candidates. Errors are
 * of VC_PEER_ERROR and G_IO_ERROR_CANCELLED. */
char *vc_negotiate_finish (GAsyncResult *result, GError **error);

G_END_DECLS
