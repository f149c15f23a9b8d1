/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteraction: what each viewer holds, as a set with edges.
 *
 * Whatever a network or a browser does to presses and releases, a scene sees
 * each button and key go down and up in turns, and any sequence that ends
 * with VC_EVENT_CANCEL ends with nothing held:
 *
 * - the press of a button that is held: its release was lost, so it is
 *   released first
 * - the release of what is not held: dropped
 * - a key held already: a repeat, passed on
 * - VC_EVENT_CANCEL: all that the viewer holds is released where the pointer
 *   was last, the latest first; the event itself ends here
 *
 * `buttons` of each event that leaves is the set after it, and keys carry the
 * last position of the pointer, since a hotkey may pick. Pure.
 */

#pragma once

#include "event.h"

G_BEGIN_DECLS

/* Things that one viewer can hold; the oldest key is released for one more. */
#define VC_INTERACTION_HOLDS_MAX 32

/* Viewers whose pointer positions are remembered though they hold nothing. */
#define VC_INTERACTION_VIEWERS_MAX 64

typedef struct _VcInteraction VcInteraction;

VcInteraction *vc_interaction_new (void);
void vc_interaction_free (VcInteraction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcInteraction, vc_interaction_free)

/* Appends to @out (GArray of VcEvent) what a scene should see of @event, in
 * which touches were translated before (touch.h). */
void vc_interaction_apply (VcInteraction *self, const VcEvent *event,
                           GArray *out);

/* Does anybody hold anything? */
gboolean vc_interaction_is_active (const VcInteraction *self);

/* Appends to @out (GArray of VcEvent) a press, where the pointer is now, for
 * each thing that is held. */
void vc_interaction_append_held (const VcInteraction *self, GArray *out);

G_END_DECLS
