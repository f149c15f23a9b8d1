/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFramePool: recycles the memory of frames.
 */

#include "frame-pool.h"

#include <stdlib.h>
#include <string.h>

/* One in the mailbox, one at the taker, one kept for latecomers, one rendered
 * into. */
#define N_FREE_MAX 4

/* What SIMD code of all kinds likes. */
#define ALIGNMENT 64

typedef struct {
  VcFrame frame;
  gint n_refs;
  gsize size;
  VcFramePool *pool;
} PooledFrame;

struct _VcFramePool {
  gint n_refs;
  GMutex lock;
  guint n_free;
  PooledFrame *free[N_FREE_MAX];
};

G_DEFINE_BOXED_TYPE (VcFrame, vc_frame, vc_frame_ref, vc_frame_unref)

static void
free_frame (PooledFrame *frame)
{
  free (frame->frame.pixels);
  g_free (frame);
}

static PooledFrame *
new_frame (gsize size)
{
  PooledFrame *frame;
  void *pixels;

  if (posix_memalign (&pixels, ALIGNMENT, size) != 0)
    return NULL;
  frame = g_new0 (PooledFrame, 1);
  frame->frame.pixels = pixels;
  frame->size = size;
  return frame;
}

/* Frames of another size are of no use any more. */
static PooledFrame *
pop_frame (VcFramePool *self, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->n_free > 0) {
    PooledFrame *frame = self->free[--self->n_free];

    if (frame->size == size)
      return frame;
    free_frame (frame);
  }
  return NULL;
}

static gboolean
push_frame (VcFramePool *self, PooledFrame *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_free == N_FREE_MAX)
    return FALSE;
  self->free[self->n_free++] = frame;
  return TRUE;
}

VcFramePool *
vc_frame_pool_new (void)
{
  VcFramePool *self = g_new0 (VcFramePool, 1);

  self->n_refs = 1;
  g_mutex_init (&self->lock);
  return self;
}

void
vc_frame_pool_unref (VcFramePool *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  vc_frame_pool_trim (self);
  g_mutex_clear (&self->lock);
  g_free (self);
}

VcFrame *
vc_frame_pool_acquire (VcFramePool *self, int width, int height)
{
  gsize size = (gsize)4 * width * height;
  PooledFrame *frame = pop_frame (self, size);
  guint8 *pixels;

  if (!frame)
    frame = new_frame (size);
  if (!frame)
    return NULL;
  g_atomic_int_inc (&self->n_refs);
  frame->pool = self;
  frame->n_refs = 1;
  pixels = frame->frame.pixels;
  frame->frame = (VcFrame){
    .pixels = pixels,
    .stride = 4 * width,
    .width = width,
    .height = height,
    .view_width = width,
    .view_height = height,
  };
  return &frame->frame;
}

guint
vc_frame_pool_get_n_free (VcFramePool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_free;
}

void
vc_frame_pool_trim (VcFramePool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->n_free > 0)
    free_frame (self->free[--self->n_free]);
}

VcFrame *
vc_frame_ref (VcFrame *self)
{
  PooledFrame *frame = (PooledFrame *)self;

  g_return_val_if_fail (self, NULL);

  g_atomic_int_inc (&frame->n_refs);
  return self;
}

void
vc_frame_unref (VcFrame *self)
{
  PooledFrame *frame = (PooledFrame *)self;
  VcFramePool *pool;

  g_return_if_fail (self);

  if (!g_atomic_int_dec_and_test (&frame->n_refs))
    return;
  pool = g_steal_pointer (&frame->pool);
  if (!push_frame (pool, frame))
    free_frame (frame);
  vc_frame_pool_unref (pool);
}
