/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCursor: a place in a journal, and a scene that is as it was there.
 *
 * Belongs to the thread in which the scene lives.
 */

#pragma once

#include "scene.h"
#include "timeline.h"

G_BEGIN_DECLS

/**
 * VcCursorMode:
 * @VC_CURSOR_EXACT: each frame corrects what the events before it have not
 *   brought about: time's work, mostly
 * @VC_CURSOR_EVENTS_ONLY: from the journal's beginning on, events are all that
 *   the scene gets
 */
typedef enum {
  VC_CURSOR_EXACT,
  VC_CURSOR_EVENTS_ONLY,
} VcCursorMode;

typedef struct _VcCursor VcCursor;

/* @timeline outlives it. @scene: set up, its data loaded. The cursor is
 * nowhere before the first seek. */
VcCursor *vc_cursor_new (const VcTimeline *timeline, VcScene *scene,
                         VcCursorMode mode);
void vc_cursor_free (VcCursor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcCursor, vc_cursor_free)

/* Brings the scene to where it was before entry @index, by the shortest way.
 * Nothing is rendered. Fails if a state is none of this scene's; the message
 * names the line. */
gboolean vc_cursor_seek (VcCursor *self, guint index, GError **error);

/* The recorded size of the view. */
void vc_cursor_get_size (const VcCursor *self, int *width, int *height);

/* Did the scene say since the last call that its picture is out of date? */
gboolean vc_cursor_take_change (VcCursor *self);

/* As vc_scene_render(), of @width × @height pixels. Events were made for
 * another size perhaps, and the scene is back at that one afterwards. */
VcRenderResult vc_cursor_render (VcCursor *self, int width, int height,
                                 const VcRenderRequest *request,
                                 VcFrame *frame);

G_END_DECLS
