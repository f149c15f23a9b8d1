/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSliceDesk: makes pictures of slices, one after the other.
 */

#include "slice-desk.h"

#include <sys/resource.h>

#define NICENESS 10

/**
 * _VcSliceDesk:
 * @catalog: (nullable)
 * @pool: (nullable): since somebody asked; its one thread takes GTasks, and is
 *   nobody else's, for it is niced
 */
struct _VcSliceDesk {
  VcCatalog *catalog;
  GThreadPool *pool;
  GCancellable *cancellable;
};

typedef struct {
  VcCatalog *catalog;
  VcSliceRequest request;
} Job;

static void
free_job (gpointer data)
{
  Job *self = data;

  g_object_unref (self->catalog);
  g_free (self);
}

static VcStill *
encode (const VcSlice *slice, GCancellable *cancellable, GError **error)
{
  VcFrame frame = {
    .pixels = slice->pixels,
    .stride = 4 * slice->width,
    .width = slice->width,
    .height = slice->height,
  };

  return vc_still_new (&frame, VC_STILL_PNG, VC_STILL_FAST, cancellable, error);
}

static void
run_task (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GCancellable *stopped = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (VcSlice) slice = NULL;
  g_autoptr (GError) error = NULL;
  VcStill *still = NULL;

  /* On Linux niceness belongs to the thread. */
  setpriority (PRIO_PROCESS, 0, NICENESS);
  if (!g_cancellable_set_error_if_cancelled (stopped, &error) &&
      !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task),
                                             &error))
    slice = vc_catalog_slice (job->catalog, &job->request, &error);
  if (slice != NULL)
    still = encode (slice, stopped, &error);
  if (still != NULL)
    g_task_return_pointer (task, still, (GDestroyNotify)vc_still_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

VcSliceDesk *
vc_slice_desk_new (VcCatalog *catalog)
{
  VcSliceDesk *self = g_new0 (VcSliceDesk, 1);

  self->catalog = catalog != NULL ? g_object_ref (catalog) : NULL;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
vc_slice_desk_free (VcSliceDesk *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_object_unref (self->cancellable);
  g_clear_object (&self->catalog);
  g_free (self);
}

void
vc_slice_desk_take_async (VcSliceDesk *self, const VcSliceRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job;

  g_task_set_source_tag (task, vc_slice_desk_take_async);
  if (self->catalog == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "This scene cannot be cut into slices");
    return;
  }
  if (self->pool == NULL)
    self->pool = g_thread_pool_new (run_task, self->cancellable, 1, TRUE, NULL);
  if (g_thread_pool_unprocessed (self->pool) >= VC_SLICE_DESK_MAX) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             "Too many wait for a slice");
    return;
  }
  job = g_new (Job, 1);
  job->catalog = g_object_ref (self->catalog);
  job->request = *request;
  g_task_set_task_data (task, job, free_job);
  g_thread_pool_push (self->pool, g_steal_pointer (&task), NULL);
}

VcStill *
vc_slice_desk_take_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
