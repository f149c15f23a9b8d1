/* SPDX-License-Identifier: BSD-3-Clause
 *
 * From the RGBx of a VcFrame to the pixels of a GstVideoFrame.
 */

#include "convert.h"

#include <libyuv.h>

/* libyuv names a format by its bytes in a little-endian word: RGBx is its ABGR.
 * Scaling does not care. */

/* Three planes of 4:2:0. */
typedef struct {
  guint8 *y;
  guint8 *u;
  guint8 *v;
  int stride_y;
  int stride_uv;
  int width;
  int height;
} Planes;

static gboolean
ensure_scratch (VcConverter *self, gsize size)
{
  if (self->size >= size)
    return TRUE;
  vc_converter_clear (self);
  self->scratch = g_try_malloc (size);
  self->size = self->scratch ? size : 0;
  return self->scratch != NULL;
}

static Planes
get_planes (GstVideoFrame *frame)
{
  return (Planes){
    .y = GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
    .u = GST_VIDEO_FRAME_PLANE_DATA (frame, 1),
    .v = GST_VIDEO_FRAME_PLANE_DATA (frame, 2),
    .stride_y = GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0),
    .stride_uv = GST_VIDEO_FRAME_PLANE_STRIDE (frame, 1),
    .width = GST_VIDEO_FRAME_WIDTH (frame),
    .height = GST_VIDEO_FRAME_HEIGHT (frame),
  };
}

static gboolean
get_scratch_planes (VcConverter *self, int width, int height, Planes *planes)
{
  gsize stride_uv = (width + 1) / 2;
  gsize size_y = (gsize)width * height;
  gsize size_uv = stride_uv * ((height + 1) / 2);

  if (!ensure_scratch (self, size_y + 2 * size_uv))
    return FALSE;
  *planes = (Planes){
    .y = self->scratch,
    .u = self->scratch + size_y,
    .v = self->scratch + size_y + size_uv,
    .stride_y = width,
    .stride_uv = stride_uv,
    .width = width,
    .height = height,
  };
  return TRUE;
}

static void
convert_colour (const VcFrame *frame, const Planes *to)
{
  ABGRToI420 (frame->pixels, frame->stride, to->y, to->stride_y, to->u,
              to->stride_uv, to->v, to->stride_uv, frame->width, frame->height);
}

static void
scale_planes (const Planes *from, const Planes *to)
{
  I420Scale (from->y, from->stride_y, from->u, from->stride_uv, from->v,
             from->stride_uv, from->width, from->height, to->y, to->stride_y,
             to->u, to->stride_uv, to->v, to->stride_uv, to->width, to->height,
             kFilterBilinear);
}

static gboolean
convert_to_i420 (VcConverter *self, const VcFrame *frame, GstVideoFrame *to)
{
  Planes planes = get_planes (to);
  Planes small;

  if (frame->width == planes.width && frame->height == planes.height) {
    convert_colour (frame, &planes);
    return TRUE;
  }
  /* There is less to convert before the picture grows. */
  if (!get_scratch_planes (self, frame->width, frame->height, &small))
    return FALSE;
  convert_colour (frame, &small);
  scale_planes (&small, &planes);
  return TRUE;
}

static void
scale_rgbx (const VcFrame *frame, GstVideoFrame *to)
{
  ARGBScale (frame->pixels, frame->stride, frame->width, frame->height,
             GST_VIDEO_FRAME_PLANE_DATA (to, 0),
             GST_VIDEO_FRAME_PLANE_STRIDE (to, 0), GST_VIDEO_FRAME_WIDTH (to),
             GST_VIDEO_FRAME_HEIGHT (to), kFilterBilinear);
}

void
vc_converter_clear (VcConverter *self)
{
  g_clear_pointer (&self->scratch, g_free);
  self->size = 0;
}

gboolean
vc_converter_convert (VcConverter *self, const VcFrame *frame,
                      GstVideoFrame *to)
{
  if (GST_VIDEO_FRAME_FORMAT (to) == GST_VIDEO_FORMAT_I420)
    return convert_to_i420 (self, frame, to);
  g_assert (GST_VIDEO_FRAME_FORMAT (to) == GST_VIDEO_FORMAT_RGBx);
  scale_rgbx (frame, to);
  return TRUE;
}
