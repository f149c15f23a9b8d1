/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFrameStamp: gives each frame a time that no other frame has.
 */

#include "frame-stamp.h"

#define RTP_CLOCK_RATE 90000

GstClockTime
vc_frame_stamp_take (VcFrameStamp *self, GstClockTime pts)
{
  guint64 ticks = gst_util_uint64_scale (pts, RTP_CLOCK_RATE, GST_SECOND);

  if (self->has_ticks && ticks <= self->ticks) {
    ticks = self->ticks + 1;
    pts = gst_util_uint64_scale_ceil (ticks, GST_SECOND, RTP_CLOCK_RATE);
  }
  self->ticks = ticks;
  self->has_ticks = TRUE;

  return pts;
}
