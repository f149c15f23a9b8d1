/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWaiters: requests that wait for an exact picture.
 *
 * Each is a GTask. Main context only.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than that are refused. */
#define VC_WAITERS_MAX 32
/* And who waited for so long. */
#define VC_WAITERS_PATIENCE_MS 10000

typedef struct _VcWaiters VcWaiters;

/* @ref, @unref: of what the tasks return */
VcWaiters *vc_waiters_new (GBoxedCopyFunc ref, GDestroyNotify unref);
/* Refuses who still waits, with %G_IO_ERROR_CANCELLED. */
void vc_waiters_free (VcWaiters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcWaiters, vc_waiters_free)

guint vc_waiters_count (VcWaiters *self);

/* @task: (transfer full): refused with %G_IO_ERROR_BUSY if too many wait, and
 * after a while with %G_IO_ERROR_TIMED_OUT. */
void vc_waiters_add (VcWaiters *self, GTask *task);

/* Everybody gets @result. (transfer none) */
void vc_waiters_answer (VcWaiters *self, gpointer result);

/* Nobody gets anything. */
void vc_waiters_refuse (VcWaiters *self, GIOErrorEnum code,
                        const char *sentence);

/* What a function returns whose task was answered or refused. (transfer full)
 */
gpointer vc_waiters_finish (GAsyncResult *result, GError **error);

G_END_DECLS
