/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordQueue: the frames that wait for a recording's encoder.
 */

#include "record-queue.h"

/* An eighth of a second of frames, to get over a moment in which others need
 * the cores; of very large frames less, but two. */
#define MOST_FRAMES 8
#define LEAST_FRAMES 2
#define MOST_BYTES (64 * 1024 * 1024)

struct _VcRecordQueue {
  GMutex mutex;
  GCond cond;
  GQueue samples;
  gsize n_bytes;
  gboolean has_ended;
};

static gsize
measure (GstSample *sample)
{
  return gst_buffer_get_size (gst_sample_get_buffer (sample));
}

static GstSample *
take_locked (VcRecordQueue *self)
{
  GstSample *sample = g_queue_pop_head (&self->samples);

  if (sample != NULL)
    self->n_bytes -= measure (sample);
  return sample;
}

static gboolean
is_too_long_locked (VcRecordQueue *self)
{
  guint n = g_queue_get_length (&self->samples);

  return n > MOST_FRAMES || (n > LEAST_FRAMES && self->n_bytes > MOST_BYTES);
}

VcRecordQueue *
vc_record_queue_new (void)
{
  VcRecordQueue *self = g_new0 (VcRecordQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->samples);

  return self;
}

void
vc_record_queue_free (VcRecordQueue *self)
{
  g_queue_clear_full (&self->samples, (GDestroyNotify)gst_sample_unref);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
vc_record_queue_push (VcRecordQueue *self, GstSample *sample)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n_dropped = 0;

  if (self->has_ended)
    return 0;

  g_queue_push_tail (&self->samples, gst_sample_ref (sample));
  self->n_bytes += measure (sample);
  for (; is_too_long_locked (self); n_dropped++)
    gst_sample_unref (take_locked (self));
  g_cond_signal (&self->cond);

  return n_dropped;
}

void
vc_record_queue_end (VcRecordQueue *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->has_ended = TRUE;
  g_cond_signal (&self->cond);
}

void
vc_record_queue_abort (VcRecordQueue *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->has_ended = TRUE;
  g_queue_clear_full (&self->samples, (GDestroyNotify)gst_sample_unref);
  self->n_bytes = 0;
  g_cond_signal (&self->cond);
}

GstSample *
vc_record_queue_pop (VcRecordQueue *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (g_queue_is_empty (&self->samples) && !self->has_ended)
    g_cond_wait (&self->cond, &self->mutex);

  return take_locked (self);
}
