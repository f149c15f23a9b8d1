/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFrameStamp: gives each frame a time that no other frame has, and that
 * tells which picture it shows.
 */

#include "frame-stamp.h"

#define RTP_CLOCK_RATE 90000 /* RFC 6184, 8.2.1; RFC 7741, 6.1 */

static guint64
to_ticks (GstClockTime pts)
{
  return gst_util_uint64_scale (pts, RTP_CLOCK_RATE, GST_SECOND);
}

static guint64
align_ticks (guint64 ticks, guint serial)
{
  return ticks + (serial - ticks) % VC_FRAME_STAMP_SERIALS;
}

static GstClockTime
to_pts (guint64 ticks)
{
  return gst_util_uint64_scale_ceil (ticks, GST_SECOND, RTP_CLOCK_RATE);
}

GstClockTime
vc_frame_stamp_align (GstClockTime pts, guint serial)
{
  VcFrameStamp stamp = {0};

  return vc_frame_stamp_take (&stamp, pts, serial);
}

GstClockTime
vc_frame_stamp_take (VcFrameStamp *self, GstClockTime pts, guint serial)
{
  guint64 given = to_ticks (pts);
  guint64 ticks = given;

  if (self->has_ticks)
    ticks = MAX (ticks, self->ticks + 1);
  ticks = align_ticks (ticks, serial);
  self->ticks = ticks;
  self->has_ticks = TRUE;

  return ticks == given ? pts : to_pts (ticks);
}

GstSample *
vc_frame_stamp_apply (GstSample *sample, GstClockTime pts, GstStructure *info)
{
  GstBuffer *buffer = gst_buffer_copy (gst_sample_get_buffer (sample));
  GstSample *stamped;

  GST_BUFFER_PTS (buffer) = pts;
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  stamped = gst_sample_new (buffer, gst_sample_get_caps (sample), NULL, info);
  gst_buffer_unref (buffer);

  return stamped;
}

guint32
vc_frame_stamp_to_rtp (GstClockTime pts)
{
  return (guint32)to_ticks (pts);
}
