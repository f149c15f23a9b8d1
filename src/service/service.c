/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcService: serves a scene to browsers, from a thread of its own.
 */

#include "service.h"

#include "assembly.h"
#include "service-options.h"

/* How long the end waits for connections that are being taken down. */
#define DRAIN_US (G_USEC_PER_SEC / 2)

struct _VcService {
  GObject parent;

  VcScene *scene;
  VcView *view;
  VcSettings *settings;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;

  GMutex lock;
  GCond begun_cond;
  gboolean has_begun;
  gboolean is_stopped;
  GError *error;
  char *url;

  struct {
    VcAssembly *assembly;
  } in_service;
};

G_DEFINE_FINAL_TYPE (VcService, vc_service, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
on_failed (VcSession *session, GError *error, gpointer user_data)
{
  g_signal_emit (user_data, signals[FAILED], 0, error->message);
}

static void
on_stopped (VcSession *session, gpointer user_data)
{
  VcService *self = user_data;

  g_main_loop_quit (self->loop);
}

static gboolean
on_stop_asked (gpointer user_data)
{
  VcService *self = user_data;

  vc_assembly_stop (self->in_service.assembly);
  return G_SOURCE_REMOVE;
}

static void
note_begun (VcService *self, char *url, GError *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->url = url;
  self->error = error;
  self->has_begun = TRUE;
  g_cond_signal (&self->begun_cond);
}

/* The view tells its news where it was made: here. */
static VcAssembly *
assemble_in_service (VcService *self, GError **error)
{
  self->view = vc_view_new (self->scene, self->settings->width,
                            self->settings->height, error);
  return self->view != NULL
           ? vc_assembly_new (self->view, self->settings, NULL, error)
           : NULL;
}

static gboolean
begin_in_service (VcService *self)
{
  GError *error = NULL;
  VcAssembly *assembly = assemble_in_service (self, &error);

  if (assembly == NULL) {
    note_begun (self, NULL, error);
    return FALSE;
  }
  self->in_service.assembly = assembly;
  g_signal_connect (assembly->session, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (assembly->session, "stopped", G_CALLBACK (on_stopped),
                    self);
  note_begun (self, vc_server_get_url (assembly->server), NULL);
  return TRUE;
}

/* What the end has left in the context holds references. */
static void
end_in_service (VcService *self)
{
  VcAssembly *assembly = g_steal_pointer (&self->in_service.assembly);

  g_signal_handlers_disconnect_by_data (assembly->session, self);
  vc_assembly_free (assembly);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  vc_peer_drain (DRAIN_US);
}

static gpointer
run_service (gpointer data)
{
  VcService *self = data;

  g_main_context_push_thread_default (self->context);
  if (begin_in_service (self)) {
    g_main_loop_run (self->loop);
    end_in_service (self);
  }
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
wait_for_begin (VcService *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->has_begun)
    g_cond_wait (&self->begun_cond, &self->lock);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static void
vc_service_dispose (GObject *object)
{
  vc_service_stop (VC_SERVICE (object));

  G_OBJECT_CLASS (vc_service_parent_class)->dispose (object);
}

static void
vc_service_finalize (GObject *object)
{
  VcService *self = VC_SERVICE (object);

  g_clear_object (&self->view);
  g_clear_object (&self->scene);
  g_clear_pointer (&self->settings, vc_settings_free);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_cond_clear (&self->begun_cond);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (vc_service_parent_class)->finalize (object);
}

static void
vc_service_init (VcService *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->begun_cond);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
}

static void
vc_service_class_init (VcServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_service_dispose;
  object_class->finalize = vc_service_finalize;

  signals[FAILED] =
    g_signal_new ("failed", VC_TYPE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

VcService *
vc_service_new (VcScene *scene, const VcServiceOptions *options, GError **error)
{
  static const VcServiceOptions none = {0};
  g_autoptr (VcService) self = NULL;
  g_autoptr (VcSettings) settings = NULL;

  g_return_val_if_fail (VC_IS_SCENE (scene), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  settings = vc_service_options_read (options != NULL ? options : &none, error);
  if (settings == NULL || !vc_assembly_prepare (error))
    return NULL;
  self = g_object_new (VC_TYPE_SERVICE, NULL);
  self->scene = g_object_ref (scene);
  self->settings = g_steal_pointer (&settings);
  self->thread = g_thread_new ("vtkcast-service", run_service, self);
  if (!wait_for_begin (self, error))
    return NULL;
  vc_assembly_wait ();
  return g_steal_pointer (&self);
}

const char *
vc_service_get_url (VcService *self)
{
  g_return_val_if_fail (VC_IS_SERVICE (self), NULL);

  return self->url;
}

VcView *
vc_service_get_view (VcService *self)
{
  g_return_val_if_fail (VC_IS_SERVICE (self), NULL);

  return self->view;
}

void
vc_service_stop (VcService *self)
{
  g_autoptr (GSource) source = NULL;
  gboolean was_stopped;

  g_return_if_fail (VC_IS_SERVICE (self));

  g_mutex_lock (&self->lock);
  was_stopped = self->is_stopped || self->thread == NULL;
  self->is_stopped = TRUE;
  g_mutex_unlock (&self->lock);
  if (was_stopped)
    return;
  g_assert (self->thread != g_thread_self ());
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_stop_asked, self, NULL);
  /* After a beginning that failed, nobody is there to ask. */
  if (self->url != NULL)
    g_source_attach (source, self->context);
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->view != NULL)
    vc_view_stop (self->view);
}
