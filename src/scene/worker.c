/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWorker: one costly computation in a niced thread of its own.
 */

#include "worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "alarm.h"

#define NICENESS 10

struct _VcWorker {
  GThread *thread;
  GSource *source;
  VcWorkerFunc func;
  VcWorkerDone done;
  gpointer data;
  gpointer result;
  gint cancelled;
};

static void
on_done (gpointer user_data)
{
  VcWorker *self = user_data;

  self->done (g_steal_pointer (&self->result), self->data);
}

static gpointer
run (gpointer user_data)
{
  VcWorker *self = user_data;

  /* On Linux niceness belongs to the thread. */
  setpriority (PRIO_PROCESS, (id_t)syscall (SYS_gettid), NICENESS);
  self->result = self->func (self, self->data);
  g_source_set_ready_time (self->source, 0);
  return NULL;
}

VcWorker *
vc_worker_new (GMainContext *context, VcWorkerFunc func, VcWorkerDone done,
               gpointer data)
{
  VcWorker *self = g_new0 (VcWorker, 1);

  self->func = func;
  self->done = done;
  self->data = data;
  self->source = vc_alarm_new (context, "[vtkcast] worker", on_done, self);
  self->thread = g_thread_new ("scene-worker", run, self);
  return self;
}

gboolean
vc_worker_is_cancelled (VcWorker *self)
{
  return g_atomic_int_get (&self->cancelled);
}

void
vc_worker_free (VcWorker *self, GDestroyNotify destroy)
{
  g_atomic_int_set (&self->cancelled, 1);
  g_thread_join (self->thread);
  vc_alarm_free (self->source);
  if (self->result && destroy)
    destroy (self->result);
  g_free (self);
}
