/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFrame: one rendered picture with the story of how it came about.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * VcTier:
 * @VC_TIER_INTERACTIVE: frame rate first; the picture may be coarse
 * @VC_TIER_FULL: the best picture that the scene can make
 */
typedef enum {
  VC_TIER_INTERACTIVE,
  VC_TIER_FULL,
} VcTier;

/**
 * VcFrame:
 * @pixels: R, G, B and a byte that says nothing, top row first
 * @stride: bytes from one row to the next
 * @width: pixels in a row. Smaller than `view_width` if the scene rendered at a
 *   reduced size; the frame then shows the whole view all the same
 * @height: rows
 * @view_width: width of the view, pixels
 * @view_height: height of the view, pixels
 * @id: grows by one with each frame of a view, from 1
 * @viewer: whose event was the last one applied before this frame
 * @seq: that event's number; 0 if no numbered event was applied yet
 * @input_time_us: when that event was received, monotonic; 0 if none
 * @render_start_us: monotonic
 * @render_end_us: monotonic, pixels read back
 * @tier: the quality that was reached
 * @is_ready: the scene had reported %VC_STATUS_READY before this frame, as its
 *   last status. Set by VcView
 *
 * Reference counted, immutable once handed out by VcView. Any thread. The
 * memory returns to the view's pool with the last reference.
 */
typedef struct _VcFrame VcFrame;

struct _VcFrame {
  guint8 *pixels;
  int stride;
  int width;
  int height;
  int view_width;
  int view_height;
  guint64 id;
  guint viewer;
  guint seq;
  gint64 input_time_us;
  gint64 render_start_us;
  gint64 render_end_us;
  VcTier tier;
  gboolean is_ready;
};

#define VC_TYPE_FRAME (vc_frame_get_type ())
GType vc_frame_get_type (void);

VcFrame *vc_frame_ref (VcFrame *self);
void vc_frame_unref (VcFrame *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFrame, vc_frame_unref)

G_END_DECLS
