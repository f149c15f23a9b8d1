/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcGate: lets a raw frame through to the encoder when the way behind it is
 * free.
 */

#include "gate.h"

/* The way may become free sooner than was said. */
#define LONGEST_SLEEP_US (10 * 1000)

struct _VcGate {
  VcMailbox *mailbox;
  VcRateControl *control;
  GMutex mutex;
  GCond opened;
  gboolean is_open;
};

static void
wait_until_free (VcGate *self)
{
  g_mutex_lock (&self->mutex);
  while (!self->is_open) {
    gint64 now_us = g_get_monotonic_time ();
    gint64 wait_us = vc_rate_control_get_wait (self->control, now_us);

    if (wait_us <= 0)
      break;
    g_cond_wait_until (&self->opened, &self->mutex,
                       now_us + MIN (wait_us, LONGEST_SLEEP_US));
  }
  g_mutex_unlock (&self->mutex);
}

VcGate *
vc_gate_new (VcMailbox *mailbox, VcRateControl *control)
{
  VcGate *self = g_new0 (VcGate, 1);

  self->mailbox = mailbox;
  self->control = control;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->opened);

  return self;
}

void
vc_gate_free (VcGate *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->opened);
  g_free (self);
}

gboolean
vc_gate_pass (VcGate *self, GstPad *pad, GstBuffer *frame)
{
  g_autoptr (GstCaps) caps = NULL;

  wait_until_free (self);
  if (vc_mailbox_is_full (self->mailbox)) {
    vc_rate_control_skip_frame (self->control);
    return FALSE;
  }

  caps = gst_pad_get_current_caps (pad);
  if (caps != NULL)
    vc_rate_control_begin_frame (self->control, g_get_monotonic_time (), frame,
                                 caps);

  return TRUE;
}

void
vc_gate_open (VcGate *self)
{
  g_mutex_lock (&self->mutex);
  self->is_open = TRUE;
  g_cond_broadcast (&self->opened);
  g_mutex_unlock (&self->mutex);
}
