/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Colours are BT.601, limited range, in every size.
 */

#include "convert.h"

#include <math.h>
#include <string.h>

/* Every colour of a lattice of 9 × 9 × 9, one patch at a time. */
#define N_STEPS 9
#define TOLERANCE 2.5

typedef struct {
  int width;
  int height;
  int to_width;
  int to_height;
} Case;

static const Case cases[] = {
  {1, 1, 1, 1},     {2, 2, 2, 2},     {3, 5, 3, 5},
  {17, 9, 17, 9},   {64, 48, 64, 48}, {32, 24, 64, 48},
  {16, 12, 33, 25}, {1, 1, 7, 3},     {33, 17, 65, 33},
};

static void
fill (VcFrame *frame, const guint8 *rgb)
{
  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->width; x++) {
      guint8 *pixel = frame->pixels + y * frame->stride + 4 * x;

      memcpy (pixel, rgb, 3);
      pixel[3] = 255;
    }
}

/* ITU-R BT.601-7, 2.5.1 and 2.5.4, for 8 bits. */
static void
compute_yuv (const guint8 *rgb, double *yuv)
{
  double r = rgb[0] / 255.0, g = rgb[1] / 255.0, b = rgb[2] / 255.0;
  double y = 0.299 * r + 0.587 * g + 0.114 * b;

  yuv[0] = 16 + 219 * y;
  yuv[1] = 128 + 224 * (b - y) / 1.772;
  yuv[2] = 128 + 224 * (r - y) / 1.402;
}

static void
assert_plane (GstVideoFrame *frame, guint component, double wanted)
{
  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (frame, component); y++)
    for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (frame, component); x++) {
      const guint8 *data = GST_VIDEO_FRAME_COMP_DATA (frame, component);
      int stride = GST_VIDEO_FRAME_COMP_STRIDE (frame, component);
      int step = GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component);

      g_assert_cmpfloat_with_epsilon (data[y * stride + x * step], wanted,
                                      TOLERANCE);
    }
}

static GstBuffer *
make_buffer (GstVideoInfo *info, GstVideoFormat format, const Case *c)
{
  gst_video_info_set_format (info, format, c->to_width, c->to_height);
  return gst_buffer_new_allocate (NULL, info->size, NULL);
}

static VcFrame
make_frame (const Case *c)
{
  return (VcFrame){
    .width = c->width,
    .height = c->height,
    /* Wider than it must be, as in a frame that was rendered small. */
    .stride = 4 * c->width + 12,
    .pixels = g_malloc ((4 * c->width + 12) * c->height),
  };
}

static void
test_i420 (gconstpointer data)
{
  const Case *c = data;
  VcFrame frame = make_frame (c);
  VcConverter converter = {0};
  GstVideoInfo info;
  GstBuffer *buffer = make_buffer (&info, GST_VIDEO_FORMAT_I420, c);

  for (int i = 0; i < N_STEPS * N_STEPS * N_STEPS; i++) {
    guint8 rgb[] = {
      i % N_STEPS * 255 / (N_STEPS - 1),
      i / N_STEPS % N_STEPS * 255 / (N_STEPS - 1),
      i / N_STEPS / N_STEPS * 255 / (N_STEPS - 1),
    };
    GstVideoFrame mapped;
    double yuv[3];

    fill (&frame, rgb);
    compute_yuv (rgb, yuv);
    g_assert_true (
      gst_video_frame_map (&mapped, &info, buffer, GST_MAP_READWRITE));
    g_assert_true (vc_converter_convert (&converter, &frame, &mapped));
    for (guint component = 0; component < 3; component++)
      assert_plane (&mapped, component, yuv[component]);
    gst_video_frame_unmap (&mapped);
  }
  gst_buffer_unref (buffer);
  vc_converter_clear (&converter);
  g_free (frame.pixels);
}

static void
test_rgbx (gconstpointer data)
{
  const Case *c = data;
  static const guint8 rgb[] = {200, 100, 50};
  VcFrame frame = make_frame (c);
  VcConverter converter = {0};
  GstVideoInfo info;
  GstBuffer *buffer = make_buffer (&info, GST_VIDEO_FORMAT_RGBx, c);
  GstVideoFrame mapped;

  fill (&frame, rgb);
  g_assert_true (
    gst_video_frame_map (&mapped, &info, buffer, GST_MAP_READWRITE));
  g_assert_true (vc_converter_convert (&converter, &frame, &mapped));
  assert_plane (&mapped, 0, 200);
  assert_plane (&mapped, 1, 100);
  assert_plane (&mapped, 2, 50);
  gst_video_frame_unmap (&mapped);
  gst_buffer_unref (buffer);
  vc_converter_clear (&converter);
  g_free (frame.pixels);
}

/* What is on the left stays on the left, and grows. */
static void
test_geometry (void)
{
  static const Case c = {8, 4, 32, 16};
  static const guint8 black[3] = {0, 0, 0};
  VcFrame frame = make_frame (&c);
  VcConverter converter = {0};
  GstVideoInfo info;
  GstBuffer *buffer = make_buffer (&info, GST_VIDEO_FORMAT_I420, &c);
  GstVideoFrame mapped;
  guint8 *luma;
  int stride;

  fill (&frame, black);
  memset (frame.pixels, 255, 4 * 2);
  memset (frame.pixels + frame.stride, 255, 4 * 2);
  g_assert_true (
    gst_video_frame_map (&mapped, &info, buffer, GST_MAP_READWRITE));
  g_assert_true (vc_converter_convert (&converter, &frame, &mapped));
  luma = GST_VIDEO_FRAME_PLANE_DATA (&mapped, 0);
  stride = GST_VIDEO_FRAME_PLANE_STRIDE (&mapped, 0);
  g_assert_cmpuint (luma[0], >, 230);
  g_assert_cmpuint (luma[4 * stride + 4], >, 230);
  g_assert_cmpuint (luma[31], <, 20);
  g_assert_cmpuint (luma[15 * stride], <, 20);
  g_assert_cmpuint (luma[15 * stride + 31], <, 20);
  gst_video_frame_unmap (&mapped);
  gst_buffer_unref (buffer);
  vc_converter_clear (&converter);
  g_free (frame.pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *c = &cases[i];
    g_autofree char *sizes = g_strdup_printf (
      "%dx%d-to-%dx%d", c->width, c->height, c->to_width, c->to_height);
    g_autofree char *i420 = g_strconcat ("/convert/i420/", sizes, NULL);
    g_autofree char *rgbx = g_strconcat ("/convert/rgbx/", sizes, NULL);

    g_test_add_data_func (i420, c, test_i420);
    g_test_add_data_func (rgbx, c, test_rgbx);
  }
  g_test_add_func ("/convert/geometry", test_geometry);
  return g_test_run ();
}
