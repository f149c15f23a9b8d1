/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFeed: hands the frames of a view to a streaming thread.
 */

#pragma once

#include "source-settings.h"

G_BEGIN_DECLS

typedef struct _VcFeed VcFeed;

/* The frames of the settings' view; or those of a view of its own, which ends
 * with the feed, from the first one that shows the data at the settings'
 * location in full quality. Errors are GST_RESOURCE_ERROR or
 * GST_LIBRARY_ERROR. */
VcFeed *vc_feed_new (const VcSourceSettings *settings, GError **error);

VcFeed *vc_feed_ref (VcFeed *self);
void vc_feed_unref (VcFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFeed, vc_feed_unref)

/* (transfer none) */
VcView *vc_feed_get_view (VcFeed *self);

/**
 * VcFeedResult:
 * @VC_FEED_FRAME: here is one
 * @VC_FEED_WOKEN: somebody called vc_feed_wake()
 * @VC_FEED_FLUSHING: see vc_feed_set_flushing()
 * @VC_FEED_ENDED: the view was stopped
 * @VC_FEED_FAILED: what was asked for cannot be shown, as the error
 *   (GST_RESOURCE_ERROR) says
 */
typedef enum {
  VC_FEED_FRAME,
  VC_FEED_WOKEN,
  VC_FEED_FLUSHING,
  VC_FEED_ENDED,
  VC_FEED_FAILED,
} VcFeedResult;

/* Waits for the next frame in the view's present size. @frame: (out)
 * (transfer full) (nullable). One thread at a time. */
VcFeedResult vc_feed_take (VcFeed *self, VcFrame **frame, GError **error);

/* Makes vc_feed_take() return, now or the next time. Any thread. */
void vc_feed_wake (VcFeed *self);

/* While it flushes, vc_feed_take() does nothing else. Any thread. */
void vc_feed_set_flushing (VcFeed *self, gboolean is_flushing);

/* The newest frame is due once more: it may not have got through, or is wanted
 * in another form. Any thread. */
void vc_feed_repeat (VcFeed *self);

/* @frame, the last one that was taken, went out. The taker's thread. */
void vc_feed_note_shown (VcFeed *self, const VcFrame *frame);

G_END_DECLS
