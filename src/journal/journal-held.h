/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalHeld: what a scene holds after the events that it got.
 *
 * A press, a finger that came down and the beginning of a gesture hold until
 * their counterpart comes; where they are moves with their viewer's pointer.
 * Keys do not count: what a key does it does when it goes down. Pure.
 */

#pragma once

#include "event.h"

G_BEGIN_DECLS

/* @held: (element-type VcEvent): changed as the scene's @event says. */
void vc_journal_held_apply (GArray *held, const VcEvent *event);

/* The events that a scene needs to hold what @held says, or to let it go;
 * appended to @out (element-type VcEvent). */
void vc_journal_held_press (const GArray *held, GArray *out);
void vc_journal_held_release (const GArray *held, GArray *out);

G_END_DECLS
