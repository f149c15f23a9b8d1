/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSnapshot: the exact picture of a view at rest for whoever asks for it.
 */

#include "snapshot.h"

#include "waiters.h"

/**
 * _VcSnapshot:
 * @still: (nullable): the last one taken
 * @encoding: (nullable): cancels the one that is being made
 */
struct _VcSnapshot {
  VcView *view;
  VcWaiters *waiters;
  VcStill *still;
  GCancellable *encoding;
};

typedef struct {
  VcSnapshot *self;
  GCancellable *cancellable;
} Encoding;

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
  vc_waiters_answer (self->waiters, self->still);
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
    vc_waiters_refuse (self->waiters, G_IO_ERROR_FAILED, error->message);
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
  vc_still_new_async (frame, VC_STILL_PNG, VC_STILL_FAST, NULL, self->encoding,
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
  if (vc_waiters_count (self->waiters) == 0)
    return;
  /* What is being made is no longer what will be seen. */
  stop_encoding (self);
  answer (self);
  if (vc_waiters_count (self->waiters) > 0)
    encode (self);
}

VcSnapshot *
vc_snapshot_new (VcView *view)
{
  VcSnapshot *self = g_new0 (VcSnapshot, 1);

  self->view = g_object_ref (view);
  self->waiters = vc_waiters_new ((GBoxedCopyFunc)vc_still_ref,
                                  (GDestroyNotify)vc_still_unref);
  g_signal_connect_swapped (view, "phase", G_CALLBACK (on_change), self);
  g_signal_connect_swapped (view, "status", G_CALLBACK (on_change), self);
  return self;
}

void
vc_snapshot_free (VcSnapshot *self)
{
  g_signal_handlers_disconnect_by_data (self->view, self);
  stop_encoding (self);
  vc_waiters_free (self->waiters);
  g_clear_pointer (&self->still, vc_still_unref);
  g_object_unref (self->view);
  g_free (self);
}

void
vc_snapshot_take_async (VcSnapshot *self, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, vc_snapshot_take_async);
  vc_waiters_add (self->waiters, g_steal_pointer (&task));
  answer (self);
  if (vc_waiters_count (self->waiters) > 0 && self->encoding == NULL)
    encode (self);
}

VcStill *
vc_snapshot_take_finish (GAsyncResult *result, GError **error)
{
  return vc_waiters_finish (result, error);
}
