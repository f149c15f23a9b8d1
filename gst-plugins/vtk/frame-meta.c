/* SPDX-License-Identifier: BSD-3-Clause
 *
 * "VtkcastFrameMeta": the custom meta that tells how a buffer's picture came
 * about.
 */

#include "frame-meta.h"

/* The story of a picture is still true after it was converted or scaled. */
static gboolean
transform_meta (GstBuffer *transformed, GstCustomMeta *meta, GstBuffer *buffer,
                GQuark type, gpointer data, gpointer user_data)
{
  GstCustomMeta *copy;
  GstStructure *to;
  GstStructure *from = gst_custom_meta_get_structure (meta);

  if (gst_buffer_get_custom_meta (transformed, VC_FRAME_META_NAME))
    return TRUE;
  copy = gst_buffer_add_custom_meta (transformed, VC_FRAME_META_NAME);
  if (!copy)
    return FALSE;
  to = gst_custom_meta_get_structure (copy);
  gst_structure_remove_all_fields (to);
  for (int i = 0; i < gst_structure_n_fields (from); i++) {
    const char *name = gst_structure_nth_field_name (from, i);

    gst_structure_set_value (to, name, gst_structure_get_value (from, name));
  }
  return TRUE;
}

gboolean
vc_frame_meta_register (void)
{
  static const char *tags[] = {NULL};

  if (gst_meta_get_info (VC_FRAME_META_NAME))
    return TRUE;
  return gst_meta_register_custom (VC_FRAME_META_NAME, tags, transform_meta,
                                   NULL, NULL) != NULL;
}

void
vc_frame_meta_add (GstBuffer *buffer, const VcFrame *frame)
{
  GstCustomMeta *meta = gst_buffer_add_custom_meta (buffer, VC_FRAME_META_NAME);

  g_return_if_fail (meta);

  gst_structure_set (
    gst_custom_meta_get_structure (meta), "viewer", G_TYPE_UINT, frame->viewer,
    "seq", G_TYPE_UINT, frame->seq, "input-time", G_TYPE_INT64,
    frame->input_time_us, "render-start", G_TYPE_INT64, frame->render_start_us,
    "render-end", G_TYPE_INT64, frame->render_end_us, "tier", G_TYPE_INT,
    (int)frame->tier, "frame-id", G_TYPE_UINT64, frame->id, NULL);
}
