/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads what vtksrc says about a frame (gst-plugins/vtk/frame-meta.h).
 */

#include "frame-report.h"

#define META_NAME "VtkcastFrameMeta"

void
vc_frame_report_read (VcFrameReport *report, GstBuffer *buffer)
{
  GstCustomMeta *meta = NULL;
  int tier = VC_TIER_FULL;

  /* It is unknown until the plugin is loaded. */
  if (gst_meta_get_info (META_NAME) != NULL)
    meta = gst_buffer_get_custom_meta (buffer, META_NAME);
  if (meta == NULL)
    return;

  gst_structure_get (gst_custom_meta_get_structure (meta), "viewer",
                     G_TYPE_UINT, &report->viewer, "seq", G_TYPE_UINT,
                     &report->seq, "input-time", G_TYPE_INT64,
                     &report->input_time_us, "render-start", G_TYPE_INT64,
                     &report->render_start_us, "render-end", G_TYPE_INT64,
                     &report->render_end_us, "tier", G_TYPE_INT, &tier,
                     "frame-id", G_TYPE_UINT64, &report->id, NULL);
  report->tier = tier;
}
