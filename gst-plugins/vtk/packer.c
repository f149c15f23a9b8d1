/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPacker: makes a GstBuffer of a VcFrame.
 */

#include "packer.h"

#include "frame-meta.h"

/* One tick of RTP's 90 kHz, rounded up: no two buffers share one. */
#define PTS_STEP ((GST_SECOND + 89999) / 90000)

void
vc_packer_init (VcPacker *self)
{
  *self = (VcPacker){.last_pts = GST_CLOCK_TIME_NONE};
  gst_video_info_init (&self->info);
}

void
vc_packer_clear (VcPacker *self)
{
  vc_converter_clear (&self->converter);
}

gboolean
vc_packer_set_caps (VcPacker *self, const GstCaps *caps)
{
  return gst_video_info_from_caps (&self->info, caps);
}

void
vc_packer_decide_pool (VcPacker *self, GstQuery *query)
{
  gboolean has_pool = gst_query_get_n_allocation_pools (query) > 0;
  g_autoptr (GstBufferPool) pool = NULL;
  guint size = 0, min = 0, max = 0;
  GstStructure *config;
  GstCaps *caps;

  gst_query_parse_allocation (query, &caps, NULL);
  if (has_pool)
    gst_query_parse_nth_allocation_pool (query, 0, &pool, &size, &min, &max);
  if (!pool)
    pool = gst_video_buffer_pool_new ();
  size = MAX (size, self->info.size);

  config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_set_params (config, caps, size, min, max);
  if (gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL) &&
      gst_buffer_pool_has_option (pool, GST_BUFFER_POOL_OPTION_VIDEO_META))
    gst_buffer_pool_config_add_option (config,
                                       GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_set_config (pool, config);
  if (has_pool)
    gst_query_set_nth_allocation_pool (query, 0, pool, size, min, max);
  else
    gst_query_add_allocation_pool (query, pool, size, min, max);
}

void
vc_packer_reset_time (VcPacker *self)
{
  self->last_pts = GST_CLOCK_TIME_NONE;
}

gboolean
vc_packer_can_wrap (const VcPacker *self, const VcFrame *frame)
{
  return GST_VIDEO_INFO_FORMAT (&self->info) == GST_VIDEO_FORMAT_RGBx &&
         frame->width == self->info.width &&
         frame->height == self->info.height &&
         frame->stride == GST_VIDEO_INFO_PLANE_STRIDE (&self->info, 0);
}

GstBuffer *
vc_packer_wrap (VcPacker *self, VcFrame *frame)
{
  gsize size = (gsize)frame->stride * frame->height;

  return gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, frame->pixels,
                                      size, 0, size, vc_frame_ref (frame),
                                      (GDestroyNotify)vc_frame_unref);
}

gboolean
vc_packer_copy (VcPacker *self, const VcFrame *frame, GstBuffer *buffer)
{
  GstVideoFrame mapped;
  gboolean is_good;

  if (!gst_video_frame_map (&mapped, &self->info, buffer, GST_MAP_WRITE))
    return FALSE;
  is_good = vc_converter_convert (&self->converter, frame, &mapped);
  gst_video_frame_unmap (&mapped);
  return is_good;
}

void
vc_packer_stamp (VcPacker *self, const VcFrame *frame,
                 GstClockTime running_time, GstBuffer *buffer)
{
  GstClockTime pts = GST_CLOCK_TIME_IS_VALID (running_time) ? running_time : 0;

  if (GST_CLOCK_TIME_IS_VALID (self->last_pts))
    pts = MAX (pts, self->last_pts + PTS_STEP);
  self->last_pts = pts;
  GST_BUFFER_PTS (buffer) = pts;
  GST_BUFFER_OFFSET (buffer) = frame->id;
  vc_frame_meta_add (buffer, frame);
}
