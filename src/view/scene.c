/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcScene: the interface behind which any renderer stands.
 */

#include "scene.h"

#include <math.h>

enum {
  CHANGED,
  STATUS,
  IDENTIFIED,
  PARAMETERS_CHANGED,
  CAMERA_CHANGED,
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (VcScene, vc_scene, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (VcStatus, vc_status, vc_status_copy, vc_status_free)

static void
vc_scene_default_init (VcSceneInterface *iface)
{
  signals[CHANGED] =
    g_signal_new ("changed", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[STATUS] = g_signal_new ("status", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  VC_TYPE_STATUS | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[IDENTIFIED] =
    g_signal_new ("identified", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  signals[PARAMETERS_CHANGED] =
    g_signal_new ("parameters-changed", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CAMERA_CHANGED] =
    g_signal_new ("camera-changed", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[PICKED] =
    g_signal_new ("picked", VC_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
}

VcStatus *
vc_status_new (VcStatusKind kind, double progress, const char *text)
{
  VcStatus *self = g_new (VcStatus, 1);

  self->kind = kind;
  self->progress = progress;
  self->text = g_strdup (text);
  return self;
}

VcStatus *
vc_status_copy (const VcStatus *self)
{
  g_return_val_if_fail (self, NULL);

  return vc_status_new (self->kind, self->progress, self->text);
}

void
vc_status_free (VcStatus *self)
{
  if (!self)
    return;
  g_free (self->text);
  g_free (self);
}

gboolean
vc_scene_setup (VcScene *self, GError **error)
{
  g_return_val_if_fail (VC_IS_SCENE (self), FALSE);

  return VC_SCENE_GET_IFACE (self)->setup (self, error);
}

void
vc_scene_teardown (VcScene *self)
{
  g_return_if_fail (VC_IS_SCENE (self));

  VC_SCENE_GET_IFACE (self)->teardown (self);
}

void
vc_scene_resize (VcScene *self, int width, int height)
{
  g_return_if_fail (VC_IS_SCENE (self));

  VC_SCENE_GET_IFACE (self)->resize (self, width, height);
}

void
vc_scene_handle_event (VcScene *self, const VcEvent *event)
{
  g_return_if_fail (VC_IS_SCENE (self));
  g_return_if_fail (event);

  VC_SCENE_GET_IFACE (self)->handle_event (self, event);
}

/* @stride: what was offered; there may be no view. */
static gboolean
is_frame_sane (const VcFrame *frame, int stride)
{
  return frame->width >= 1 && frame->width <= stride / 4 &&
         frame->height >= 1 &&
         (frame->view_height == 0 || frame->height <= frame->view_height) &&
         frame->stride >= 4 * frame->width && frame->stride <= stride;
}

VcRenderResult
vc_scene_render (VcScene *self, const VcRenderRequest *request, VcFrame *frame)
{
  VcRenderResult result;
  int stride;

  g_return_val_if_fail (VC_IS_SCENE (self), VC_RENDER_FAILED);
  g_return_val_if_fail (request && frame, VC_RENDER_FAILED);

  stride = frame->stride;
  result = VC_SCENE_GET_IFACE (self)->render (self, request, frame);
  if (result != VC_RENDER_DONE || is_frame_sane (frame, stride))
    return result;
  g_critical ("Scene %s rendered %d × %d pixels with a stride of %d bytes",
              G_OBJECT_TYPE_NAME (self), frame->width, frame->height,
              frame->stride);
  return VC_RENDER_FAILED;
}

GVariant *
vc_scene_save_state (VcScene *self)
{
  VcSceneInterface *iface;
  GVariant *state;

  g_return_val_if_fail (VC_IS_SCENE (self), NULL);

  iface = VC_SCENE_GET_IFACE (self);
  state = iface->save_state ? iface->save_state (self)
                            : g_variant_new ("a{sv}", NULL);
  return g_variant_take_ref (state);
}

gboolean
vc_scene_restore_state (VcScene *self, GVariant *state, GError **error)
{
  g_autoptr (GVariant) owned = NULL;
  VcSceneInterface *iface;

  g_return_val_if_fail (VC_IS_SCENE (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (state, G_VARIANT_TYPE_VARDICT),
                        FALSE);

  iface = VC_SCENE_GET_IFACE (self);
  owned = g_variant_ref_sink (state);
  if (iface->restore_state)
    return iface->restore_state (self, state, error);
  if (g_variant_n_children (state) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "Failed to restore the state of a %s: it has none",
               G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

char *
vc_scene_dup_identity (VcScene *self)
{
  VcSceneInterface *iface;

  g_return_val_if_fail (VC_IS_SCENE (self), NULL);

  iface = VC_SCENE_GET_IFACE (self);
  return iface->dup_identity ? iface->dup_identity (self) : NULL;
}

/* A scene that describes what cannot be set has a fault. */
GVariant *
vc_scene_dup_parameters (VcScene *self)
{
  g_autoptr (GVariant) parameters = NULL;
  g_autoptr (GError) error = NULL;
  VcSceneInterface *iface;

  g_return_val_if_fail (VC_IS_SCENE (self), NULL);

  iface = VC_SCENE_GET_IFACE (self);
  if (iface->dup_parameters)
    parameters = g_variant_take_ref (iface->dup_parameters (self));
  if (parameters && vc_parameters_validate (parameters, &error))
    return g_steal_pointer (&parameters);
  if (error)
    g_critical ("Scene %s has bad parameters: %s", G_OBJECT_TYPE_NAME (self),
                error->message);
  return g_variant_ref_sink (vc_parameters_new_empty ());
}

gboolean
vc_scene_set_parameters (VcScene *self, GVariant *values, GError **error)
{
  g_autoptr (GVariant) owned = NULL, parameters = NULL, checked = NULL;
  VcSceneInterface *iface;

  g_return_val_if_fail (VC_IS_SCENE (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_VARDICT),
                        FALSE);

  iface = VC_SCENE_GET_IFACE (self);
  owned = g_variant_ref_sink (values);
  parameters = vc_scene_dup_parameters (self);
  checked = vc_parameters_check (parameters, values, error);
  if (!checked)
    return FALSE;
  return g_variant_n_children (checked) == 0 ||
         iface->set_parameters (self, checked, error);
}

void
vc_scene_emit_changed (VcScene *self, VcTier tier)
{
  g_return_if_fail (VC_IS_SCENE (self));

  g_signal_emit (self, signals[CHANGED], 0, (int)tier);
}

void
vc_scene_emit_status (VcScene *self, const VcStatus *status)
{
  g_return_if_fail (VC_IS_SCENE (self));
  g_return_if_fail (status);

  g_signal_emit (self, signals[STATUS], 0, status);
}

void
vc_scene_emit_identified (VcScene *self)
{
  g_return_if_fail (VC_IS_SCENE (self));

  g_signal_emit (self, signals[IDENTIFIED], 0);
}

void
vc_scene_emit_parameters_changed (VcScene *self)
{
  g_return_if_fail (VC_IS_SCENE (self));

  g_signal_emit (self, signals[PARAMETERS_CHANGED], 0);
}

static void
emit_variant (VcScene *self, guint signal, GVariant *variant)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);

  g_signal_emit (self, signal, 0, owned);
}

static gboolean
is_finite (GVariant *value)
{
  const double *numbers = NULL;
  gsize n = 0;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return isfinite (g_variant_get_double (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ad")))
    numbers = g_variant_get_fixed_array (value, &n, sizeof *numbers);
  for (gsize i = 0; i < n; i++)
    if (!isfinite (numbers[i]))
      return FALSE;
  return TRUE;
}

static gboolean
are_finite (GVariant *values)
{
  GVariantIter iter;
  GVariant *value;
  gboolean are_all = TRUE;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", NULL, &value))
    are_all &= is_finite (value);
  return are_all;
}

void
vc_scene_emit_camera_changed (VcScene *self, GVariant *camera)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_if_fail (VC_IS_SCENE (self));
  g_return_if_fail (g_variant_is_of_type (camera, G_VARIANT_TYPE_VARDICT));

  owned = g_variant_ref_sink (camera);
  if (are_finite (owned))
    emit_variant (self, signals[CAMERA_CHANGED], owned);
}

void
vc_scene_emit_picked (VcScene *self, GVariant *pick)
{
  g_return_if_fail (VC_IS_SCENE (self));
  g_return_if_fail (g_variant_is_of_type (pick, G_VARIANT_TYPE_VARDICT));

  emit_variant (self, signals[PICKED], pick);
}
