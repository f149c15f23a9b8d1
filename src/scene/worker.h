/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWorker: one costly computation in a niced thread of its own.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VcWorker VcWorker;

/* Runs in the worker's thread. Ends early, with any result, when
 * vc_worker_is_cancelled() turns TRUE. */
typedef gpointer (*VcWorkerFunc) (VcWorker *worker, gpointer data);

/* Runs in @context, unless the worker was freed before. @result: of the
 * #VcWorkerFunc. */
typedef void (*VcWorkerDone) (gpointer result, gpointer data);

VcWorker *vc_worker_new (GMainContext *context, VcWorkerFunc func,
                         VcWorkerDone done, gpointer data);

/* Any thread. */
gboolean vc_worker_is_cancelled (VcWorker *self);

/* Cancels, waits for the end of the thread, frees the result that nobody took
 * with @destroy. In the thread of the main context; not within the
 * VcWorkerDone. */
void vc_worker_free (VcWorker *self, GDestroyNotify destroy);

G_END_DECLS
