/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSnapshot: the exact picture of a view at rest for whoever asks for it.
 */

#include "snapshot.h"

#define PATIENCE_MS 10000
#define WAITERS_MAX 32

/**
 * _VcSnapshot:
 * @waiters: (element-type Waiter)
 * @still: (nullable): the last one taken
 * @encoding: (nullable): cancels the one that is being made
 */
struct _VcSnapshot {
  VcView *view;
  GPtrArray *waiters;
  VcStill *still;
  GCancellable *encoding;
};

typedef struct {
  VcSnapshot *owner;
  GTask *task;
  guint timeout;
} Waiter;

typedef struct {
  VcSnapshot *self;
  GCancellable *cancellable;
} Encoding;

static void
free_waiter (gpointer data)
{
  Waiter *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_object_unref (self->task);
  g_free (self);
}

static void
refuse (Waiter *self, GIOErrorEnum code, const char *sentence)
{
  g_autoptr (GTask) task = g_object_ref (self->task);

  g_ptr_array_remove (self->owner->waiters, self);
  g_task_return_new_error (task, G_IO_ERROR, code, "%s", sentence);
}

static gboolean
on_timeout (gpointer user_data)
{
  Waiter *self = user_data;

  self->timeout = 0;
  refuse (self, G_IO_ERROR_TIMED_OUT, "The view does not come to rest");
  return G_SOURCE_REMOVE;
}

static gboolean
is_loading (VcSnapshot *self)
{
  g_autoptr (VcStatus) status = vc_view_dup_status (self->view);

  return status != NULL && status->kind == VC_STATUS_LOADING;
}

/* If the picture is that of now. */
static void
answer (VcSnapshot *self)
{
  if (self->still == NULL || is_loading (self) ||
      vc_view_get_still_id (self->view) != self->still->id)
    return;
  while (self->waiters->len > 0) {
    Waiter *waiter = self->waiters->pdata[self->waiters->len - 1];
    g_autoptr (GTask) task = g_object_ref (waiter->task);

    g_ptr_array_remove (self->waiters, waiter);
    g_task_return_pointer (task, vc_still_ref (self->still),
                           (GDestroyNotify)vc_still_unref);
  }
}

static void
on_encoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Encoding *encoding = user_data;
  g_autoptr (GCancellable) cancellable = encoding->cancellable;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still = vc_still_new_finish (result, &error);
  VcSnapshot *self = encoding->self;

  if (g_cancellable_is_cancelled (cancellable))
    return;
  g_clear_object (&self->encoding);
  if (still == NULL) {
    while (self->waiters->len > 0)
      refuse (self->waiters->pdata[0], G_IO_ERROR_FAILED, error->message);
    return;
  }
  g_clear_pointer (&self->still, vc_still_unref);
  self->still = g_steal_pointer (&still);
  answer (self);
}

static void
encode (VcSnapshot *self)
{
  g_autoptr (VcFrame) frame = vc_view_dup_still (self->view);
  Encoding *encoding;

  if (frame == NULL || is_loading (self))
    return;
  self->encoding = g_cancellable_new ();
  encoding = g_new (Encoding, 1);
  encoding->self = self;
  encoding->cancellable = g_object_ref (self->encoding);
  vc_still_new_async (frame, VC_STILL_PNG, VC_STILL_FAST, self->encoding,
                      on_encoded, encoding);
}

static void
stop_encoding (VcSnapshot *self)
{
  if (self->encoding != NULL)
    g_cancellable_cancel (self->encoding);
  g_clear_object (&self->encoding);
}

static void
on_change (VcSnapshot *self)
{
  if (self->waiters->len == 0)
    return;
  /* What is being made is no longer what will be seen. */
  stop_encoding (self);
  answer (self);
  if (self->waiters->len > 0)
    encode (self);
}

VcSnapshot *
vc_snapshot_new (VcView *view)
{
  VcSnapshot *self = g_new0 (VcSnapshot, 1);

  self->view = g_object_ref (view);
  self->waiters = g_ptr_array_new_with_free_func (free_waiter);
  g_signal_connect_swapped (view, "phase", G_CALLBACK (on_change), self);
  g_signal_connect_swapped (view, "status", G_CALLBACK (on_change), self);
  return self;
}

void
vc_snapshot_free (VcSnapshot *self)
{
  g_signal_handlers_disconnect_by_data (self->view, self);
  stop_encoding (self);
  while (self->waiters->len > 0)
    refuse (self->waiters->pdata[0], G_IO_ERROR_CANCELLED,
            "The server is stopping");
  g_ptr_array_unref (self->waiters);
  g_clear_pointer (&self->still, vc_still_unref);
  g_object_unref (self->view);
  g_free (self);
}

void
vc_snapshot_take_async (VcSnapshot *self, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Waiter *waiter;

  g_task_set_source_tag (task, vc_snapshot_take_async);
  if (self->waiters->len >= WAITERS_MAX) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             "Too many wait for a picture");
    return;
  }
  waiter = g_new0 (Waiter, 1);
  waiter->owner = self;
  waiter->task = g_steal_pointer (&task);
  waiter->timeout = g_timeout_add (PATIENCE_MS, on_timeout, waiter);
  g_ptr_array_add (self->waiters, waiter);
  answer (self);
  if (self->waiters->len > 0 && self->encoding == NULL)
    encode (self);
}

VcStill *
vc_snapshot_take_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
