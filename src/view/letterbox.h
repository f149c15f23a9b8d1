/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLetterbox: where a picture of any size lies in a view of another.
 *
 * It is as large as it can be with its proportions kept, in the middle, but not
 * larger than it is; around it is darkness. Pure.
 */

#pragma once

#include "event.h"
#include "frame.h"

G_BEGIN_DECLS

/**
 * VcLetterbox:
 * @x, @y, @width, @height: of the picture, pixels of the view from its upper
 *   left corner
 */
typedef struct {
  int x;
  int y;
  int width;
  int height;
} VcLetterbox;

void vc_letterbox_init (VcLetterbox *self, int picture_width,
                        int picture_height, int view_width, int view_height);

/* From places in the view to places in the picture; both are 0…1 within. */
void vc_letterbox_map_event (const VcLetterbox *self, int view_width,
                             int view_height, VcEvent *event);

/* Draws into all of @frame, whose size is the view's. @pixels: the upper left
 * one; @step: bytes to the row below. */
void vc_letterbox_draw (const VcLetterbox *self, const guint8 *pixels,
                        gssize step, int picture_width, int picture_height,
                        VcFrame *frame);

/* Only darkness. */
void vc_letterbox_draw_nothing (VcFrame *frame);

G_END_DECLS
