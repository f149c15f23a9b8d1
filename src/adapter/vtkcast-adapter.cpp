/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAdapter: the render window of a program, as a scene for vtkcast.
 *
 * The scene's functions are called in the view's render thread. If that owns
 * the window, they work on it at once; otherwise through an Exchange.
 */

#include "vtkcast-adapter.h"

#include <cstring>

#include "adapter-data.h"

/**
 * _VcAdapter:
 * @data: what has C++ constructors
 * @context: (nullable): of the program; NULL: the render thread owns the window
 */
struct _VcAdapter {
  GObject parent;

  Data *data;
  GMainContext *context;
};

#include "adapter-threads.h"

static void
emit_status (VcScene *scene, VcStatusKind kind, const char *text)
{
  g_autoptr (VcStatus) status = vc_status_new (kind, 1, text);

  vc_scene_emit_status (scene, status);
}

static gboolean
vc_adapter_setup (VcScene *scene, GError **)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;

  {
    std::lock_guard<std::mutex> locker (data->lock);
    data->render_context = g_main_context_ref_thread_default ();
  }
  if (!self->context) {
    data->stage.OnChanged = [self] { on_animated (self); };
    data->stage.Attach (data->render_context);
    tell_view (self, on_invoked);
  }
  emit_status (scene, VC_STATUS_READY, data->title.c_str ());
  return TRUE;
}

static void
vc_adapter_teardown (VcScene *scene)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;

  data->exchange.Stop ();
  if (!self->context) {
    data->stage.Detach ();
    guard ([data] { data->window->Finalize (); });
  }
  std::lock_guard<std::mutex> locker (data->lock);
  g_main_context_unref (data->render_context);
  data->render_context = nullptr;
}

static void
vc_adapter_resize (VcScene *scene, int width, int height)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;
  bool is_ours = !self->context;

  data->in_render.width = width;
  data->in_render.height = height;
  /* A window that somebody looks at keeps its size. */
  do_job (self, [data, is_ours, width, height] {
    if (is_ours || data->window->GetOffScreenRendering ())
      data->stage.Resize (width, height);
  });
}

static void
vc_adapter_handle_event (VcScene *scene, const VcEvent *event)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;
  VcEvent mapped = *event;
  bool is_bare = event->type == VC_EVENT_POINTER_MOVE && event->buttons == 0;

  if (data->in_render.shown) {
    VcLetterbox box = data->in_render.shown->GetBox (data->in_render.width,
                                                     data->in_render.height);

    vc_letterbox_map_event (&box, data->in_render.width, data->in_render.height,
                            &mapped);
  }
  do_job (
    self, [data, mapped] { data->stage.Apply (&mapped); }, event);
  /* The picture is no answer to everything any more. A mouse that passes over
   * it seldom changes it; if it does, that is told. */
  if (self->context && !is_bare)
    vc_scene_emit_changed (scene, VC_TIER_FULL);
}

static void
show (VcAdapter *self, VcFrame *frame)
{
  Data *data = self->data;
  const Picture *shown = data->in_render.shown.get ();
  shown->Draw (frame);
  if (memcmp (&shown->view, &data->in_render.view, sizeof (View)) == 0)
    return;
  data->in_render.view = shown->view;
  vc_scene_emit_camera_changed (VC_SCENE (self), shown->view.Describe ());
}

/* What the program has made, or an order for it. */
static VcRenderResult
fetch (VcAdapter *self, VcTier tier, VcFrame *frame)
{
  Data *data = self->data;
  bool is_stale = false;

  if (!data->exchange.Fetch (&data->in_render.shown, &is_stale)) {
    if (data->exchange.Want (tier))
      wake_program (self);
    return VC_RENDER_PENDING;
  }
  show (self, frame);
  data->in_render.shown->Sign (frame);
  if (is_stale)
    vc_scene_emit_changed (VC_SCENE (self), VC_TIER_INTERACTIVE);
  /* Who wanted more gets this now, and asks again. */
  else if (tier == VC_TIER_FULL && frame->tier != VC_TIER_FULL)
    vc_scene_emit_changed (VC_SCENE (self), VC_TIER_FULL);
  return VC_RENDER_DONE;
}

static VcRenderResult
give_up (VcScene *scene, const VcRenderRequest *request)
{
  if (g_atomic_int_get (request->abort))
    return VC_RENDER_ABORTED;
  emit_status (scene, VC_STATUS_FAILED, "The window cannot be rendered.");
  return VC_RENDER_FAILED;
}

static VcRenderResult
vc_adapter_render (VcScene *scene, const VcRenderRequest *request,
                   VcFrame *frame)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;

  if (self->context)
    return fetch (self, request->tier, frame);
  if (!data->in_render.shown)
    data->in_render.shown.reset (new Picture);
  if (!data->stage.Render (request->tier, request->abort,
                           data->in_render.shown.get ()))
    return give_up (scene, request);
  show (self, frame);
  return VC_RENDER_DONE;
}

static GVariant *
vc_adapter_dup_parameters (VcScene *scene)
{
  return VC_ADAPTER (scene)->data->parameters.Dup ();
}

static gboolean
vc_adapter_set_parameters (VcScene *scene, GVariant *values, GError **error)
{
  VcAdapter *self = VC_ADAPTER (scene);
  Data *data = self->data;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (self->context && data->exchange.IsFull (error))
    return FALSE;
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
    Parameters::Changed changed = data->parameters.Set (name, value);
    std::shared_ptr<GVariant> kept (value, g_variant_unref);

    if (changed)
      do_job (self, [data, changed, kept] {
        data->stage.Dirty = true;
        changed (kept.get ());
      });
  }
  vc_scene_emit_changed (scene, VC_TIER_FULL);
  return TRUE;
}

static void
vc_adapter_scene_init (VcSceneInterface *iface)
{
  iface->setup = vc_adapter_setup;
  iface->teardown = vc_adapter_teardown;
  iface->resize = vc_adapter_resize;
  iface->handle_event = vc_adapter_handle_event;
  iface->render = vc_adapter_render;
  iface->dup_parameters = vc_adapter_dup_parameters;
  iface->set_parameters = vc_adapter_set_parameters;
}

G_DEFINE_TYPE_WITH_CODE (VcAdapter, vc_adapter, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (VC_TYPE_SCENE,
                                                vc_adapter_scene_init))

static void
vc_adapter_finalize (GObject *object)
{
  VcAdapter *self = VC_ADAPTER (object);

  if (self->context) {
    self->data->stage.Detach ();
    g_main_context_unref (self->context);
  }
  delete self->data;
  G_OBJECT_CLASS (vc_adapter_parent_class)->finalize (object);
}

static void
vc_adapter_init (VcAdapter *)
{
}

static void
vc_adapter_class_init (VcAdapterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_adapter_finalize;
}

VcAdapter *
vc_adapter_new (vtkRenderWindow *window, vtkRenderWindowInteractor *interactor)
{
  VcAdapter *self;

  g_return_val_if_fail (window, nullptr);

  self = VC_ADAPTER (g_object_new (VC_TYPE_ADAPTER, nullptr));
  self->data = new Data (window, interactor);
  self->data->stage.Clicks.OnPicked = [self] (const VcAdapterPick &pick) {
    tell_pick (self, pick);
  };
  return self;
}

VcAdapter *
vc_adapter_new_in_context (vtkRenderWindow *window,
                           vtkRenderWindowInteractor *interactor,
                           GMainContext *context)
{
  VcAdapter *self = vc_adapter_new (window, interactor);

  g_return_val_if_fail (self, nullptr);

  self->context =
    g_main_context_ref (context ? context : g_main_context_default ());
  self->data->stage.OnRendered = [self] { take_rendered (self); };
  self->data->stage.OnChanged = [self] { tell_view (self, on_animated); };
  self->data->stage.Attach (self->context);
  return self;
}

void
vc_adapter_set_waker (VcAdapter *self, std::function<void ()> wake)
{
  self->data->wake = std::move (wake);
}

void
vc_adapter_set_title (VcAdapter *self, const char *title)
{
  self->data->title = title;
}

void
vc_adapter_set_picked (VcAdapter *self,
                       std::function<void (const VcAdapterPick &pick)> picked)
{
  self->data->picked = std::move (picked);
}

void
vc_adapter_disable_picks (VcAdapter *self)
{
  self->data->stage.Clicks.OnPicked = nullptr;
}

void
vc_adapter_invoke (VcAdapter *self, std::function<void ()> job)
{
  Data *data = self->data;
  bool is_news = data->exchange.Push ([data, job] {
    data->stage.Dirty = true;
    job ();
  });

  if (is_news && self->context)
    wake_program (self);
  else if (is_news)
    tell_view (self, on_invoked);
}

/* Pages follow, or the programmer is told what is wrong. */
static void
finish (VcAdapter *self, bool is_good, GError *error)
{
  if (is_good)
    tell_view (self, on_parameters);
  else
    g_warning ("vtkcast-adapter: %s", error->message);
  g_clear_error (&error);
}

static void
add (VcAdapter *self, const char *name, const char *title, const char *kind,
     Parameters::Properties rest, Parameters::Changed changed)
{
  GError *error = nullptr;

  rest.push_back ({"title", g_variant_new_string (title)});
  rest.push_back ({"kind", g_variant_new_string (kind)});
  bool is_good =
    self->data->parameters.Add (name, rest, std::move (changed), &error);
  finish (self, is_good, error);
}

void
vc_adapter_add_slider (VcAdapter *self, const char *name, const char *title,
                       double minimum, double maximum, double value,
                       std::function<void (double)> changed)
{
  add (self, name, title, "number",
       {{"value", g_variant_new_double (value)},
        {"minimum", g_variant_new_double (minimum)},
        {"maximum", g_variant_new_double (maximum)}},
       [changed] (GVariant *v) { changed (g_variant_get_double (v)); });
}

void
vc_adapter_add_checkbox (VcAdapter *self, const char *name, const char *title,
                         bool value, std::function<void (bool)> changed)
{
  add (self, name, title, "boolean", {{"value", g_variant_new_boolean (value)}},
       [changed] (GVariant *v) { changed (g_variant_get_boolean (v)); });
}

void
vc_adapter_add_select (VcAdapter *self, const char *name, const char *title,
                       const std::vector<std::string> &choices,
                       const std::string &value,
                       std::function<void (const std::string &)> changed)
{
  add (
    self, name, title, "choice",
    {{"value", g_variant_new_string (value.c_str ())},
     {"choices", Parameters::NewList (choices)}},
    [changed] (GVariant *v) { changed (g_variant_get_string (v, nullptr)); });
}

void
vc_adapter_add_text (VcAdapter *self, const char *name, const char *title,
                     const std::string &value,
                     std::function<void (const std::string &)> changed)
{
  add (
    self, name, title, "text",
    {{"value", g_variant_new_string (value.c_str ())}},
    [changed] (GVariant *v) { changed (g_variant_get_string (v, nullptr)); });
}

void
vc_adapter_add_button (VcAdapter *self, const char *name, const char *title,
                       std::function<void ()> pressed)
{
  add (self, name, title, "action", {}, [pressed] (GVariant *) { pressed (); });
}

void
vc_adapter_describe (VcAdapter *self, const char *name, const char *key,
                     GVariant *property)
{
  GError *error = nullptr;
  bool is_good = self->data->parameters.Describe (name, key, property, &error);

  finish (self, is_good, error);
}

void
vc_adapter_set_value (VcAdapter *self, const char *name, GVariant *value)
{
  GError *error = nullptr;
  bool is_good = self->data->parameters.Assign (name, value, &error);

  finish (self, is_good, error);
}
