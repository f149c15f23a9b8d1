/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReception: which video packets have reached the browser.
 *
 * Every packet, retransmissions included, has a transport-wide sequence number
 * that the browser reports as received or lost
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). From that follows which
 * packets have to be sent again, and whether everything since the last key
 * frame has arrived. What came before that frame does not matter. Pure; times
 * and threads are the caller's.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VcReception VcReception;

VcReception *vc_reception_new (void);
void vc_reception_free (VcReception *self);

/* A key frame will come after packet @last_seq, whether that was sent already
 * or still waits: nobody needs it, or what came before it, any more. */
void vc_reception_forget (VcReception *self, guint16 last_seq);

/* The key frame is there, and comes next after @last_seq. */
void vc_reception_begin_key_frame (VcReception *self, guint16 last_seq);

/* A packet goes out: @transport_seq is its transport-wide number, @rtp_seq its
 * RTP number, or, of a retransmission, that of the original. */
void vc_reception_add_sent (VcReception *self, guint16 transport_seq,
                            guint16 rtp_seq);

void vc_reception_add_received (VcReception *self, guint16 transport_seq);

/* Returns whether the packet, which is written to @rtp_seq, has to be sent
 * again: it is new that this one is lost, none of its kind has arrived, and
 * none is under way. */
gboolean vc_reception_add_lost (VcReception *self, guint16 transport_seq,
                                guint16 *rtp_seq);

/* Does anybody need packet @rtp_seq? */
gboolean vc_reception_matters (const VcReception *self, guint16 rtp_seq);

/* Has the browser ever reported anything? */
gboolean vc_reception_is_reported (const VcReception *self);

/* Has everything since the last key frame arrived? */
gboolean vc_reception_is_complete (const VcReception *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcReception, vc_reception_free)

G_END_DECLS
