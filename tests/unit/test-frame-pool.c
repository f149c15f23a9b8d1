/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Frames come back to their pool, from any thread and after its end.
 */

#include "frame-pool.h"

#include <string.h>

#define N_ROUNDS 2000

static void
test_reuse (void)
{
  g_autoptr (VcFramePool) pool = vc_frame_pool_new ();
  VcFrame *frame = vc_frame_pool_acquire (pool, 64, 32);
  guint8 *pixels = frame->pixels;

  g_assert_cmpint (frame->stride, ==, 256);
  frame->id = 7;
  frame->seq = 8;
  memset (frame->pixels, 1, 64 * 32 * 4);
  vc_frame_unref (frame);
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), ==, 1);

  frame = vc_frame_pool_acquire (pool, 64, 32);
  g_assert_true (frame->pixels == pixels);
  g_assert_cmpuint (frame->id, ==, 0);
  g_assert_cmpuint (frame->seq, ==, 0);
  vc_frame_unref (frame);
}

static void
test_other_size (void)
{
  g_autoptr (VcFramePool) pool = vc_frame_pool_new ();

  vc_frame_unref (vc_frame_pool_acquire (pool, 64, 32));
  vc_frame_unref (vc_frame_pool_acquire (pool, 1, 1));
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), ==, 1);
  vc_frame_pool_trim (pool);
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), ==, 0);
}

static void
test_bounded (void)
{
  g_autoptr (VcFramePool) pool = vc_frame_pool_new ();
  VcFrame *frames[20];

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    frames[i] = vc_frame_pool_acquire (pool, 8, 8);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    vc_frame_unref (frames[i]);
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), <=, 4);
}

static void
test_outlives_pool (void)
{
  VcFramePool *pool = vc_frame_pool_new ();
  g_autoptr (VcFrame) frame = vc_frame_pool_acquire (pool, 8, 8);
  g_autoptr (VcFrame) second = vc_frame_pool_acquire (pool, 8, 8);

  vc_frame_pool_unref (pool);
  memset (frame->pixels, 1, 8 * 8 * 4);
  memset (second->pixels, 1, 8 * 8 * 4);
}

static void
test_boxed (void)
{
  g_autoptr (VcFramePool) pool = vc_frame_pool_new ();
  VcFrame *frame = vc_frame_pool_acquire (pool, 8, 8);
  VcFrame *copy = g_boxed_copy (VC_TYPE_FRAME, frame);

  g_assert_true (copy == frame);
  vc_frame_unref (frame);
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), ==, 0);
  g_boxed_free (VC_TYPE_FRAME, copy);
  g_assert_cmpuint (vc_frame_pool_get_n_free (pool), ==, 1);
}

static gpointer
drop_frames (gpointer data)
{
  GAsyncQueue *queue = data;
  VcFrame *frame;

  while ((frame = g_async_queue_pop (queue))->id != 0)
    vc_frame_unref (frame);
  vc_frame_unref (frame);
  return NULL;
}

static void
test_threads (void)
{
  VcFramePool *pool = vc_frame_pool_new ();
  GAsyncQueue *queue = g_async_queue_new ();
  GThread *thread = g_thread_new ("drop", drop_frames, queue);

  for (guint i = 0; i <= N_ROUNDS; i++) {
    VcFrame *frame = vc_frame_pool_acquire (pool, 16 + i % 2, 16);

    frame->id = N_ROUNDS - i;
    vc_frame_ref (frame);
    g_async_queue_push (queue, frame);
    vc_frame_unref (frame);
  }
  vc_frame_pool_unref (pool);
  g_thread_join (thread);
  g_async_queue_unref (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame-pool/reuse", test_reuse);
  g_test_add_func ("/frame-pool/other-size", test_other_size);
  g_test_add_func ("/frame-pool/bounded", test_bounded);
  g_test_add_func ("/frame-pool/outlives-pool", test_outlives_pool);
  g_test_add_func ("/frame-pool/boxed", test_boxed);
  g_test_add_func ("/frame-pool/threads", test_threads);
  return g_test_run ();
}
