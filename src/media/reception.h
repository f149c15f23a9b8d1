/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReception: which video packets have reached the browser.
 *
 * Every packet, retransmissions included, has a transport-wide sequence number
 * that the browser reports as received or lost
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). From that follows
 * whether everything since the last key frame has arrived. Pure; times and
 * threads are the caller's.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VcReception VcReception;

VcReception *vc_reception_new (void);
void vc_reception_free (VcReception *self);

/* What was sent before does not matter any more: a key frame follows. */
void vc_reception_begin_key_frame (VcReception *self);

/* A packet goes out: @transport_seq is its transport-wide number, @rtp_seq its
 * RTP number, or, of a retransmission, that of the original. */
void vc_reception_add_sent (VcReception *self, guint16 transport_seq,
                            guint16 rtp_seq);

void vc_reception_add_received (VcReception *self, guint16 transport_seq);

/* Has the browser ever reported anything? */
gboolean vc_reception_is_reported (const VcReception *self);

/* Has everything since the last key frame arrived? */
gboolean vc_reception_is_complete (const VcReception *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcReception, vc_reception_free)

G_END_DECLS
