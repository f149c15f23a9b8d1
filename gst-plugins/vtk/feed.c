/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFeed: hands the frames of a view to a streaming thread.
 */

#include "feed.h"

#include "location.h"

/* A scene that is never at rest is shown as it is. */
#define PATIENCE_US G_USEC_PER_SEC

#define DEFAULT_WIDTH 1280
#define DEFAULT_HEIGHT 720

struct _VcFeed {
  gint n_refs;
  VcView *view;
  gboolean owns_view;
  GCancellable *cancellable;

  GMutex lock;
  gboolean is_flushing;
  gboolean is_repeat_due;
  gboolean has_shown;
  char *failure;

  /* The taker's. */
  guint64 last_id;
  gint64 ready_us;
};

static VcFeed *
alloc_feed (void)
{
  VcFeed *self = g_new0 (VcFeed, 1);

  self->n_refs = 1;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  self->is_repeat_due = TRUE;
  return self;
}

/* Called in the render thread. */
static void
on_scene_status (VcScene *scene, const VcStatus *status, gpointer user_data)
{
  VcFeed *self = user_data;
  gboolean has_failed;

  g_mutex_lock (&self->lock);
  has_failed = status->kind == VC_STATUS_FAILED && !self->has_shown;
  if (has_failed) {
    g_free (self->failure);
    self->failure = g_strdup (status->text);
  }
  g_mutex_unlock (&self->lock);

  if (has_failed)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
open_location (VcFeed *self, const VcSourceSettings *settings, GError **error)
{
  g_autoptr (VcScene) scene =
    vc_location_open (settings->location, settings->gpu, error);
  g_autoptr (GError) reason = NULL;

  if (!scene)
    return FALSE;
  self->owns_view = TRUE;
  g_signal_connect (scene, "status", G_CALLBACK (on_scene_status), self);
  self->view =
    vc_view_new (scene, settings->width ? settings->width : DEFAULT_WIDTH,
                 settings->height ? settings->height : DEFAULT_HEIGHT, &reason);
  if (!self->view)
    g_set_error_literal (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT,
                         reason->message);
  return self->view != NULL;
}

static gboolean
take_repeat (VcFeed *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean is_due = self->is_repeat_due;

  self->is_repeat_due = FALSE;
  return is_due;
}

static VcFrame *
next_frame (VcFeed *self, GError **error)
{
  if (take_repeat (self)) {
    VcFrame *newest = vc_view_dup_frame (self->view);

    self->last_id = 0;
    if (newest)
      return newest;
  }
  return vc_view_take_frame (self->view, self->cancellable, error);
}

/* Not what was handed out already, nor a picture in a size that is past. */
static gboolean
is_news (VcFeed *self, const VcFrame *frame)
{
  int width, height;

  vc_view_get_size (self->view, &width, &height);
  return frame->id != self->last_id && frame->view_width == width &&
         frame->view_height == height;
}

/* With a view of our own, nobody wants to see the time before the data. */
static gboolean
is_presentable (VcFeed *self, const VcFrame *frame)
{
  if (!self->owns_view || self->has_shown)
    return TRUE;
  if (!frame->is_ready)
    return FALSE;
  if (self->ready_us == 0)
    self->ready_us = frame->render_start_us;
  return frame->tier == VC_TIER_FULL ||
         frame->render_start_us > self->ready_us + PATIENCE_US;
}

/* Taking was cancelled: why? */
static VcFeedResult
find_reason (VcFeed *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_flushing)
    return VC_FEED_FLUSHING;
  g_cancellable_reset (self->cancellable);
  if (!self->failure)
    return VC_FEED_WOKEN;
  g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ,
                       self->failure);
  g_clear_pointer (&self->failure, g_free);
  return VC_FEED_FAILED;
}

VcFeed *
vc_feed_new (const VcSourceSettings *settings, GError **error)
{
  g_autoptr (VcFeed) self = alloc_feed ();

  if (settings->view)
    self->view = g_object_ref (settings->view);
  else if (!open_location (self, settings, error))
    return NULL;
  return g_steal_pointer (&self);
}

VcFeed *
vc_feed_ref (VcFeed *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vc_feed_unref (VcFeed *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  if (self->owns_view && self->view)
    vc_view_stop (self->view);
  g_clear_object (&self->view);
  g_object_unref (self->cancellable);
  g_free (self->failure);
  g_mutex_clear (&self->lock);
  g_free (self);
}

VcView *
vc_feed_get_view (VcFeed *self)
{
  return self->view;
}

VcFeedResult
vc_feed_take (VcFeed *self, VcFrame **frame, GError **error)
{
  g_autoptr (GError) stop = NULL;

  *frame = NULL;
  while (!stop) {
    g_autoptr (VcFrame) next = next_frame (self, &stop);

    if (!next || !is_news (self, next) || !is_presentable (self, next))
      continue;
    *frame = g_steal_pointer (&next);
    return VC_FEED_FRAME;
  }
  if (g_error_matches (stop, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return find_reason (self, error);
  return VC_FEED_ENDED;
}

void
vc_feed_wake (VcFeed *self)
{
  g_cancellable_cancel (self->cancellable);
}

void
vc_feed_set_flushing (VcFeed *self, gboolean is_flushing)
{
  g_mutex_lock (&self->lock);
  self->is_flushing = is_flushing;
  if (!is_flushing)
    g_cancellable_reset (self->cancellable);
  g_mutex_unlock (&self->lock);

  if (is_flushing)
    g_cancellable_cancel (self->cancellable);
}

void
vc_feed_repeat (VcFeed *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_repeat_due = TRUE;
}

void
vc_feed_note_shown (VcFeed *self, const VcFrame *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->last_id = frame->id;
  self->has_shown = TRUE;
  self->is_repeat_due = FALSE;
}
