/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccSender: buffers and events that wait until the pacer lets them go.
 */

#include "sender.h"

#include "feedback.h"
#include "pacer.h"
#include "stats.h"

#define NOTIFY_STEP 0.01
#define LEAST_SLEEP_US 500

/* All is guarded by @lock; @change wakes who waits. */
struct _GccSender {
  GstClock *clock;
  GMutex lock;
  GCond change;
  GQueue waiting; /* GstBuffer and serialized GstEvent */
  guint drops;    /* how often it was emptied */
  GstFlowReturn flow;
  gboolean finishing; /* an EOS waits, or went out */
  GccBounds bounds;
  GccEstimator estimator;
  GccPacer pacer;
  gint64 tick_us;
  double told;
};

/* The clock with which rtpsession stamps local-ts. */
static gint64
get_now (GccSender *self)
{
  return (gint64)(gst_clock_get_time (self->clock) / GST_USECOND);
}

static gsize
get_wire_size (GstBuffer *buffer)
{
  return gst_buffer_get_size (buffer) + GCC_PACKET_OVERHEAD;
}

/* The three bounds may be set in any order. */
static GccBounds
get_ordered_bounds (GccSender *self)
{
  GccBounds bounds = self->bounds;

  bounds.maximum = MAX (bounds.maximum, bounds.minimum);
  bounds.start = CLAMP (bounds.start, bounds.minimum, bounds.maximum);
  return bounds;
}

/* To be called after each change of the estimator. */
static GccChange
follow_estimate (GccSender *self, gint64 now_us)
{
  double estimate = gcc_estimator_get (&self->estimator);

  gcc_pacer_set_rate (&self->pacer, now_us, estimate);
  g_cond_broadcast (&self->change);
  if (ABS (estimate - self->told) < NOTIFY_STEP * self->told)
    return GCC_CHANGE_NONE;
  self->told = estimate;
  return GCC_CHANGE_ESTIMATE;
}

/* As in GStreamer's queue: stream-start, caps and tags outlive a flush, a
 * segment and the end do not. */
static gboolean
outlives_flush (GstMiniObject *object)
{
  return GST_IS_EVENT (object) && GST_EVENT_IS_STICKY (object) &&
         GST_EVENT_TYPE (object) != GST_EVENT_SEGMENT &&
         GST_EVENT_TYPE (object) != GST_EVENT_EOS;
}

static gboolean
is_discarded (GstMiniObject *object, GccDiscard discard)
{
  switch (discard) {
  case GCC_DISCARD_DATA:
    return !outlives_flush (object);
  case GCC_DISCARD_PACKETS:
    return GST_IS_BUFFER (object);
  case GCC_DISCARD_ALL:
    break;
  }

  return TRUE;
}

static void
clear_waiting (GccSender *self, GccDiscard discard)
{
  for (GList *l = self->waiting.head; l != NULL;) {
    GList *next = l->next;
    if (is_discarded (l->data, discard)) {
      gst_mini_object_unref (l->data);
      g_queue_delete_link (&self->waiting, l);
    }
    l = next;
  }
  gcc_pacer_clear (&self->pacer);
  if (discard != GCC_DISCARD_PACKETS)
    self->finishing = FALSE;
}

static void
sleep_for (GccSender *self, gint64 wait_us)
{
  if (wait_us < 0)
    g_cond_wait (&self->change, &self->lock);
  else
    g_cond_wait_until (&self->change, &self->lock,
                       g_get_monotonic_time () + MAX (wait_us, LEAST_SLEEP_US));
}

static GccChange
tick (GccSender *self, gint64 now_us)
{
  gint64 wait_us = gcc_estimator_get_tick (&self->estimator, now_us);

  if (wait_us < 0 || now_us < self->tick_us)
    return GCC_CHANGE_NONE;
  gcc_estimator_tick (&self->estimator, now_us);
  self->tick_us = now_us + wait_us;
  return follow_estimate (self, now_us);
}

/* Microseconds until the head of the queue may go; 0 = now, −1 = there is
 * nothing to wait for but a change. */
static gint64
get_wait (GccSender *self, gint64 now_us)
{
  GstMiniObject *head = g_queue_peek_head (&self->waiting);
  gint64 tick_us = gcc_estimator_get_tick (&self->estimator, now_us);

  if (head == NULL)
    return tick_us < 0 ? -1 : MAX (self->tick_us - now_us, 1);
  if (GST_IS_EVENT (head))
    return 0;

  double probe = gcc_probe_begin (&self->estimator.probe, now_us,
                                  self->pacer.bytes, self->pacer.packets);
  gcc_pacer_set_probe (&self->pacer, now_us, probe);
  gint64 wait_us = gcc_pacer_get_wait (
    &self->pacer, now_us,
    gcc_estimator_is_congested (&self->estimator) ? GCC_PACER_BLOCKED
                                                  : GCC_PACER_OPEN);
  return MAX (wait_us, gcc_estimator_get_pause (&self->estimator, now_us));
}

static GstMiniObject *
take_head (GccSender *self, gint64 now_us)
{
  GstMiniObject *head = g_queue_pop_head (&self->waiting);

  if (GST_IS_BUFFER (head)) {
    gsize size = get_wire_size (GST_BUFFER_CAST (head));
    gcc_pacer_take (&self->pacer, now_us, size);
    gcc_estimator_on_sent (&self->estimator, now_us, size, self->pacer.packets);
    g_cond_broadcast (&self->change);
  }
  return head;
}

GccSender *
gcc_sender_new (const GccBounds *bounds)
{
  GccSender *self = g_new0 (GccSender, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->change);
  g_queue_init (&self->waiting);
  self->clock = gst_system_clock_obtain ();
  self->flow = GST_FLOW_FLUSHING;
  self->bounds = *bounds;
  gcc_sender_reset (self);
  return self;
}

void
gcc_sender_free (GccSender *self)
{
  clear_waiting (self, GCC_DISCARD_ALL);
  gst_object_unref (self->clock);
  g_cond_clear (&self->change);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
gcc_sender_reset (GccSender *self)
{
  g_mutex_lock (&self->lock);
  gint64 now_us = get_now (self);
  GccBounds bounds = get_ordered_bounds (self);
  gcc_estimator_init (&self->estimator, now_us, &bounds);
  gcc_pacer_init (&self->pacer, now_us, bounds.start);
  self->told = bounds.start;
  self->tick_us = now_us;
  g_mutex_unlock (&self->lock);
}

void
gcc_sender_set_flow (GccSender *self, GstFlowReturn flow, GccDiscard discard)
{
  g_mutex_lock (&self->lock);
  self->flow = flow;
  clear_waiting (self, discard);
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
}

gboolean
gcc_sender_fail (GccSender *self, GstFlowReturn flow)
{
  g_mutex_lock (&self->lock);
  gboolean finishing = self->finishing;
  if (self->flow == GST_FLOW_OK)
    self->flow = flow;
  clear_waiting (self, GCC_DISCARD_DATA);
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
  return finishing;
}

/* Takes a reference of @buffer if it returns GST_FLOW_OK and nothing was
 * dropped since there had been @drops. */
static GstFlowReturn
push_locked (GccSender *self, GstBuffer *buffer, guint drops)
{
  while (self->flow == GST_FLOW_OK && self->drops == drops &&
         gcc_pacer_is_full (&self->pacer))
    g_cond_wait (&self->change, &self->lock);
  GstFlowReturn flow =
    self->flow == GST_FLOW_OK && self->finishing ? GST_FLOW_EOS : self->flow;
  if (flow == GST_FLOW_OK && self->drops == drops) {
    gcc_pacer_push (&self->pacer, get_wire_size (buffer));
    g_queue_push_tail (&self->waiting, gst_buffer_ref (buffer));
    g_cond_broadcast (&self->change);
  }
  return flow;
}

GstFlowReturn
gcc_sender_push (GccSender *self, GstBuffer *buffer)
{
  g_mutex_lock (&self->lock);
  GstFlowReturn flow = push_locked (self, buffer, self->drops);
  g_mutex_unlock (&self->lock);

  gst_buffer_unref (buffer);
  return flow;
}

GstFlowReturn
gcc_sender_push_list (GccSender *self, GstBufferList *list)
{
  guint n = gst_buffer_list_length (list);
  GstFlowReturn flow = GST_FLOW_OK;

  g_mutex_lock (&self->lock);
  guint drops = self->drops;
  for (guint i = 0; i < n && flow == GST_FLOW_OK; i++)
    flow = push_locked (self, gst_buffer_list_get (list, i), drops);
  g_mutex_unlock (&self->lock);

  gst_buffer_list_unref (list);
  return flow;
}

void
gcc_sender_drop_waiting (GccSender *self)
{
  g_mutex_lock (&self->lock);
  clear_waiting (self, GCC_DISCARD_PACKETS);
  self->drops++;
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
}

gboolean
gcc_sender_push_event (GccSender *self, GstEvent *event)
{
  g_mutex_lock (&self->lock);
  gboolean accepted = self->flow == GST_FLOW_OK;
  if (accepted) {
    if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
      self->finishing = TRUE;
    else if (GST_EVENT_TYPE (event) == GST_EVENT_STREAM_START)
      self->finishing = FALSE;
    g_queue_push_tail (&self->waiting, g_steal_pointer (&event));
    g_cond_broadcast (&self->change);
  }
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&event, gst_event_unref);
  return accepted;
}

GstMiniObject *
gcc_sender_wait_next (GccSender *self, GccChange *change)
{
  GstMiniObject *next = NULL;

  *change = GCC_CHANGE_NONE;
  g_mutex_lock (&self->lock);
  while (self->flow == GST_FLOW_OK) {
    gint64 now_us = get_now (self);
    *change = tick (self, now_us);
    if (*change != GCC_CHANGE_NONE)
      break;
    gint64 wait_us = get_wait (self, now_us);
    if (wait_us == 0) {
      next = take_head (self, now_us);
      break;
    }
    sleep_for (self, wait_us);
  }
  g_mutex_unlock (&self->lock);
  return next;
}

GccChange
gcc_sender_take_feedback (GccSender *self, const GccPacket *packets,
                          guint n_packets)
{
  g_mutex_lock (&self->lock);
  gint64 now_us = get_now (self);
  gcc_estimator_on_feedback (&self->estimator, now_us, packets, n_packets);
  GccChange change = follow_estimate (self, now_us);
  g_mutex_unlock (&self->lock);
  return change;
}

GccBounds
gcc_sender_get_bounds (GccSender *self)
{
  g_mutex_lock (&self->lock);
  GccBounds bounds = self->bounds;
  g_mutex_unlock (&self->lock);
  return bounds;
}

GccChange
gcc_sender_set_bounds (GccSender *self, const GccBounds *bounds)
{
  g_mutex_lock (&self->lock);
  self->bounds = *bounds;
  GccBounds ordered = get_ordered_bounds (self);
  gcc_estimator_set_bounds (&self->estimator, &ordered);
  GccChange change = follow_estimate (self, get_now (self));
  g_mutex_unlock (&self->lock);
  return change;
}

gboolean
gcc_sender_is_empty (GccSender *self)
{
  g_mutex_lock (&self->lock);
  gboolean empty = g_queue_is_empty (&self->waiting);
  g_mutex_unlock (&self->lock);
  return empty;
}

guint
gcc_sender_get_estimate (GccSender *self)
{
  g_mutex_lock (&self->lock);
  guint estimate = (guint)gcc_estimator_get (&self->estimator);
  g_mutex_unlock (&self->lock);
  return estimate;
}

GstClockTime
gcc_sender_get_delay (GccSender *self)
{
  g_mutex_lock (&self->lock);
  gint64 now_us = get_now (self);
  gint64 delay_us = gcc_pacer_get_delay (&self->pacer, now_us);
  if (delay_us > 0)
    delay_us += gcc_estimator_get_pause (&self->estimator, now_us);
  g_mutex_unlock (&self->lock);
  return (GstClockTime)delay_us * GST_USECOND;
}

GstStructure *
gcc_sender_get_stats (GccSender *self)
{
  g_mutex_lock (&self->lock);
  GstStructure *stats =
    gcc_stats_new (&self->estimator, &self->pacer, get_now (self));
  g_mutex_unlock (&self->lock);
  return stats;
}
