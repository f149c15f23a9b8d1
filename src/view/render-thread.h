/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRenderThread: the one thread in which a scene lives.
 */

#pragma once

#include "exchange.h"
#include "parameter-desk.h"
#include "scene.h"

G_BEGIN_DECLS

typedef struct _VcRenderThread VcRenderThread;

/**
 * VcRenderNews:
 * @status: of the scene
 * @parameters: of the scene
 *
 * Who is called in the render thread.
 */
typedef struct {
  void (*status) (const VcStatus *status, gpointer user_data);
  VcParameterNews parameters;
} VcRenderNews;

/* Starts the thread and waits for the scene's setup. @news outlives it. */
VcRenderThread *vc_render_thread_new (VcScene *scene, int width, int height,
                                      const VcRenderNews *news,
                                      gpointer user_data, GError **error);

/* Waits until the thread has ended; not to be called in it. */
void vc_render_thread_stop (VcRenderThread *self);

/* After vc_render_thread_stop() only. */
void vc_render_thread_free (VcRenderThread *self);

/* Lives as long as @self. */
VcExchange *vc_render_thread_get_exchange (VcRenderThread *self);

/* Any thread; as vc_view_set_observer(). */
void vc_render_thread_set_observer (VcRenderThread *self,
                                    const VcViewObserver *observer,
                                    gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
