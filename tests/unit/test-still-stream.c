/* SPDX-License-Identifier: BSD-3-Clause */

#include "still-stream.h"

#include "frame-pool.h"
#include "still.h"

#define SHA256 "ab"

static void
on_changed (VcStillStream *stream, gpointer user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

static void
set_part (VcStillStream *stream, guint index, guint n_parts)
{
  guint8 byte = (guint8)('a' + index);
  g_autoptr (GBytes) file = g_bytes_new (&byte, 1);

  vc_still_stream_set_part (stream, index, n_parts, file);
}

static void
assert_readable (VcStillStream *stream, guint n)
{
  g_autoptr (GBytes) behind = vc_still_stream_read (stream, n);

  g_assert_null (behind);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) file = vc_still_stream_read (stream, i);
    guint8 byte = (guint8)('a' + i);

    g_assert_nonnull (file);
    g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file),
                     &byte, 1);
  }
}

static void
test_order (void)
{
  g_autoptr (VcStillStream) stream = vc_still_stream_new ();
  guint n_changes = 0;

  g_signal_connect (stream, "changed", G_CALLBACK (on_changed), &n_changes);
  set_part (stream, 0, 3);
  assert_readable (stream, 0);
  set_part (stream, 2, 3);
  vc_still_stream_set_sha256 (stream, SHA256);
  g_assert_cmpstr (vc_still_stream_get_sha256 (stream), ==, SHA256);
  assert_readable (stream, 1);
  g_assert_cmpuint (n_changes, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpint (vc_still_stream_get_state (stream), ==,
                   VC_STILL_STREAM_OPEN);
  set_part (stream, 1, 3);
  assert_readable (stream, 3);
  g_assert_cmpint (vc_still_stream_get_state (stream), ==,
                   VC_STILL_STREAM_WHOLE);
  vc_still_stream_break (stream);
  g_assert_cmpint (vc_still_stream_get_state (stream), ==,
                   VC_STILL_STREAM_WHOLE);
}

static void
test_break (void)
{
  g_autoptr (VcStillStream) stream = vc_still_stream_new ();
  guint n_changes = 0;

  g_signal_connect (stream, "changed", G_CALLBACK (on_changed), &n_changes);
  vc_still_stream_set_sha256 (stream, SHA256);
  set_part (stream, 0, 2);
  vc_still_stream_break (stream);
  g_assert_cmpint (vc_still_stream_get_state (stream), ==,
                   VC_STILL_STREAM_BROKEN);
  assert_readable (stream, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 1);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  VcStill **still = user_data;

  *still = vc_still_new_finish (result, NULL);
  g_assert_nonnull (*still);
}

/* What comes part by part is what comes at the end. */
static void
test_real (void)
{
  VcFramePool *pool = vc_frame_pool_new ();
  g_autoptr (VcFrame) frame = vc_frame_pool_acquire (pool, 320, 400);
  g_autoptr (VcStillStream) stream = vc_still_stream_new ();
  g_autoptr (VcStill) still = NULL;
  const guint8 *all;
  gsize begin = 0;

  vc_frame_pool_unref (pool);
  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->stride; x++)
      frame->pixels[y * frame->stride + x] = (guint8)(x * y);
  vc_still_new_async (frame, VC_STILL_WEBP, VC_STILL_SMALL, stream, NULL,
                      on_made, &still);
  while (still == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (vc_still_stream_get_state (stream), ==,
                   VC_STILL_STREAM_WHOLE);
  g_assert_cmpstr (vc_still_stream_get_sha256 (stream), ==, still->sha256);
  g_assert_cmpuint (still->n_parts, ==, 4);
  all = g_bytes_get_data (still->bytes, NULL);
  for (guint i = 0; i < still->n_parts; i++) {
    g_autoptr (GBytes) file = vc_still_stream_read (stream, i);

    g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file),
                     all + begin, still->parts[i]);
    begin += still->parts[i];
  }
  g_assert_cmpuint (begin, ==, g_bytes_get_size (still->bytes));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/still-stream/order", test_order);
  g_test_add_func ("/still-stream/break", test_break);
  g_test_add_func ("/still-stream/real", test_real);
  return g_test_run ();
}
