/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWaiters: requests that wait for an exact picture.
 */

#include "waiters.h"

#include "timer.h"

struct _VcWaiters {
  GBoxedCopyFunc ref;
  GDestroyNotify unref;
  GPtrArray *waiters;
};

typedef struct {
  VcWaiters *owner;
  GTask *task;
  GSource *timeout;
} Waiter;

static void
free_waiter (gpointer data)
{
  Waiter *self = data;

  vc_timer_clear (&self->timeout);
  g_object_unref (self->task);
  g_free (self);
}

/* (transfer full) */
static GTask *
take_task (Waiter *self)
{
  GTask *task = g_object_ref (self->task);

  g_ptr_array_remove (self->owner->waiters, self);
  return task;
}

static void
refuse (Waiter *self, GIOErrorEnum code, const char *sentence)
{
  g_autoptr (GTask) task = take_task (self);

  g_task_return_new_error (task, G_IO_ERROR, code, "%s", sentence);
}

static gboolean
on_timeout (gpointer user_data)
{
  Waiter *self = user_data;

  vc_timer_clear (&self->timeout);
  refuse (self, G_IO_ERROR_TIMED_OUT, "The view does not come to rest");
  return G_SOURCE_REMOVE;
}

VcWaiters *
vc_waiters_new (GBoxedCopyFunc ref, GDestroyNotify unref)
{
  VcWaiters *self = g_new0 (VcWaiters, 1);

  self->ref = ref;
  self->unref = unref;
  self->waiters = g_ptr_array_new_with_free_func (free_waiter);
  return self;
}

void
vc_waiters_free (VcWaiters *self)
{
  vc_waiters_refuse (self, G_IO_ERROR_CANCELLED, "The server is stopping");
  g_ptr_array_unref (self->waiters);
  g_free (self);
}

guint
vc_waiters_count (VcWaiters *self)
{
  return self->waiters->len;
}

void
vc_waiters_add (VcWaiters *self, GTask *task)
{
  Waiter *waiter;

  if (self->waiters->len >= VC_WAITERS_MAX) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             "Too many wait for a picture");
    g_object_unref (task);
    return;
  }
  waiter = g_new0 (Waiter, 1);
  waiter->owner = self;
  waiter->task = task;
  waiter->timeout = vc_timer_new (VC_WAITERS_PATIENCE_MS, on_timeout, waiter);
  g_ptr_array_add (self->waiters, waiter);
}

void
vc_waiters_answer (VcWaiters *self, gpointer result)
{
  while (self->waiters->len > 0) {
    g_autoptr (GTask) task = take_task (self->waiters->pdata[0]);

    g_task_return_pointer (task, self->ref (result), self->unref);
  }
}

void
vc_waiters_refuse (VcWaiters *self, GIOErrorEnum code, const char *sentence)
{
  while (self->waiters->len > 0)
    refuse (self->waiters->pdata[0], code, sentence);
}

gpointer
vc_waiters_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
