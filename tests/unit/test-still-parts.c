/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Exact stills: the window of chunks, what is said, and the files themselves.
 */

#include <json-glib/json-glib.h>
#include <png.h>
#include <string.h>
#include <webp/decode.h>

#include "chunk-window.h"
#include "frame-pool.h"
#include "still-text.h"
#include "still.h"

#define MS 1000

static void
test_chunks (void)
{
  static const struct {
    gsize size;
    guint n_chunks;
    gsize last;
  } table[] = {
    {1, 1, 1},       {4095, 1, 4095},   {4096, 1, 4096}, {4097, 2, 1},
    {8192, 2, 4096}, {250000, 62, 144}, {0, 0, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    VcChunkWindow window = {0};
    gsize sum = 0;
    gsize length = 0;

    vc_chunk_window_begin (&window, table[i].size);
    g_assert_cmpuint (window.n_chunks, ==, table[i].n_chunks);
    for (guint n = 1; vc_chunk_window_has_room (&window, 1e6); n++) {
      g_assert_cmpuint (vc_chunk_window_send (&window, n, &length), ==, sum);
      sum += length;
      g_assert_true (vc_chunk_window_ack (&window, n, n + 1));
    }
    g_assert_cmpuint (sum, ==, table[i].size);
    g_assert_cmpuint (length, ==, table[i].last);
    g_assert_true (vc_chunk_window_is_done (&window));
  }
}

/* Sends as long as there is room, and returns what is on its way then. */
static guint
fill (VcChunkWindow *window, double estimate, gint64 now)
{
  gsize length;

  while (vc_chunk_window_has_room (window, estimate))
    vc_chunk_window_send (window, now, &length);
  return window->n_sent - window->n_acked;
}

static void
test_flight (void)
{
  static const struct {
    double estimate;
    gint64 rtt_ms;
    guint wanted;
  } table[] = {
    {1.5e6, 150, 5}, {6e6, 40, 6}, {50e6, 20, 25}, {1e9, 100, 48},
    {100e3, 50, 2},  {8e6, 1, 2},  {0, 1000, 2},   {10e6, 50, 12},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    VcChunkWindow window = {0};

    vc_chunk_window_begin (&window, 1 << 20);
    /* Before the round trip is known. */
    g_assert_cmpuint (fill (&window, table[i].estimate, 0), ==, 2);
    /* It doubles, and then stays; a longer round trip does not widen it. */
    for (guint n = 1; n < 100; n++) {
      g_assert_true (
        vc_chunk_window_ack (&window, n,
                             window.sent_us[(n - 1) % VC_CHUNK_FLIGHT_MAX] +
                               table[i].rtt_ms * MS * (n == 1 ? 1 : 2)));
      window.extra = 0;
      g_assert_cmpuint (
        fill (&window, table[i].estimate, n * 1000 * MS), ==,
        MIN (table[i].wanted, n + MAX (table[i].wanted / 2, 2)));
    }
  }
}

/**
 * Sends a file over a link of @rate bits per second with a round trip of
 * @rtt_us, and returns the most that a chunk waited in the link's queue.
 */
static gint64
transmit (VcChunkWindow *window, gsize size, double rate, gint64 rtt_us,
          double estimate)
{
  gint64 arrivals[300];
  gint64 free_us = 0, now = 0, worst = 0;

  vc_chunk_window_begin (window, size);
  while (!vc_chunk_window_is_done (window)) {
    while (vc_chunk_window_has_room (window, estimate)) {
      guint n = window->n_sent;
      gsize length;

      vc_chunk_window_send (window, now, &length);
      worst = MAX (worst, free_us - now);
      free_us = MAX (free_us, now) + 8e6 * length / rate;
      arrivals[n] = free_us + rtt_us;
    }
    now = arrivals[window->n_acked];
    g_assert_true (vc_chunk_window_ack (window, window->n_acked + 1, now));
  }
  return worst;
}

/* An estimate that is too low costs little, and nowhere a queue builds up. */
static void
test_growth (void)
{
  static const struct {
    double rate;
    gint64 rtt_ms;
    double estimate;
    gint64 most_ms;
    gint64 queue_ms;
  } table[] = {
    {1e9, 1, 8e6, 20, 5},          {50e6, 20, 8e6, 170, 15},
    {6e6, 40, 5e6, 600, 40},       {12e6, 60, 8e6, 500, 40},
    {1.5e6, 150, 1.3e6, 2600, 50},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    VcChunkWindow window = {0};
    gint64 queue = transmit (&window, 330000, table[i].rate,
                             table[i].rtt_ms * MS, table[i].estimate);

    g_test_message ("%g Mb/s: %g ms at %g Mb/s, queue %" G_GINT64_FORMAT " us",
                    table[i].rate / 1e6, 8e3 * 330000 / window.rate,
                    window.rate / 1e6, queue);
    g_assert_cmpfloat (8e3 * 330000 / window.rate, <, table[i].most_ms);
    g_assert_cmpint (queue, <, table[i].queue_ms * MS);
  }
}

/* What the first one found out, the second need not. */
static void
test_second_file (void)
{
  VcChunkWindow window = {0};
  double first;

  transmit (&window, 330000, 50e6, 20 * MS, 8e6);
  first = window.rate;
  transmit (&window, 330000, 50e6, 20 * MS, 8e6);
  g_test_message ("%g and %g Mb/s", first / 1e6, window.rate / 1e6);
  g_assert_cmpfloat (window.rate, >, 1.1 * first);
}

static void
test_loss (void)
{
  static const struct {
    gint64 rtt_ms;
    double loss;
    double estimate;
    gboolean is_slowed;
  } table[] = {
    {0, 0, 8e6, FALSE},       {1, 0.01, 8e6, FALSE}, {40, 0.001, 6e6, FALSE},
    {150, 0.01, 1.5e6, TRUE}, {50, 0.05, 8e6, TRUE}, {60, 0, 12e6, FALSE},
    {1, 0.03, 1e6, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (vc_chunk_is_slowed (table[i].rtt_ms * MS, table[i].loss,
                                         table[i].estimate),
                     ==, table[i].is_slowed);
}

static void
test_wrong_acks (void)
{
  static const gint64 wrong[] = {0, -1, G_MININT64,  G_MAXINT64,
                                 3, 64, G_MAXUINT32, (gint64)G_MAXUINT32 + 3};
  VcChunkWindow window = {0};

  g_assert_false (vc_chunk_window_ack (&window, 1, 0));
  vc_chunk_window_begin (&window, 1 << 20);
  fill (&window, 1e6, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (vc_chunk_window_ack (&window, wrong[i], 5 * MS));
    g_assert_cmpuint (window.n_acked, ==, 0);
    g_assert_cmpuint (fill (&window, 1e6, 0), ==, 2);
  }
  g_assert_true (vc_chunk_window_ack (&window, 2, 5 * MS));
  g_assert_false (vc_chunk_window_ack (&window, 2, 5 * MS));
  g_assert_false (vc_chunk_window_ack (&window, 1, 5 * MS));
}

static void
test_head (void)
{
  static const gsize parts[] = {100000, 150000};
  VcStillHead head = {
    .id = 17,
    .rtp = 4294967295,
    .seq = 5,
    .width = 1280,
    .height = 720,
    .type = "image/webp",
    .size = 250000,
    .parts = parts,
    .n_parts = 2,
    .n_chunks = 62,
    .sha256 = "ab",
  };
  g_autofree char *chunks = vc_still_head_to_text (&head);
  g_autofree char *http = NULL;
  g_autofree char *again = vc_still_build_again (17, 6);

  g_assert_cmpstr (
    chunks, ==,
    "{\"still\":{\"id\":17,\"rtp\":4294967295,\"seq\":5,\"width\":1280,"
    "\"height\":720,\"type\":\"image/webp\",\"size\":250000,"
    "\"sha256\":\"ab\",\"parts\":[100000,150000],\"chunks\":62}}");
  head.n_chunks = 0;
  http = vc_still_head_to_text (&head);
  g_assert_nonnull (strstr (http, ",\"path\":\"api/v1/stills/17\"}}"));
  g_assert_null (strstr (http, "chunks"));
  g_assert_cmpstr (again, ==, "{\"again\":17,\"seq\":6}");
  g_assert_cmpstr (vc_still_get_phase_text (VC_PHASE_REFINING), ==,
                   "{\"phase\":\"refining\"}");
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    gboolean is_good;
    VcStillWordKind kind;
    gint64 id;
    gint64 n_chunks;
  } table[] = {
    {"{\"ack\":17,\"chunks\":3}", TRUE, VC_STILL_WORD_ACK, 17, 3},
    {"{\"chunks\":0,\"ack\":-1,\"x\":[]}", TRUE, VC_STILL_WORD_ACK, -1, 0},
    {"{\"ack\":9223372036854775807,\"chunks\":1}", TRUE, VC_STILL_WORD_ACK,
     G_MAXINT64, 1},
    {"{\"channel\":17}", TRUE, VC_STILL_WORD_CHANNEL, 17, 0},
    {"{\"fetch\":true}", TRUE, VC_STILL_WORD_FETCH, 0, 0},
    {"{\"ack\":17}"},
    {"{\"chunks\":3}"},
    {"{\"ack\":\"17\",\"chunks\":3}"},
    {"{\"ack\":17,\"chunks\":[3]}"},
    {"{\"ack\":1.5,\"chunks\":3}"},
    {"{\"ack\":1e400,\"chunks\":3}"},
    {"{\"channel\":null}"},
    {"{}"},
    {"[]"},
    {"[17]"},
    {"17"},
    {""},
    {"{"},
    {"null"},
    {"{\"ack\":17,\"chunks\":3}x"},
    {"{\"ack\":17,\"chunks\":3,\"x\":[[[[]]]]}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    VcStillWord word = {0};
    gboolean is_good = vc_still_word_parse (&word, table[i].text,
                                            strlen (table[i].text), &error);

    g_test_message ("%s", table[i].text);
    g_assert_cmpint (is_good, ==, table[i].is_good);
    g_assert_cmpint (error == NULL, ==, is_good);
    if (!is_good)
      continue;
    g_assert_cmpint (word.kind, ==, table[i].kind);
    g_assert_cmpint (word.id, ==, table[i].id);
    if (word.kind == VC_STILL_WORD_ACK)
      g_assert_cmpint (word.n_chunks, ==, table[i].n_chunks);
  }
}

static VcFrame *
make_frame (int width, int height)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (width * height);
  VcFramePool *pool = vc_frame_pool_new ();
  VcFrame *frame = vc_frame_pool_acquire (pool, width, height + 1);

  vc_frame_pool_unref (pool);
  frame->height = height;
  frame->id = 42;
  /* Smooth, noisy, and with alpha that is not to matter. */
  for (int y = 0; y < height; y++)
    for (int x = 0; x < frame->stride; x++)
      frame->pixels[y * frame->stride + x] =
        y % 3 == 0 ? x + y : g_rand_int_range (random, 0, 256);
  return frame;
}

static GBytes *
decode_png (const VcStill *still)
{
  png_image image = {.version = PNG_IMAGE_VERSION};
  gsize size;
  const void *data = g_bytes_get_data (still->bytes, &size);
  guint8 *pixels;

  g_assert_true (png_image_begin_read_from_memory (&image, data, size));
  g_assert_cmpuint (image.format, ==, PNG_FORMAT_RGB);
  g_assert_cmpint (image.width, ==, still->width);
  g_assert_cmpint (image.height, ==, still->height);
  pixels = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, pixels, 0, NULL));
  return g_bytes_new_take (pixels, PNG_IMAGE_SIZE (image));
}

static GBytes *
decode_webp (const VcStill *still)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (still->bytes, &size);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize begin = 0;

  for (guint i = 0; i < still->n_parts; i++) {
    int width, height;
    guint8 *pixels =
      WebPDecodeRGB (data + begin, still->parts[i], &width, &height);

    g_assert_nonnull (pixels);
    g_assert_cmpint (width, ==, still->width);
    g_byte_array_append (all, pixels, 3 * width * height);
    WebPFree (pixels);
    begin += still->parts[i];
  }
  g_assert_cmpuint (begin, ==, size);
  g_assert_cmpuint (all->len, ==, 3 * still->width * still->height);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
assert_exact (const VcFrame *frame, VcStillFormat format, VcStillEffort effort)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still =
    vc_still_new (frame, format, effort, NULL, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;
  const guint8 *pixels;

  g_assert_no_error (error);
  g_assert_cmpuint (still->id, ==, 42);
  bytes = format == VC_STILL_PNG ? decode_png (still) : decode_webp (still);
  pixels = g_bytes_get_data (bytes, NULL);
  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->width; x++)
      g_assert_cmpmem (pixels + 3 * (y * frame->width + x), 3,
                       frame->pixels + y * frame->stride + 4 * x, 3);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_assert_cmpstr (still->sha256, ==, sha256);
}

static void
test_exact (void)
{
  static const int sizes[][2] = {{1, 1}, {2, 2}, {17, 5}, {640, 480}};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (VcFrame) frame = make_frame (sizes[i][0], sizes[i][1]);

    assert_exact (frame, VC_STILL_PNG, VC_STILL_FAST);
    assert_exact (frame, VC_STILL_WEBP, VC_STILL_FAST);
    assert_exact (frame, VC_STILL_WEBP, VC_STILL_SMALL);
  }
}

static void
test_strips (void)
{
  static const struct {
    int height;
    guint n_parts;
  } table[] = {{1, 1}, {179, 1}, {180, 2}, {720, 8}, {4320, 16}};

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (VcFrame) frame = make_frame (4, table[i].height);
    g_autoptr (VcStill) still =
      vc_still_new (frame, VC_STILL_WEBP, VC_STILL_FAST, NULL, NULL);

    g_assert_cmpuint (still->n_parts, ==, table[i].n_parts);
    assert_exact (frame, VC_STILL_WEBP, VC_STILL_FAST);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (VcFrame) frame = make_frame (64, 64);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vc_still_new (frame, i == 0 ? VC_STILL_PNG : VC_STILL_WEBP,
                                 VC_STILL_FAST, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chunk-window/chunks", test_chunks);
  g_test_add_func ("/chunk-window/flight", test_flight);
  g_test_add_func ("/chunk-window/growth", test_growth);
  g_test_add_func ("/chunk-window/second-file", test_second_file);
  g_test_add_func ("/chunk-window/loss", test_loss);
  g_test_add_func ("/chunk-window/wrong-acks", test_wrong_acks);
  g_test_add_func ("/still-text/head", test_head);
  g_test_add_func ("/still-text/words", test_words);
  g_test_add_func ("/still/exact", test_exact);
  g_test_add_func ("/still/strips", test_strips);
  g_test_add_func ("/still/cancelled", test_cancelled);
  return g_test_run ();
}
