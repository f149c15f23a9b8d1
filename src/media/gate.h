/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcGate: lets a raw frame through to the encoder when the way behind it is
 * free.
 *
 * The frame that waits is always the newest: when the way becomes free and the
 * mailbox holds a newer one, the older is dropped. So nothing that was encoded
 * is ever thrown away, which would cost a key frame, and no frame is older
 * than it has to be. It waits in the peer's own streaming thread and so holds
 * up nobody else.
 */

#pragma once

#include <gst/gst.h>

#include "mailbox.h"
#include "rate-control.h"

G_BEGIN_DECLS

typedef struct _VcGate VcGate;

/* @mailbox: (transfer none): of the source. @control: (transfer none): both
 * outlive the gate. */
VcGate *vc_gate_new (VcMailbox *mailbox, VcRateControl *control);
void vc_gate_free (VcGate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcGate, vc_gate_free)

/* @frame, from @pad of the source, wants to pass. Waits until the way is free.
 * Returns FALSE if the frame is to be dropped; if not, the encoder is set up
 * for it. The source's streaming thread. */
gboolean vc_gate_pass (VcGate *self, GstPad *pad, GstBuffer *frame);

/* Whoever waits goes on at once, and nobody waits any more. Any thread. */
void vc_gate_open (VcGate *self);

G_END_DECLS
