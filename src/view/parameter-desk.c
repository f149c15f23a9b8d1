/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcParameterDesk: sets the parameters of a scene.
 */

#include "parameter-desk.h"

struct _VcParameterDesk {
  VcScene *scene;
  VcObservation *observation;
  GSource *waker;
  const VcParameterNews *news;
  gpointer user_data;

  gulong handler;
  gboolean is_stale;
  GVariant *parameters;
};

static void
on_parameters_changed (VcScene *scene, gpointer user_data)
{
  VcParameterDesk *self = user_data;

  self->is_stale = TRUE;
  g_source_set_ready_time (self->waker, 0);
}

VcParameterDesk *
vc_parameter_desk_new (VcScene *scene, VcObservation *observation,
                       GSource *waker, const VcParameterNews *news,
                       gpointer user_data)
{
  VcParameterDesk *self = g_new0 (VcParameterDesk, 1);

  self->scene = scene;
  self->observation = observation;
  self->waker = waker;
  self->news = news;
  self->user_data = user_data;
  self->handler = g_signal_connect (scene, "parameters-changed",
                                    G_CALLBACK (on_parameters_changed), self);
  self->is_stale = TRUE;
  vc_parameter_desk_look (self);
  return self;
}

void
vc_parameter_desk_free (VcParameterDesk *self)
{
  g_signal_handler_disconnect (self->scene, self->handler);
  g_clear_pointer (&self->parameters, g_variant_unref);
  g_free (self);
}

void
vc_parameter_desk_apply (VcParameterDesk *self, VcPatch *patch)
{
  g_autoptr (GVariant) values = vc_patch_get_values (patch);
  g_autoptr (GError) error = NULL;

  if (vc_scene_set_parameters (self->scene, values, &error)) {
    vc_observation_tell_parameters (self->observation, values);
    self->is_stale = TRUE;
  } else {
    self->news->refused (error->message, self->user_data);
  }
  /* Whoever waited finds the new values. */
  vc_parameter_desk_look (self);
  vc_patch_finish (patch, error);
}

void
vc_parameter_desk_look (VcParameterDesk *self)
{
  g_autoptr (GVariant) now = NULL;

  if (!self->is_stale)
    return;
  self->is_stale = FALSE;
  now = vc_scene_dup_parameters (self->scene);
  if (self->parameters && g_variant_equal (self->parameters, now))
    return;
  g_clear_pointer (&self->parameters, g_variant_unref);
  self->parameters = g_variant_ref (now);
  self->news->changed (now, self->user_data);
}
