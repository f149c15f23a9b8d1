/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPause: a request that is answered later, if somebody still waits for it.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _VcPause VcPause;

/* @cancellable: (nullable): cancelled when the client goes before it has its
 * answer */
VcPause *vc_pause_new (SoupServerMessage *message, GCancellable *cancellable);

/* (transfer none) (nullable): to be answered; NULL: the client has gone. */
SoupServerMessage *vc_pause_get_message (VcPause *self);

/* Frees it; the answer goes out. */
void vc_pause_end (VcPause *self);

G_END_DECLS
