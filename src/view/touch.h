/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTouch: turns the fingers of each viewer into a mouse or a gesture.
 *
 *     ┌──────┐ finger  ┌─────────┐ moved 1 %  ┌──────────┐
 *     │ none │ ──────▶ │ resting │ ─────────▶ │ dragging │ left button held
 *     └──────┘ ◀────── └─────────┘            └──────────┘
 *        ▲  tap = click   ▲  │ finger              │ finger: released
 *        │                │  ▼                     ▼
 *        │            up  │ ┌─────────────────────────┐
 *        └────────────────┴─│ gesture of two fingers  │
 *                           └─────────────────────────┘
 *
 * The button goes down only once the finger has moved, so that a pinch does
 * not turn the scene first. Increments of a gesture come from the positions of
 * both fingers, so that lost moves do not matter. More fingers wait until one
 * of the first two is lifted. All other events pass. Pure.
 */

#pragma once

#include "event.h"

G_BEGIN_DECLS

/* A finger that moved farther than that, in view heights, drags. */
#define VC_TOUCH_DRAG_DISTANCE 0.01

/* Fingers of one viewer; more are ignored. */
#define VC_TOUCH_FINGERS_MAX 10

/* Viewers that can touch at the same time; more are ignored. */
#define VC_TOUCH_VIEWERS_MAX 64

typedef struct _VcTouch VcTouch;

VcTouch *vc_touch_new (void);
void vc_touch_free (VcTouch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcTouch, vc_touch_free)

/* @aspect: width of the view by its height. */
void vc_touch_set_aspect (VcTouch *self, double aspect);

/* Appends to @out (GArray of VcEvent) what @event means. */
void vc_touch_apply (VcTouch *self, const VcEvent *event, GArray *out);

/* Appends to @out (GArray of VcEvent) the beginning of each gesture that is
 * under way. */
void vc_touch_append_held (const VcTouch *self, GArray *out);

G_END_DECLS
