/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRun: the thread that starts a loader process, listens to it and reaps it.
 *
 * A thread of its own, because checking what arrives takes time, because the
 * kernel ends the child together with the *thread* that started it, and because
 * it can wait for the child's end without anybody's main loop.
 */

#pragma once

#include <gio/gio.h>

#include "surface.h"
#include "volume.h"

G_BEGIN_DECLS

typedef enum {
  VC_RUN_PROGRESS,
  VC_RUN_VOLUME,
  VC_RUN_SURFACE,
  VC_RUN_TWIN,
  VC_RUN_FINISHED,
} VcRunEventType;

typedef struct {
  VcRunEventType type;
  double fraction;
  VcVolume *volume;
  VcSurface *surface;
  GError *error;
} VcRunEvent;

typedef void (*VcRunCallback) (const VcRunEvent *event, gpointer data);

typedef struct _VcRun VcRun;

/* @callback: called in the caller's thread-default main context.
 *
 * Returns: (nullable): NULL if the process cannot be started */
VcRun *vc_run_new (const char *path, guint64 memory_limit,
                   VcRunCallback callback, gpointer data, GError **error);

/* Kills the process and gives the run up: @callback is not called any more. In
 * the thread that called vc_run_new(). */
void vc_run_cancel (VcRun *self);

/* Returns: (transfer full): @error, whose message is a clause, as a sentence
 * that names the file */
GError *vc_run_make_sentence (const char *path, const GError *error);

G_END_DECLS
