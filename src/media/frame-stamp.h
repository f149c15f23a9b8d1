/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFrameStamp: gives each frame a time that no other frame has, and that
 * tells which picture it shows.
 *
 * The browser knows a frame by its RTP timestamp alone, so two frames may not
 * share a tick of 90 kHz, and time may not run backwards when a frame that is
 * shown again overtakes one that is still being converted. The last six bits
 * of the ticks are those of the picture's serial number: a frame that repeats
 * a picture has the same as the one before it, so that a browser that shows
 * the exact picture over the video knows, whatever got lost, whether the video
 * still shows that picture. It costs less than a millisecond. Pure.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Zero-initialised. */
typedef struct {
  gboolean has_ticks;
  guint64 ticks;
} VcFrameStamp;

/* Pictures until the bits are the same again. */
#define VC_FRAME_STAMP_SERIALS 64

/* Returns @pts if it is free and fits @serial, or the earliest later time that
 * does; valid, running time in nanoseconds. */
GstClockTime vc_frame_stamp_take (VcFrameStamp *self, GstClockTime pts,
                                  guint serial);

/* The earliest time from @pts on that fits @serial. */
GstClockTime vc_frame_stamp_align (GstClockTime pts, guint serial);

/* (transfer full): shows the pixels of @sample at @pts. @info: (transfer full)
 * (nullable): as in gst_sample_new() */
GstSample *vc_frame_stamp_apply (GstSample *sample, GstClockTime pts,
                                 GstStructure *info);

/* The RTP timestamp of a frame with that time, for every peer. */
guint32 vc_frame_stamp_to_rtp (GstClockTime pts);

G_END_DECLS
