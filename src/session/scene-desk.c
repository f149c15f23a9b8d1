/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSceneDesk: what viewers are told of a scene.
 */

#include "scene-desk.h"

#include <string.h>

#include "channels.h"
#include "json-text.h"
#include "scene-text.h"
#include "timer.h"

/* Who drags a slider or the camera is told of it no more often. */
#define TELL_MS 100
/* With one more value, however long, it still fits into a message. */
#define VALUES_LENGTH (VC_CHANNEL_MESSAGE_MAX / 2)

/**
 * _VcSceneDesk:
 * @parameters: as viewers were told
 * @timer: until then nobody is told again
 * @requests: (element-type Request): that wait for the scene
 */
struct _VcSceneDesk {
  VcView *view;
  const VcRoster *roster;

  GVariant *parameters;
  GVariant *camera;
  GSource *timer;
  GPtrArray *requests;
};

/**
 * Request:
 * @desk: (nullable): NULL: it is gone
 * @viewer: number of who waits
 */
typedef struct {
  VcSceneDesk *desk;
  guint viewer;
  JsonNode *id;
} Request;

static void
request_free (Request *self)
{
  g_clear_pointer (&self->id, json_node_unref);
  g_free (self);
}

static char *
print_variant (GVariant *variant)
{
  GString *text = g_string_new (NULL);

  vc_json_add_variant (text, variant);
  return g_string_free (text, FALSE);
}

static char *
build_schema (GVariant *parameters)
{
  GString *text = g_string_new ("{\"schema\":");

  vc_scene_text_add_schema (text, parameters);
  g_string_append_c (text, '}');
  return vc_rpc_build_notification_text ("parameters",
                                         g_string_free (text, FALSE));
}

/* (transfer full) (element-type char*): pages put together what comes in
 * several messages; at least one. */
static GPtrArray *
build_values (GVariant *values)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  GString *object = g_string_new ("{");
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    if (object->len > VALUES_LENGTH) {
      g_string_append_c (object, '}');
      g_ptr_array_add (texts, vc_rpc_build_notification_text (
                                "values", g_string_free (object, FALSE)));
      object = g_string_new ("{");
    }
    vc_json_add_name (object, name);
    vc_json_add_variant (object, value);
  }
  g_string_append_c (object, '}');
  g_ptr_array_add (texts, vc_rpc_build_notification_text (
                            "values", g_string_free (object, FALSE)));
  return texts;
}

static void
send (VcViewer *viewer, const char *text)
{
  vc_peer_send (viewer->peer, VC_CHANNEL_CONTROL, text);
}

/* To those who asked for any of @events. */
static void
send_event (VcSceneDesk *self, const char *text, VcViewerEvents events)
{
  for (guint i = 0; i < self->roster->viewers->len; i++) {
    VcViewer *viewer = self->roster->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN && (viewer->events & events) != 0)
      send (viewer, text);
  }
}

/* (transfer full): those of @now that are not as in @before. */
static GVariant *
find_new_values (GVariant *before, GVariant *now)
{
  g_autoptr (GVariant) old = vc_parameters_get_values (before);
  g_autoptr (GVariant) values = vc_parameters_get_values (now);
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    g_autoptr (GVariant) known = g_variant_lookup_value (old, name, NULL);

    if (known == NULL || !g_variant_equal (known, value))
      g_variant_builder_add (&builder, "{sv}", name, value);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* Returns whether there was anything to tell. */
static gboolean
tell_parameters (VcSceneDesk *self)
{
  g_autoptr (GVariant) now = vc_view_dup_parameters (self->view);
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autofree char *schema = NULL;

  if (g_variant_equal (self->parameters, now))
    return FALSE;
  if (!vc_parameters_are_alike (self->parameters, now)) {
    schema = build_schema (now);
    vc_roster_send_control (self->roster, schema);
    values = vc_parameters_get_values (now);
  } else {
    values = find_new_values (self->parameters, now);
  }
  texts = build_values (values);
  for (guint i = 0; i < texts->len; i++)
    vc_roster_send_control (self->roster, texts->pdata[i]);
  g_variant_unref (self->parameters);
  self->parameters = g_steal_pointer (&now);
  return TRUE;
}

static gboolean
tell_camera (VcSceneDesk *self)
{
  g_autoptr (GVariant) now = vc_view_dup_camera (self->view);
  g_autofree char *text = NULL;

  if (now == NULL ||
      (self->camera != NULL && g_variant_equal (self->camera, now)))
    return FALSE;
  text = vc_rpc_build_notification_text ("camera", print_variant (now));
  send_event (self, text, VC_VIEWER_EVENT_CAMERA);
  g_clear_pointer (&self->camera, g_variant_unref);
  self->camera = g_steal_pointer (&now);
  return TRUE;
}

static gboolean
tell_news (VcSceneDesk *self)
{
  gboolean is_news = tell_parameters (self);

  return tell_camera (self) || is_news;
}

static gboolean
on_timer (gpointer user_data)
{
  VcSceneDesk *self = user_data;

  if (tell_news (self))
    return G_SOURCE_CONTINUE;
  vc_timer_clear (&self->timer);
  return G_SOURCE_REMOVE;
}

/* At once, and what comes soon after when its time has come. */
static void
tell (VcSceneDesk *self)
{
  if (self->timer != NULL || !tell_news (self))
    return;
  self->timer = vc_timer_new (TELL_MS, on_timer, self);
}

static void
on_picked (VcView *view, GVariant *pick, gpointer user_data)
{
  VcSceneDesk *self = user_data;
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (pick);
  g_autoptr (GVariant) whole = NULL;
  g_autofree char *text = NULL;

  /* Anything that JSON text does not know becomes null. */
  if (!g_variant_dict_contains (&dict, "position"))
    g_variant_dict_insert (&dict, "position", "y", 0);
  whole = g_variant_ref_sink (g_variant_dict_end (&dict));
  text = vc_rpc_build_notification_text ("pick", print_variant (whole));
  send_event (self, text, VC_VIEWER_EVENT_PICK);
}

VcSceneDesk *
vc_scene_desk_new (VcView *view, const VcRoster *roster)
{
  VcSceneDesk *self = g_new0 (VcSceneDesk, 1);

  self->view = g_object_ref (view);
  self->roster = roster;
  self->parameters = vc_view_dup_parameters (view);
  self->camera = vc_view_dup_camera (view);
  self->requests = g_ptr_array_new ();
  g_signal_connect_swapped (view, "parameters-changed", G_CALLBACK (tell),
                            self);
  g_signal_connect_swapped (view, "camera-changed", G_CALLBACK (tell), self);
  g_signal_connect (view, "picked", G_CALLBACK (on_picked), self);
  return self;
}

void
vc_scene_desk_free (VcSceneDesk *self)
{
  g_signal_handlers_disconnect_by_data (self->view, self);
  for (guint i = 0; i < self->requests->len; i++)
    ((Request *)self->requests->pdata[i])->desk = NULL;
  g_ptr_array_unref (self->requests);
  vc_timer_clear (&self->timer);
  g_variant_unref (self->parameters);
  g_clear_pointer (&self->camera, g_variant_unref);
  g_object_unref (self->view);
  g_free (self);
}

/* What all know, so that what they are told next is news to this one, too. */
void
vc_scene_desk_welcome (VcSceneDesk *self, VcViewer *viewer)
{
  g_autofree char *schema = build_schema (self->parameters);
  g_autoptr (GVariant) values = vc_parameters_get_values (self->parameters);
  g_autoptr (GPtrArray) texts = build_values (values);

  send (viewer, schema);
  for (guint i = 0; i < texts->len; i++)
    send (viewer, texts->pdata[i]);
}

/* @error: (nullable) */
static void
reply (VcViewer *viewer, JsonNode *id, const char *error)
{
  g_autofree char *text = NULL;

  if (id == NULL)
    return;
  text = error != NULL ? vc_rpc_build_error (id, VC_RPC_INVALID_PARAMS, error)
                       : vc_rpc_build_result (id, json_object_new ());
  send (viewer, text);
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  VcSceneDesk *self = request->desk;
  g_autoptr (GError) error = NULL;
  VcViewer *viewer;

  vc_view_set_parameters_finish (result, &error);
  if (self != NULL) {
    g_ptr_array_remove_fast (self->requests, request);
    viewer = vc_roster_find_number (self->roster, request->viewer);
    if (viewer != NULL)
      reply (viewer, request->id, error != NULL ? error->message : NULL);
  }
  request_free (request);
}

static void
set_parameters (VcSceneDesk *self, VcViewer *viewer, const VcRpcCall *call)
{
  JsonNode *node = json_object_get_member (call->params, "values");
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GError) error = NULL;
  Request *request;

  if (viewer != self->roster->controller) {
    reply (viewer, call->id, "Only the viewer who controls sets parameters");
    return;
  }
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    reply (viewer, call->id, "“values” is missing or no object");
    return;
  }
  values = vc_scene_text_read_values (json_node_get_object (node), &error);
  if (values == NULL) {
    reply (viewer, call->id, error->message);
    return;
  }
  request = g_new0 (Request, 1);
  request->desk = self;
  request->viewer = viewer->number;
  request->id = call->id != NULL ? json_node_copy (call->id) : NULL;
  g_ptr_array_add (self->requests, request);
  vc_view_set_parameters_async (self->view, values, on_set, request);
}

static gboolean
read_events (JsonObject *params, VcViewerEvents *events)
{
  JsonNode *node = json_object_get_member (params, "events");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  *events = 0;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    const char *name =
      JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;

    if (g_strcmp0 (name, "camera") == 0)
      *events |= VC_VIEWER_EVENT_CAMERA;
    else if (g_strcmp0 (name, "pick") == 0)
      *events |= VC_VIEWER_EVENT_PICK;
    else
      return FALSE;
  }
  return TRUE;
}

static void
subscribe (VcSceneDesk *self, VcViewer *viewer, const VcRpcCall *call)
{
  g_autofree char *text = NULL;

  if (!read_events (call->params, &viewer->events)) {
    reply (viewer, call->id,
           "“events” must be an array of “camera” and “pick”");
    return;
  }
  reply (viewer, call->id, NULL);
  if ((viewer->events & VC_VIEWER_EVENT_CAMERA) == 0 || self->camera == NULL)
    return;
  text =
    vc_rpc_build_notification_text ("camera", print_variant (self->camera));
  send (viewer, text);
}

gboolean
vc_scene_desk_take (VcSceneDesk *self, VcViewer *viewer, const VcRpcCall *call)
{
  if (strcmp (call->method, "setParameters") == 0)
    set_parameters (self, viewer, call);
  else if (strcmp (call->method, "subscribe") == 0)
    subscribe (self, viewer, call);
  else
    return FALSE;
  return TRUE;
}

char *
vc_scene_desk_describe_values (VcSceneDesk *self)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (self->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);

  return print_variant (values);
}

char *
vc_scene_desk_describe (VcSceneDesk *self)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (self->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  g_autoptr (VcStatus) status = vc_view_dup_status (self->view);
  gboolean has_title = status != NULL && status->kind == VC_STATUS_READY;
  GString *text = g_string_new ("{");

  vc_json_add_name (text, "title");
  vc_json_add_string (text, has_title && status->text ? status->text : "");
  vc_json_add_name (text, "schema");
  vc_scene_text_add_schema (text, parameters);
  vc_json_add_name (text, "values");
  vc_json_add_variant (text, values);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}
