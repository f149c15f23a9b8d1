/* SPDX-License-Identifier: BSD-3-Clause
 *
 * "VtkcastFrameMeta": the custom meta that tells how a buffer's picture came
 * about.
 *
 * A GstCustomMeta, so that others read it without our headers:
 * gst_buffer_get_custom_meta (buffer, "VtkcastFrameMeta") and then the fields
 * of gst_custom_meta_get_structure():
 *
 *     field         type    meaning: that of VcFrame's field
 *     viewer        uint    viewer
 *     seq           uint    seq
 *     input-time    int64   input_time_us
 *     render-start  int64   render_start_us
 *     render-end    int64   render_end_us
 *     tier          int     tier: 0 interactive, 1 full
 *     frame-id      uint64  id
 */

#pragma once

#include <gst/gst.h>

#include "frame.h"

G_BEGIN_DECLS

#define VC_FRAME_META_NAME "VtkcastFrameMeta"

/* Once per process; the plugin does it when it is loaded. */
gboolean vc_frame_meta_register (void);

void vc_frame_meta_add (GstBuffer *buffer, const VcFrame *frame);

G_END_DECLS
