/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPacker: makes a GstBuffer of a VcFrame.
 */

#pragma once

#include <gst/video/video.h>

#include "convert.h"

G_BEGIN_DECLS

/**
 * VcPacker:
 * All fields are private.
 */
typedef struct {
  GstVideoInfo info;
  GstClockTime last_pts;
  VcConverter converter;
} VcPacker;

void vc_packer_init (VcPacker *self);
void vc_packer_clear (VcPacker *self);

/* What buffers are to be like. */
gboolean vc_packer_set_caps (VcPacker *self, const GstCaps *caps);

/* Completes the answer to an allocation query by a pool for such buffers. */
void vc_packer_decide_pool (VcPacker *self, GstQuery *query);

/* Time may begin anew. */
void vc_packer_reset_time (VcPacker *self);

/* Does the buffer need no copy: are the frame's pixels what caps tell? */
gboolean vc_packer_can_wrap (const VcPacker *self, const VcFrame *frame);

/* Takes a reference to @frame until the buffer's memory is freed. */
GstBuffer *vc_packer_wrap (VcPacker *self, VcFrame *frame);

/* Returns FALSE if there is not enough memory. */
gboolean vc_packer_copy (VcPacker *self, const VcFrame *frame,
                         GstBuffer *buffer);

/* Time stamp: @running_time, but later than the last one by a tick of RTP's
 * clock at least; offset and meta from @frame. */
void vc_packer_stamp (VcPacker *self, const VcFrame *frame,
                      GstClockTime running_time, GstBuffer *buffer);

G_END_DECLS
