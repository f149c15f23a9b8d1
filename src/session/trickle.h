/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Trickled candidates on their way from a WHEP PATCH to a peer.
 */

#pragma once

#include "viewer.h"

G_BEGIN_DECLS

/* @text: a fragment. Fails with VC_SESSION_ERROR_FRAGMENT or _STALE, or with
 * VC_PEER_ERROR_CANDIDATE; candidates before the bad one are then in use. */
gboolean vc_trickle_apply (VcViewer *viewer, const char *text, GError **error);

G_END_DECLS
