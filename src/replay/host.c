/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHost: a data scene without a view.
 */

#include "host.h"

#include "data-scene.h"

struct _VcHost {
  GMainContext *context;
  VcDataScene *scene;
  gboolean is_set_up;
  VcHostFunc func;
  gpointer user_data;
  VcStatus *status;
};

static void
on_status (VcScene *scene, const VcStatus *status, gpointer user_data)
{
  VcHost *self = user_data;

  g_clear_pointer (&self->status, vc_status_free);
  self->status = vc_status_copy (status);
  if (self->func && status->kind == VC_STATUS_LOADING)
    self->func (status->progress, self->user_data);
}

static gboolean
load (VcHost *self, GError **error)
{
  self->is_set_up = vc_scene_setup (VC_SCENE (self->scene), error);
  if (!self->is_set_up)
    return FALSE;
  while (!self->status || self->status->kind == VC_STATUS_LOADING)
    g_main_context_iteration (self->context, TRUE);
  if (self->status->kind == VC_STATUS_READY)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       self->status->text);
  return FALSE;
}

VcHost *
vc_host_new (const char *const *locations, int gpu, VcHostFunc func,
             gpointer user_data, GError **error)
{
  g_autoptr (VcHost) self = g_new0 (VcHost, 1);

  self->func = func;
  self->user_data = user_data;
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->scene = vc_data_scene_new (locations, gpu);
  vc_data_scene_disable_animation (self->scene);
  g_signal_connect (self->scene, "status", G_CALLBACK (on_status), self);
  return load (self, error) ? g_steal_pointer (&self) : NULL;
}

void
vc_host_free (VcHost *self)
{
  g_signal_handlers_disconnect_by_data (self->scene, self);
  if (self->is_set_up)
    vc_scene_teardown (VC_SCENE (self->scene));
  g_object_unref (self->scene);
  g_clear_pointer (&self->status, vc_status_free);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self);
}

VcScene *
vc_host_get_scene (VcHost *self)
{
  return VC_SCENE (self->scene);
}

const char *
vc_host_get_renderer (VcHost *self)
{
  return vc_data_scene_get_renderer_name (self->scene);
}

char *
vc_host_dup_identity (VcHost *self)
{
  char *identity;

  while (!(identity = vc_scene_dup_identity (VC_SCENE (self->scene))))
    g_main_context_iteration (self->context, TRUE);
  return identity;
}
