/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tells ThreadSanitizer what GLib's locks do; included before everything else
 * in builds with -Db_sanitize=thread.
 *
 * GMutex and GCond are futexes inside a library that is not instrumented, so
 * that every access under them would look like a race.
 */

#pragma once

#define g_mutex_lock vc_tsan_mutex_lock
#define g_mutex_unlock vc_tsan_mutex_unlock
#define g_cond_wait vc_tsan_cond_wait
#define g_cond_wait_until vc_tsan_cond_wait_until
#define g_async_queue_push vc_tsan_async_queue_push
#define g_async_queue_pop vc_tsan_async_queue_pop
#include <glib.h>
#undef g_mutex_lock
#undef g_mutex_unlock
#undef g_cond_wait
#undef g_cond_wait_until
#undef g_async_queue_push
#undef g_async_queue_pop

#include <sanitizer/tsan_interface.h>

G_BEGIN_DECLS

void g_mutex_lock (GMutex *mutex);
void g_mutex_unlock (GMutex *mutex);
void g_cond_wait (GCond *cond, GMutex *mutex);
gboolean g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time);
void g_async_queue_push (GAsyncQueue *queue, gpointer data);
gpointer g_async_queue_pop (GAsyncQueue *queue);

__attribute__ ((weak)) void
vc_tsan_mutex_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  __tsan_acquire (mutex);
}

__attribute__ ((weak)) void
vc_tsan_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  g_mutex_unlock (mutex);
}

__attribute__ ((weak)) void
vc_tsan_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  g_cond_wait (cond, mutex);
  __tsan_acquire (mutex);
}

__attribute__ ((weak)) gboolean
vc_tsan_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean was_signalled;

  __tsan_release (mutex);
  was_signalled = g_cond_wait_until (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return was_signalled;
}

__attribute__ ((weak)) void
vc_tsan_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  __tsan_release (queue);
  g_async_queue_push (queue, data);
}

__attribute__ ((weak)) gpointer
vc_tsan_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = g_async_queue_pop (queue);

  __tsan_acquire (queue);
  return data;
}

G_END_DECLS

#define g_mutex_lock vc_tsan_mutex_lock
#define g_mutex_unlock vc_tsan_mutex_unlock
#define g_cond_wait vc_tsan_cond_wait
#define g_cond_wait_until vc_tsan_cond_wait_until
#define g_async_queue_push vc_tsan_async_queue_push
#define g_async_queue_pop vc_tsan_async_queue_pop
