/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcView: owns the render thread of one scene.
 */

#include "view.h"

#include "news.h"
#include "render-thread.h"

struct _VcView {
  GObject parent;

  VcScene *scene;
  VcRenderThread *thread;
  VcNews *news;
  VcCatalog *catalog;

  GMutex lock;
  VcStatus *status;
  GVariant *parameters;
  GVariant *camera;
};

G_DEFINE_FINAL_TYPE (VcView, vc_view, G_TYPE_OBJECT)

enum {
  STATUS,
  PHASE,
  PARAMETERS_CHANGED,
  PARAMETERS_FAILED,
  CAMERA_CHANGED,
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static VcExchange *
get_exchange (VcView *self)
{
  return vc_render_thread_get_exchange (self->thread);
}

static void
tell_item (VcView *self, const VcNewsItem *item)
{
  if (item->flags & VC_NEWS_PHASE)
    g_signal_emit (self, signals[PHASE], 0, vc_view_get_phase (self));
  if (item->status)
    g_signal_emit (self, signals[STATUS], 0, item->status);
  if (item->flags & VC_NEWS_PARAMETERS)
    g_signal_emit (self, signals[PARAMETERS_CHANGED], 0);
  if (item->refusal)
    g_signal_emit (self, signals[PARAMETERS_FAILED], 0, item->refusal);
  if (item->flags & VC_NEWS_CAMERA)
    g_signal_emit (self, signals[CAMERA_CHANGED], 0);
  if (item->pick)
    g_signal_emit (self, signals[PICKED], 0, item->pick);
}

static void
on_news (gpointer user_data)
{
  VcView *self = user_data;
  g_auto (VcNewsItem) item = {0};

  while (vc_news_pop (self->news, &item)) {
    tell_item (self, &item);
    vc_news_item_clear (&item);
  }
}

/* These are called in the render thread. */

static void
on_status (const VcStatus *status, gpointer user_data)
{
  VcView *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->status, vc_status_free);
  self->status = vc_status_copy (status);
  g_mutex_unlock (&self->lock);
  vc_news_add_status (self->news, status);
}

static void
on_parameters (GVariant *parameters, gpointer user_data)
{
  VcView *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->parameters, g_variant_unref);
  self->parameters = g_variant_ref (parameters);
  g_mutex_unlock (&self->lock);
  vc_news_add_flag (self->news, VC_NEWS_PARAMETERS);
}

static void
on_refused (const char *sentence, gpointer user_data)
{
  VcView *self = user_data;

  vc_news_add_refusal (self->news, sentence);
}

static void
on_camera_changed (VcScene *scene, GVariant *camera, gpointer user_data)
{
  VcView *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->camera, g_variant_unref);
  self->camera = g_variant_ref (camera);
  g_mutex_unlock (&self->lock);
  vc_news_add_flag (self->news, VC_NEWS_CAMERA);
}

static void
on_picked (VcScene *scene, GVariant *pick, gpointer user_data)
{
  VcView *self = user_data;

  vc_news_add_pick (self->news, pick);
}

/* Called in whatever thread changed it. */
static void
on_phase (gpointer user_data)
{
  VcView *self = user_data;

  vc_news_add_flag (self->news, VC_NEWS_PHASE);
}

static const VcRenderNews news_funcs = {
  .status = on_status,
  .parameters = {.changed = on_parameters, .refused = on_refused},
};

static void
vc_view_dispose (GObject *object)
{
  VcView *self = VC_VIEW (object);

  vc_view_stop (self);
  if (self->scene)
    g_signal_handlers_disconnect_by_data (self->scene, self);
  g_clear_object (&self->scene);

  G_OBJECT_CLASS (vc_view_parent_class)->dispose (object);
}

static void
vc_view_finalize (GObject *object)
{
  VcView *self = VC_VIEW (object);

  g_clear_pointer (&self->thread, vc_render_thread_free);
  g_clear_pointer (&self->news, vc_news_free);
  g_clear_object (&self->catalog);
  g_clear_pointer (&self->status, vc_status_free);
  g_clear_pointer (&self->parameters, g_variant_unref);
  g_clear_pointer (&self->camera, g_variant_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (vc_view_parent_class)->finalize (object);
}

static void
vc_view_init (VcView *self)
{
  g_mutex_init (&self->lock);
  self->news = vc_news_new (G_OBJECT (self), on_news);
}

static void
vc_view_class_init (VcViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_view_dispose;
  object_class->finalize = vc_view_finalize;

  signals[STATUS] = g_signal_new ("status", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  VC_TYPE_STATUS | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[PHASE] = g_signal_new ("phase", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[PARAMETERS_CHANGED] =
    g_signal_new ("parameters-changed", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PARAMETERS_FAILED] = g_signal_new (
    "parameters-failed", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[CAMERA_CHANGED] =
    g_signal_new ("camera-changed", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[PICKED] =
    g_signal_new ("picked", VC_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
}

VcView *
vc_view_new (VcScene *scene, int width, int height, GError **error)
{
  g_autoptr (VcView) self = NULL;

  g_return_val_if_fail (VC_IS_SCENE (scene), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = g_object_new (VC_TYPE_VIEW, NULL);
  self->scene = g_object_ref (scene);
  g_signal_connect (scene, "camera-changed", G_CALLBACK (on_camera_changed),
                    self);
  g_signal_connect (scene, "picked", G_CALLBACK (on_picked), self);
  self->thread =
    vc_render_thread_new (scene, width, height, &news_funcs, self, error);
  if (!self->thread)
    return NULL;
  if (VC_IS_CATALOG (scene))
    self->catalog = VC_CATALOG (g_object_ref (scene));
  vc_exchange_watch_phase (get_exchange (self), on_phase, self);
  return g_steal_pointer (&self);
}

void
vc_view_stop (VcView *self)
{
  g_return_if_fail (VC_IS_VIEW (self));

  if (self->thread)
    vc_render_thread_stop (self->thread);
}

void
vc_view_push_event (VcView *self, const VcEvent *event)
{
  g_return_if_fail (VC_IS_VIEW (self));
  g_return_if_fail (event);

  vc_exchange_push_event (get_exchange (self), event);
}

GVariant *
vc_view_dup_parameters (VcView *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  locker = g_mutex_locker_new (&self->lock);
  return g_variant_ref (self->parameters);
}

/* @task: (transfer full) (nullable) */
static gboolean
push_values (VcView *self, GVariant *values, GTask *task, GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (values);
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (self);
  g_autoptr (GVariant) checked =
    vc_parameters_check (parameters, values, error);

  if (!checked)
    return FALSE;
  vc_exchange_push_values (get_exchange (self), checked, task);
  return TRUE;
}

gboolean
vc_view_set_parameters (VcView *self, GVariant *values, GError **error)
{
  g_return_val_if_fail (VC_IS_VIEW (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_VARDICT),
                        FALSE);

  return push_values (self, values, NULL, error);
}

void
vc_view_set_parameters_async (VcView *self, GVariant *values,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (VC_IS_VIEW (self));
  g_return_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_VARDICT));

  /* The last reference to a view must not go in its render thread. */
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, vc_view_set_parameters_async);
  if (push_values (self, values, task, &error))
    return;
  g_task_return_error (task, error);
  g_object_unref (task);
}

gboolean
vc_view_set_parameters_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
vc_view_set_size (VcView *self, int width, int height)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_exchange_set_size (get_exchange (self), width, height);
}

void
vc_view_get_size (VcView *self, int *width, int *height)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_exchange_get_size (get_exchange (self), width, height);
}

void
vc_view_set_max_rate (VcView *self, double hertz)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_exchange_set_max_rate (get_exchange (self), hertz);
}

void
vc_view_set_budget (VcView *self, gint64 budget_us, guint divisor)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_exchange_set_budget (get_exchange (self), budget_us, divisor);
}

void
vc_view_make_way (VcView *self, gint64 duration_us)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_exchange_make_way (get_exchange (self),
                        g_get_monotonic_time () + duration_us);
}

VcFrame *
vc_view_take_frame (VcView *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VC_IS_VIEW (self), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  return vc_exchange_take_frame (get_exchange (self), cancellable, error);
}

VcFrame *
vc_view_dup_frame (VcView *self)
{
  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  return vc_exchange_dup_frame (get_exchange (self));
}

VcPhase
vc_view_get_phase (VcView *self)
{
  g_return_val_if_fail (VC_IS_VIEW (self), VC_PHASE_MOVING);

  return vc_exchange_get_phase (get_exchange (self));
}

VcFrame *
vc_view_dup_still (VcView *self)
{
  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  return vc_exchange_dup_still (get_exchange (self));
}

guint64
vc_view_get_still_id (VcView *self)
{
  g_return_val_if_fail (VC_IS_VIEW (self), 0);

  return vc_exchange_get_still_id (get_exchange (self));
}

VcStatus *
vc_view_dup_status (VcView *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  locker = g_mutex_locker_new (&self->lock);
  return self->status ? vc_status_copy (self->status) : NULL;
}

GVariant *
vc_view_dup_camera (VcView *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  locker = g_mutex_locker_new (&self->lock);
  return self->camera ? g_variant_ref (self->camera) : NULL;
}

VcCatalog *
vc_view_get_catalog (VcView *self)
{
  g_return_val_if_fail (VC_IS_VIEW (self), NULL);

  return self->catalog;
}

void
vc_view_get_stats (VcView *self, VcViewStats *stats)
{
  g_return_if_fail (VC_IS_VIEW (self));
  g_return_if_fail (stats);

  vc_exchange_get_stats (get_exchange (self), stats);
}

void
vc_view_set_observer (VcView *self, const VcViewObserver *observer,
                      gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (VC_IS_VIEW (self));

  vc_render_thread_set_observer (self->thread, observer, user_data, destroy);
}
