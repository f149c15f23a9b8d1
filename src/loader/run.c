/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRun: the thread that starts a loader process, listens to it and reaps it.
 */

#include "run.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loader.h"
#include "message.h"
#include "process.h"
#include "unpack.h"

#define NICENESS 10
#define LOG_SIZE 2048

struct _VcRun {
  gatomicrefcount ref_count;
  char *path;
  guint64 memory_limit;
  GMainContext *context;

  /* Only in the thread of vc_run_new(). */
  VcRunCallback callback;
  gpointer data;

  GMutex mutex;
  GCond cond;
  gboolean is_started;
  GError *start_error;
  GPid pid; /* 0: none that may be killed */

  struct {
    VcProcess process;
    GError *error; /* what ended it */
    gboolean is_done;
    double fraction;
  } thread;
};

typedef struct {
  VcRun *run;
  VcRunEvent event;
} Delivery;

static VcRun *
ref (VcRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref (VcRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->path);
  g_main_context_unref (self->context);
  g_clear_error (&self->start_error);
  g_clear_error (&self->thread.error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static void
free_delivery (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->event.volume, vc_volume_unref);
  g_clear_pointer (&delivery->event.surface, vc_surface_unref);
  g_clear_error (&delivery->event.error);
  unref (delivery->run);
  g_free (delivery);
}

static gboolean
on_delivery (gpointer data)
{
  Delivery *delivery = data;
  VcRun *self = delivery->run;

  if (self->callback)
    self->callback (&delivery->event, self->data);
  return G_SOURCE_REMOVE;
}

/* @event: what it holds is taken. */
static void
deliver_in_thread (VcRun *self, const VcRunEvent *event)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Delivery *delivery = g_new (Delivery, 1);

  *delivery = (Delivery){ref (self), *event};
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_delivery, delivery, free_delivery);
  g_source_attach (source, self->context);
}

static void
fail_in_thread (VcRun *self, VcLoaderError code, const char *clause)
{
  if (self->thread.error == NULL)
    self->thread.error = g_error_new_literal (VC_LOADER_ERROR, code, clause);
}

static void
take_progress_in_thread (VcRun *self, double fraction)
{
  VcRunEvent event = {VC_RUN_PROGRESS};

  if (!(fraction > self->thread.fraction && fraction <= 1))
    return;
  self->thread.fraction = event.fraction = fraction;
  deliver_in_thread (self, &event);
}

static void
take_array_in_thread (VcRun *self, const VcMessage *message, const int *fds,
                      guint n_fds)
{
  GError **error = &self->thread.error;
  VcRunEvent event = {message->type == VC_MESSAGE_VOLUME    ? VC_RUN_VOLUME
                      : message->type == VC_MESSAGE_SURFACE ? VC_RUN_SURFACE
                                                            : VC_RUN_TWIN};

  if (event.type == VC_RUN_VOLUME)
    event.volume = vc_unpack_volume (message, fds, n_fds, error);
  else
    event.surface = vc_unpack_surface (message, fds, n_fds, error);
  if (self->thread.error == NULL)
    deliver_in_thread (self, &event);
}

static void
take_message_in_thread (VcRun *self, const VcMessage *message, const int *fds,
                        guint n_fds)
{
  g_autofree char *text = NULL;

  switch (message->type) {
  case VC_MESSAGE_PROGRESS:
    take_progress_in_thread (self, message->fraction);
    break;
  case VC_MESSAGE_VOLUME:
  case VC_MESSAGE_SURFACE:
  case VC_MESSAGE_TWIN:
    take_array_in_thread (self, message, fds, n_fds);
    break;
  case VC_MESSAGE_ERROR:
    text = g_utf8_make_valid (message->text, -1);
    g_strdelimit (text, "\r\n\t", ' ');
    fail_in_thread (self, MIN (message->code, VC_LOADER_ERROR_CRASHED), text);
    break;
  case VC_MESSAGE_DONE:
    self->thread.is_done = TRUE;
    break;
  default:
    fail_in_thread (self, VC_LOADER_ERROR_CRASHED,
                    "its reader went out of order");
  }
}

/* Returns: FALSE at the end of the connection. */
static gboolean
receive_in_thread (VcRun *self)
{
  VcMessage message;
  int fds[VC_MESSAGE_MAX_FDS];
  guint n_fds;
  int result =
    vc_message_receive (&message, self->thread.process.socket, fds, &n_fds);

  if (result > 0)
    take_message_in_thread (self, &message, fds, n_fds);
  else if (result < 0)
    fail_in_thread (self, VC_LOADER_ERROR_CRASHED,
                    "its reader went out of order");
  for (guint i = 0; i < n_fds; i++)
    close (fds[i]);
  return result > 0;
}

/* What libraries print is for developers. Returns: FALSE at the end. */
static gboolean
drain_log_in_thread (VcRun *self)
{
  char text[LOG_SIZE];
  gssize n = read (self->thread.process.log, text, sizeof text - 1);

  if (n > 0) {
    g_autofree char *valid = g_utf8_make_valid (text, n);

    g_debug ("loader: %s", g_strchomp (valid));
  }
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void
listen_in_thread (VcRun *self)
{
  VcProcess *process = &self->thread.process;
  struct pollfd fds[] = {{process->socket, POLLIN, 0},
                         {process->log, POLLIN, 0}};

  while (!self->thread.is_done && self->thread.error == NULL) {
    if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
      return;
    if (fds[1].revents && !drain_log_in_thread (self))
      fds[1].fd = -1;
    if (fds[0].revents && !receive_in_thread (self))
      return;
  }
}

static void
explain_in_thread (VcRun *self, int status)
{
  if (self->thread.is_done || self->thread.error)
    return;
  if (status >= 0 && WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    fail_in_thread (self, VC_LOADER_ERROR_CRASHED,
                    "its reader was killed, probably for want of memory");
  else if (status >= 0 && WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU)
    fail_in_thread (self, VC_LOADER_ERROR_BROKEN,
                    "reading it took longer than ten minutes");
  else
    fail_in_thread (self, VC_LOADER_ERROR_CRASHED,
                    "its reader crashed; the file is probably damaged");
}

static void
end_in_thread (VcRun *self)
{
  int status;
  siginfo_t info;

  /* It has said all; nothing that it may still do is of use. */
  if (self->thread.is_done || self->thread.error)
    kill (self->thread.process.pid, SIGKILL);
  /* Until it is reaped its number cannot be reused, so forget that first. */
  while (waitid (P_PID, self->thread.process.pid, &info, WEXITED | WNOWAIT) <
           0 &&
         errno == EINTR)
    continue;
  g_mutex_lock (&self->mutex);
  self->pid = 0;
  g_mutex_unlock (&self->mutex);
  while (drain_log_in_thread (self) && errno != EAGAIN)
    continue;
  status = vc_process_reap (&self->thread.process);
  vc_process_close (&self->thread.process);
  explain_in_thread (self, status);
}

static gboolean
start_in_thread (VcRun *self)
{
  gboolean started;

  g_mutex_lock (&self->mutex);
  started = vc_process_start (&self->thread.process, self->path,
                              self->memory_limit, &self->start_error);
  self->pid = started ? self->thread.process.pid : 0;
  self->is_started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return started;
}

static gpointer
run_thread (gpointer data)
{
  VcRun *self = data;
  VcRunEvent event = {VC_RUN_FINISHED};

  /* On Linux a thread has a niceness of its own. */
  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICENESS);
  if (start_in_thread (self)) {
    listen_in_thread (self);
    end_in_thread (self);
    if (self->thread.error)
      event.error = vc_run_make_sentence (self->path, self->thread.error);
    deliver_in_thread (self, &event);
  } else {
    vc_process_close (&self->thread.process);
  }
  unref (self);
  return NULL;
}

VcRun *
vc_run_new (const char *path, guint64 memory_limit, VcRunCallback callback,
            gpointer data, GError **error)
{
  VcRun *self = g_new0 (VcRun, 1);
  GThread *thread;

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->path = g_strdup (path);
  self->memory_limit = memory_limit;
  self->callback = callback;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  thread = g_thread_try_new ("vtkcast-loader", run_thread, ref (self), error);
  if (thread == NULL) {
    unref (self);
    unref (self);
    return NULL;
  }
  g_thread_unref (thread);

  g_mutex_lock (&self->mutex);
  while (!self->is_started)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (self->start_error == NULL)
    return self;
  g_propagate_error (error, vc_run_make_sentence (path, self->start_error));
  unref (self);
  return NULL;
}

void
vc_run_cancel (VcRun *self)
{
  self->callback = NULL;
  g_mutex_lock (&self->mutex);
  if (self->pid > 0)
    kill (self->pid, SIGKILL);
  self->pid = 0;
  g_mutex_unlock (&self->mutex);
  unref (self);
}

GError *
vc_run_make_sentence (const char *path, const GError *error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);

  g_strdelimit (name, "\r\n\t", ' ');
  return g_error_new (error->domain, error->code, "“%s” cannot be read: %s.",
                      name, error->message);
}
