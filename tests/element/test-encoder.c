/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the encoders make: a frame out for each frame in, at once; key frames
 * only when asked for; colours that a browser reads right.
 */

#include <string.h>

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include "encoder.h"

#define WIDTH 640
#define HEIGHT 360
#define BITRATE 2000000
#define RAW_CAPS                                                               \
  "video/x-raw, format=I420, width=640, height=360, framerate=60/1, "          \
  "colorimetry=bt601"

typedef struct {
  GstHarness *harness;
  guint n_frames;
} Encoding;

static void
begin (Encoding *self, VcCodec codec)
{
  g_autoptr (GError) error = NULL;
  GstElement *encoder = vc_encoder_new (codec, BITRATE, 60.0, &error);

  g_assert_no_error (error);
  g_test_message ("%s", vc_encoder_get_name (encoder));
  self->harness = gst_harness_new_with_element (encoder, "sink", "src");
  self->n_frames = 0;
  gst_harness_set_src_caps_str (self->harness, RAW_CAPS);
}

/* Blocks that move cost bits. */
static GstBuffer *
create_picture (guint number)
{
  gsize size = WIDTH * HEIGHT * 3 / 2;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  memset (map.data, 128, size);
  for (guint y = 0; y < HEIGHT; y++) {
    for (guint x = 0; x < WIDTH; x++) {
      guint u = x + 3 * (number % 16);

      map.data[y * WIDTH + x] =
        16 + (u / 6 * 37 + y / 6 * 61 + u % 6 * 5) % 200;
    }
  }
  gst_buffer_unmap (buffer, &map);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (number, GST_SECOND, 60);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 60;

  return buffer;
}

/* Exactly one frame comes out, before the next goes in. */
static GstBuffer *
encode (Encoding *self)
{
  GstBuffer *buffer;

  g_assert_cmpint (
    gst_harness_push (self->harness, create_picture (self->n_frames)), ==,
    GST_FLOW_OK);
  buffer = gst_harness_try_pull (self->harness);
  g_assert_nonnull (buffer);
  g_assert_null (gst_harness_try_pull (self->harness));
  self->n_frames++;

  return buffer;
}

static gboolean
is_key (GstBuffer *buffer)
{
  return !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
}

static gsize
encode_many (Encoding *self, guint n, guint *n_keys)
{
  gsize size = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GstBuffer) buffer = encode (self);

    size += gst_buffer_get_size (buffer);
    *n_keys += is_key (buffer) ? 1 : 0;
  }

  return size;
}

static void
test_key_frames (gconstpointer data)
{
  Encoding encoding;
  guint n_keys = 0;

  begin (&encoding, GPOINTER_TO_INT (data));
  encode_many (&encoding, 1, &n_keys);
  g_assert_cmpuint (n_keys, ==, 1);
  encode_many (&encoding, 700, &n_keys);
  g_assert_cmpuint (n_keys, ==, 1);

  gst_harness_push_upstream_event (
    encoding.harness,
    gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE, 0));
  encode_many (&encoding, 1, &n_keys);
  g_assert_cmpuint (n_keys, ==, 2);
  encode_many (&encoding, 30, &n_keys);
  g_assert_cmpuint (n_keys, ==, 2);
  gst_harness_teardown (encoding.harness);
}

static void
test_bitrate (gconstpointer data)
{
  Encoding encoding;
  guint n_keys = 0;
  gsize before;
  gsize after;

  begin (&encoding, GPOINTER_TO_INT (data));
  encode_many (&encoding, 60, &n_keys);
  before = encode_many (&encoding, 60, &n_keys);
  g_assert_cmpuint (before * 8, <, BITRATE * 3 / 2);

  vc_encoder_set_target (encoding.harness->element, BITRATE / 4, 60);
  encode_many (&encoding, 60, &n_keys);
  after = encode_many (&encoding, 60, &n_keys);
  g_test_message ("%" G_GSIZE_FORMAT " B/s, then %" G_GSIZE_FORMAT " B/s",
                  before, after);
  g_assert_cmpuint (after, <, before * 2 / 3);
  g_assert_cmpuint (n_keys, ==, 1);
  gst_harness_teardown (encoding.harness);
}

/* In H.264 the stream says what its colours are; without that a browser takes
 * them for BT.709. VP8 cannot say it, and is taken for BT.601. */
static void
test_colours (void)
{
  Encoding encoding;
  GstHarness *parser = gst_harness_new ("h264parse");
  g_autoptr (GstBuffer) buffer = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstVideoColorimetry colorimetry;
  GstStructure *structure;

  begin (&encoding, VC_CODEC_H264);
  gst_harness_set_src_caps_str (
    parser, "video/x-h264, stream-format=byte-stream, alignment=au");
  gst_harness_push (parser, encode (&encoding));
  gst_harness_push (parser, encode (&encoding));
  buffer = gst_harness_pull (parser);
  caps = gst_pad_get_current_caps (parser->sinkpad);
  structure = gst_caps_get_structure (caps, 0);

  g_assert_cmpstr (gst_structure_get_string (structure, "profile"), ==,
                   "constrained-baseline");
  g_assert_true (gst_video_colorimetry_from_string (
    &colorimetry, gst_structure_get_string (structure, "colorimetry")));
  g_assert_cmpint (colorimetry.matrix, ==, GST_VIDEO_COLOR_MATRIX_BT601);
  g_assert_cmpint (colorimetry.range, ==, GST_VIDEO_COLOR_RANGE_16_235);
  g_assert_cmpint (colorimetry.primaries, ==,
                   GST_VIDEO_COLOR_PRIMARIES_SMPTE170M);
  gst_harness_teardown (encoding.harness);
  gst_harness_teardown (parser);
}

/* The size changes: a key frame, and nothing is held back. */
static void
test_new_size (gconstpointer data)
{
  Encoding encoding;
  g_autoptr (GstBuffer) buffer = NULL;
  GstBuffer *small;
  guint n_keys = 0;

  begin (&encoding, GPOINTER_TO_INT (data));
  encode_many (&encoding, 5, &n_keys);
  gst_harness_set_src_caps_str (
    encoding.harness, "video/x-raw, format=I420, width=320, height=240, "
                      "framerate=60/1, colorimetry=bt601");
  small = gst_buffer_new_allocate (NULL, 320 * 240 * 3 / 2, NULL);
  gst_buffer_memset (small, 0, 100, -1);
  GST_BUFFER_PTS (small) = GST_SECOND;
  g_assert_cmpint (gst_harness_push (encoding.harness, small), ==, GST_FLOW_OK);
  buffer = gst_harness_try_pull (encoding.harness);
  g_assert_nonnull (buffer);
  g_assert_true (is_key (buffer));
  gst_harness_teardown (encoding.harness);
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func)                                                        \
  g_test_add_data_func ("/encoder/" name "/h264",                              \
                        GINT_TO_POINTER (VC_CODEC_H264), func);                \
  g_test_add_data_func ("/encoder/" name "/vp8",                               \
                        GINT_TO_POINTER (VC_CODEC_VP8), func)

  ADD ("key-frames", test_key_frames);
  ADD ("bitrate", test_bitrate);
  ADD ("new-size", test_new_size);
  g_test_add_func ("/encoder/colours", test_colours);

  return g_test_run ();
}
