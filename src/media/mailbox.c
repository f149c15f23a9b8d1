/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMailbox: the newest frame, until an appsrc wants it.
 */

#include "mailbox.h"

/* The mutex is held while a frame is given, so that nobody sees half of it. */
struct _VcMailbox {
  GMutex mutex;
  GstSample *sample;
  gboolean is_awaited;
};

/* The appsrc's streaming thread. It asks again when it has taken no more than
 * the caps of what it is just being given. */
static void
on_need_data (GstAppSrc *source, guint length, gpointer user_data)
{
  VcMailbox *self = user_data;
  g_autoptr (GstSample) sample = NULL;

  g_mutex_lock (&self->mutex);
  if (gst_app_src_get_current_level_buffers (source) == 0) {
    sample = g_steal_pointer (&self->sample);
    if (sample != NULL)
      gst_app_src_push_sample (source, sample);
    self->is_awaited = sample == NULL;
  }
  g_mutex_unlock (&self->mutex);
}

static void
mailbox_free (gpointer data)
{
  VcMailbox *self = data;

  g_clear_pointer (&self->sample, gst_sample_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

VcMailbox *
vc_mailbox_new (GstAppSrc *source)
{
  GstAppSrcCallbacks callbacks = {.need_data = on_need_data};
  VcMailbox *self = g_new0 (VcMailbox, 1);

  g_mutex_init (&self->mutex);
  gst_app_src_set_callbacks (source, &callbacks, self, mailbox_free);

  return self;
}

void
vc_mailbox_put (VcMailbox *self, GstAppSrc *source, GstSample *sample)
{
  g_autoptr (GstSample) old = NULL;

  g_mutex_lock (&self->mutex);
  if (self->is_awaited) {
    gst_app_src_push_sample (source, sample);
    self->is_awaited = FALSE;
  } else {
    old = self->sample;
    self->sample = gst_sample_ref (sample);
  }
  g_mutex_unlock (&self->mutex);
}

gboolean
vc_mailbox_is_full (VcMailbox *self)
{
  gboolean is_full;

  g_mutex_lock (&self->mutex);
  is_full = self->sample != NULL;
  g_mutex_unlock (&self->mutex);

  return is_full;
}
