/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDataScene: the built-in scene, files and test objects drawn by VTK.
 */

#include "data-scene.h"

#include "builtin.h"
#include "data-scene-internal.h"
#include "guard.h"
#include "holdings.h"
#include "loading.h"
#include "stage.h"

struct _VcDataScene {
  GObject parent_instance;

  char **locations;
  int gpu;
  gboolean is_still;
  VcHoldings *holdings;

  /* From setup to teardown, in the render thread alone. */
  VcStage *stage;
  VcLoading *loading;
  GThread *thread;
};

static void
stop_in_render (VcDataScene *self)
{
  g_clear_pointer (&self->loading, [] (VcLoading *loading) { delete loading; });
  g_clear_pointer (&self->stage, [] (VcStage *stage) { delete stage; });
  vc_holdings_clear (self->holdings);
}

static gboolean
start_in_render (VcDataScene *self, GError **error)
{
  GMainContext *context = g_main_context_get_thread_default ();
  VcScene *scene = VC_SCENE (self);

  self->stage = new VcStage ();
  self->stage->OnChanged = [scene] (VcTier tier) {
    vc_scene_emit_changed (scene, tier);
  };
  self->stage->OnParameters = [scene] {
    vc_scene_emit_parameters_changed (scene);
  };
  self->stage->OnCamera = [scene] (GVariant *camera) {
    vc_scene_emit_camera_changed (scene, camera);
  };
  self->stage->OnPicked = [scene] (GVariant *pick) {
    vc_scene_emit_picked (scene, pick);
  };
  if (!self->stage->Setup (self->gpu, context, error))
    return FALSE;
  self->loading = new VcLoading (self->stage, self->holdings, context);
  self->loading->OnChanged = [scene] {
    vc_scene_emit_changed (scene, VC_TIER_FULL);
  };
  self->loading->OnStatus = [scene] (const VcStatus *status) {
    vc_scene_emit_status (scene, status);
  };
  self->loading->OnIdentified = [scene] { vc_scene_emit_identified (scene); };
  if (self->is_still)
    self->stage->DisableAnimation ();
  self->loading->Start (self->locations);
  return TRUE;
}

static gboolean
vc_data_scene_setup (VcScene *scene, GError **error)
{
  VcDataScene *self = VC_DATA_SCENE (scene);
  gboolean done = FALSE;

  g_return_val_if_fail (!self->stage, FALSE);
  self->thread = g_thread_self ();
  if (!vc_guard ("set the scene up",
                 [&] { done = start_in_render (self, error); }))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "Failed to set the scene up");
  if (!done)
    vc_guard ("take the scene down", [&] { stop_in_render (self); });
  return done;
}

static void
vc_data_scene_teardown (VcScene *scene)
{
  VcDataScene *self = VC_DATA_SCENE (scene);

  g_return_if_fail (self->thread == g_thread_self ());
  vc_guard ("take the scene down", [&] { stop_in_render (self); });
}

static void
vc_data_scene_resize (VcScene *scene, int width, int height)
{
  VcDataScene *self = VC_DATA_SCENE (scene);

  g_return_if_fail (self->thread == g_thread_self ());
  if (vc_guard ("change the size",
                [&] { self->stage->Resize (width, height); }))
    vc_scene_emit_changed (scene, VC_TIER_FULL);
}

static void
vc_data_scene_handle_event (VcScene *scene, const VcEvent *event)
{
  VcDataScene *self = VC_DATA_SCENE (scene);

  g_return_if_fail (self->thread == g_thread_self ());
  vc_guard ("handle an event", [&] { self->stage->HandleEvent (event); });
}

static VcRenderResult
vc_data_scene_render (VcScene *scene, const VcRenderRequest *request,
                      VcFrame *frame)
{
  VcDataScene *self = VC_DATA_SCENE (scene);
  VcRenderResult result = VC_RENDER_FAILED;
  g_autoptr (VcStatus) status = NULL;

  g_return_val_if_fail (self->thread == g_thread_self (), VC_RENDER_FAILED);
  if (vc_guard ("render",
                [&] { result = self->stage->Render (request, frame); }))
    return result;
  status = vc_status_new (VC_STATUS_FAILED, 1,
                          "The picture could not be rendered: too little "
                          "memory, or a failure in VTK");
  vc_scene_emit_status (scene, status);
  return VC_RENDER_FAILED;
}

static GVariant *
vc_data_scene_save_state (VcScene *scene)
{
  VcDataScene *self = VC_DATA_SCENE (scene);
  GVariant *state = nullptr;

  g_return_val_if_fail (self->thread == g_thread_self (), nullptr);
  if (vc_guard ("save the state", [&] { state = self->stage->SaveState (); }))
    return state;
  return g_variant_new ("a{sv}", nullptr);
}

static gboolean
vc_data_scene_restore_state (VcScene *scene, GVariant *state, GError **error)
{
  VcDataScene *self = VC_DATA_SCENE (scene);
  gboolean done = FALSE;

  g_return_val_if_fail (self->thread == g_thread_self (), FALSE);
  if (!vc_guard ("restore the state",
                 [&] { done = self->stage->RestoreState (state, error); }))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "Failed to restore the state of the scene");
  return done;
}

static char *
vc_data_scene_dup_identity (VcScene *scene)
{
  VcDataScene *self = VC_DATA_SCENE (scene);

  g_return_val_if_fail (self->thread == g_thread_self (), nullptr);
  return self->loading->DupIdentity ();
}

static GVariant *
vc_data_scene_dup_parameters (VcScene *scene)
{
  VcDataScene *self = VC_DATA_SCENE (scene);
  GVariant *parameters = nullptr;

  g_return_val_if_fail (self->thread == g_thread_self (), nullptr);
  if (vc_guard ("describe the parameters",
                [&] { parameters = self->stage->DescribeParameters (); }))
    return parameters;
  return vc_parameters_new_empty ();
}

static gboolean
vc_data_scene_set_parameters (VcScene *scene, GVariant *values, GError **error)
{
  VcDataScene *self = VC_DATA_SCENE (scene);

  g_return_val_if_fail (self->thread == g_thread_self (), FALSE);
  if (vc_guard ("set parameters", [&] { self->stage->SetParameters (values); }))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       "The scene could not be changed: too little memory, or "
                       "a failure in VTK");
  return FALSE;
}

static void
vc_data_scene_scene_init (VcSceneInterface *iface)
{
  iface->setup = vc_data_scene_setup;
  iface->teardown = vc_data_scene_teardown;
  iface->resize = vc_data_scene_resize;
  iface->handle_event = vc_data_scene_handle_event;
  iface->render = vc_data_scene_render;
  iface->save_state = vc_data_scene_save_state;
  iface->restore_state = vc_data_scene_restore_state;
  iface->dup_identity = vc_data_scene_dup_identity;
  iface->dup_parameters = vc_data_scene_dup_parameters;
  iface->set_parameters = vc_data_scene_set_parameters;
}

static GPtrArray *
vc_data_scene_dup_nodes (VcCatalog *catalog)
{
  return vc_holdings_dup_nodes (VC_DATA_SCENE (catalog)->holdings);
}

static VcSlice *
vc_data_scene_slice (VcCatalog *catalog, const VcSliceRequest *request,
                     GError **error)
{
  return vc_holdings_slice (VC_DATA_SCENE (catalog)->holdings, request, error);
}

static void
vc_data_scene_catalog_init (VcCatalogInterface *iface)
{
  iface->dup_nodes = vc_data_scene_dup_nodes;
  iface->slice = vc_data_scene_slice;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
  VcDataScene, vc_data_scene, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (VC_TYPE_SCENE, vc_data_scene_scene_init)
    G_IMPLEMENT_INTERFACE (VC_TYPE_CATALOG, vc_data_scene_catalog_init))

static void
vc_data_scene_finalize (GObject *object)
{
  VcDataScene *self = VC_DATA_SCENE (object);

  g_assert (!self->stage);
  g_strfreev (self->locations);
  vc_holdings_free (self->holdings);
  G_OBJECT_CLASS (vc_data_scene_parent_class)->finalize (object);
}

static void
vc_data_scene_init (VcDataScene *self)
{
  self->holdings = vc_holdings_new ();
}

static void
vc_data_scene_class_init (VcDataSceneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_data_scene_finalize;
}

gboolean
vc_data_scene_check_location (const char *location, GError **error)
{
  g_return_val_if_fail (location, FALSE);

  if (!g_str_has_prefix (location, VC_BUILTIN_PREFIX))
    return vc_loader_check (location, error);
  if (vc_builtin_exists (location))
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_NOT_FOUND,
               "There is no built-in scene “%s”; there are vtkcast:cone, "
               "vtkcast:mesh and vtkcast:patches",
               location);
  return FALSE;
}

VcDataScene *
vc_data_scene_new (const char *const *locations, int gpu)
{
  VcDataScene *self;

  g_return_val_if_fail (locations, NULL);
  g_return_val_if_fail (gpu >= VC_GPU_NONE, NULL);

  self = VC_DATA_SCENE (g_object_new (VC_TYPE_DATA_SCENE, NULL));
  self->locations = g_strdupv ((char **)locations);
  self->gpu = gpu;
  return self;
}

void
vc_data_scene_disable_animation (VcDataScene *self)
{
  g_return_if_fail (VC_IS_DATA_SCENE (self));
  g_return_if_fail (!self->stage);

  self->is_still = TRUE;
}

const char *
vc_data_scene_get_renderer_name (VcDataScene *self)
{
  g_return_val_if_fail (VC_IS_DATA_SCENE (self), NULL);

  return self->stage ? self->stage->GetRendererName () : NULL;
}

vtkRenderer *
vc_data_scene_get_renderer (VcDataScene *self)
{
  return self->stage ? self->stage->GetRenderer () : nullptr;
}

vtkRenderWindowInteractor *
vc_data_scene_get_interactor (VcDataScene *self)
{
  return self->stage ? self->stage->GetInteractor () : nullptr;
}
