/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFrameStamp: gives each frame a time that no other frame has.
 *
 * The browser knows a frame by its RTP timestamp alone, so two frames may not
 * share a tick of 90 kHz, and time may not run backwards when a frame that is
 * shown again overtakes one that is still being converted. Pure.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Zero-initialised. */
typedef struct {
  gboolean has_ticks;
  guint64 ticks;
} VcFrameStamp;

/* Returns @pts, or the earliest later time that is still free; valid, running
 * time in nanoseconds. */
GstClockTime vc_frame_stamp_take (VcFrameStamp *self, GstClockTime pts);

G_END_DECLS
