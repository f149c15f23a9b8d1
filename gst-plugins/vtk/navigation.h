/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The mapping from GstNavigation structures to VcEvent.
 *
 * Structures are named "application/x-gst-navigation", as those that
 * GStreamer's video sinks make:
 *
 *     VcEventType              event                  fields
 *     POINTER_MOVE             mouse-move             position
 *     BUTTON_PRESS             mouse-button-press     position, button
 *     BUTTON_PRESS, 2 clicks   mouse-double-click     position, button
 *     BUTTON_RELEASE           mouse-button-release   position, button
 *     WHEEL                    mouse-scroll           position, deltas
 *     KEY_PRESS                key-press              key
 *     KEY_RELEASE              key-release            key
 *     TOUCH_DOWN               touch-down             position, identifier
 *     TOUCH_MOVE               touch-motion           position, identifier
 *     TOUCH_UP                 touch-up               position, identifier
 *     CANCEL                   touch-cancel
 *     CANCEL                   vtkcast-cancel
 *
 * "touch-frame" means nothing here, the gesture types of VcEvent come from
 * VcView alone, and "mouse-double-click" exists from GStreamer 1.26 on.
 *
 * - position: "pointer_x", "pointer_y" (double), pixels of the negotiated caps
 *   from the top left: VcEvent's x times the width, y times the height. They
 *   may lie outside the picture (a drag that left it). Optional for keys
 * - "button" (int): 1 left, 2 middle, 3 right. Presses of 4, 5, 6, 7, as the
 *   X11 sinks send them, are wheel notches up, down, left, right
 * - deltas: "delta_pointer_x", "delta_pointer_y" (double), positive right and
 *   away from the user. In notches if the event has the field "viewer"; else
 *   from a sink of GStreamer, where gtksink sends 20 for a notch
 * - "key" (string): X11 keysym name
 * - "identifier" (uint): the finger
 * - "state" (GstNavigationModifierType, optional): SHIFT_MASK, CONTROL_MASK,
 *   MOD1_MASK (Alt), META_MASK or SUPER_MASK (Meta); BUTTON1_MASK to
 *   BUTTON3_MASK: buttons held, before or after the event (of the changed
 *   button the event itself tells)
 *
 * Optional fields, which a program adds to the same structures:
 *
 * - "viewer" (uint), "seq" (uint), "click-count" (uint), "time-us" (int64):
 *   the fields of VcEvent. Without them: viewer 0, seq 0, 1 click, now
 * - "picture-width", "picture-height" (uint): the size that the position
 *   refers to, if the sender knows it better than the caps (the picture's size
 *   may change while an event is on its way)
 */

#pragma once

#include <gst/video/video.h>

#include "event.h"

G_BEGIN_DECLS

#define VC_NAVIGATION_NAME "application/x-gst-navigation"
#define VC_NAVIGATION_CANCEL "vtkcast-cancel"

/* Fills in @event from @structure. @width and @height are those of the
 * negotiated caps, @now_us the time for an event that carries none. Returns
 * FALSE if the structure means nothing to a view, or is malformed. */
gboolean vc_navigation_parse (const GstStructure *structure, int width,
                              int height, gint64 now_us, VcEvent *event);

G_END_DECLS
