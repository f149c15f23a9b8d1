/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTail: when the last frame of a burst is shown again.
 *
 * Nothing tells a browser that the very last packet is lost, so that the frame
 * has to come again unless it is known to have arrived. It also becomes
 * sharper each time, of a CT head by 2 dB, which is of use to who gets no exact
 * picture soon. Pure: time is an argument, monotonic microseconds.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcTailWish:
 * @VC_TAIL_REPAIR: the exact picture will be there soon: only if something may
 *   have been lost
 * @VC_TAIL_SHARPEN: each repeat is welcome
 */
typedef enum {
  VC_TAIL_REPAIR,
  VC_TAIL_SHARPEN,
} VcTailWish;

/**
 * VcTailInput:
 * @wish: what repeats are for
 * @pause_us: frames that come more slowly than that are no tail yet
 * @report_us: after so long it is known whether what was sent has arrived
 * @is_complete: everything that was sent is known to have arrived
 */
typedef struct {
  VcTailWish wish;
  gint64 pause_us;
  gint64 report_us;
  gboolean is_complete;
} VcTailInput;

/**
 * VcTail:
 * @frame_us: when the last frame went out
 * @repeats: how often it was shown again
 * @is_over: nothing more will come of it
 */
typedef struct {
  gint64 frame_us;
  guint repeats;
  gboolean is_over;
} VcTail;

/* A new frame went out. */
void vc_tail_begin (VcTail *self, gint64 now_us);

/* Returns when to look again, −1 = not before the next frame. @is_due: (out):
 * show it again now. */
gint64 vc_tail_look (VcTail *self, gint64 now_us, const VcTailInput *input,
                     gboolean *is_due);

G_END_DECLS
