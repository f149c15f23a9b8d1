/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransportDesk: what viewers are told of a replay, and may ask of it.
 */

#include "transport-desk.h"

#include "json.h"
#include "rpc.h"

struct _VcTransportDesk {
  VcTransport *transport;
  const VcRoster *roster;
};

static JsonObject *
describe_state (VcTransportDesk *self)
{
  JsonObject *object = json_object_new ();
  VcTransportState state;

  vc_transport_get_state (self->transport, &state);
  json_object_set_double_member (object, "position", state.position);
  json_object_set_double_member (object, "duration", state.duration);
  json_object_set_boolean_member (object, "playing", state.playing);
  json_object_set_double_member (object, "speed", state.speed);
  return object;
}

static JsonArray *
describe_marks (VcTransportDesk *self)
{
  const GArray *marks = vc_transport_get_marks (self->transport);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < marks->len; i++) {
    const VcTransportMark *mark = &g_array_index (marks, VcTransportMark, i);
    JsonObject *object = json_object_new ();

    json_object_set_double_member (object, "position", mark->position);
    json_object_set_string_member (object, "what", mark->what);
    json_array_add_object_element (array, object);
  }
  return array;
}

static void
on_changed (VcTransport *transport, gpointer user_data)
{
  VcTransportDesk *self = user_data;
  g_autofree char *text =
    vc_rpc_build_notification ("replay", describe_state (self));

  vc_roster_send_control (self->roster, text);
}

VcTransportDesk *
vc_transport_desk_new (VcTransport *transport, const VcRoster *roster)
{
  VcTransportDesk *self = g_new0 (VcTransportDesk, 1);

  self->roster = roster;
  if (transport == NULL)
    return self;
  self->transport = g_object_ref (transport);
  g_signal_connect (transport, "transport-changed", G_CALLBACK (on_changed),
                    self);
  return self;
}

void
vc_transport_desk_free (VcTransportDesk *self)
{
  if (self->transport != NULL)
    g_signal_handlers_disconnect_by_data (self->transport, self);
  g_clear_object (&self->transport);
  g_free (self);
}

void
vc_transport_desk_welcome (VcTransportDesk *self, VcViewer *viewer)
{
  g_autofree char *text = NULL;
  JsonObject *params;

  if (self->transport == NULL)
    return;
  params = describe_state (self);
  json_object_set_array_member (params, "marks", describe_marks (self));
  text = vc_rpc_build_notification ("replay", params);
  vc_peer_send (viewer->peer, VC_CHANNEL_CONTROL, text);
}

gboolean
vc_transport_desk_is_open (const VcTransportDesk *self)
{
  return self->transport != NULL;
}

static gboolean
read_play (JsonObject *params, gboolean *playing)
{
  return !json_object_has_member (params, "play") ||
         vc_json_get_boolean (params, "play", playing);
}

static gboolean
read_number (JsonObject *params, const char *name, double min, double max,
             double *value)
{
  return !json_object_has_member (params, name) ||
         (vc_json_get_number (params, name, value) && *value >= min &&
          *value <= max);
}

JsonObject *
vc_transport_desk_request (VcTransportDesk *self, JsonObject *params,
                           gboolean controls)
{
  VcTransportState wanted;

  vc_transport_get_state (self->transport, &wanted);
  wanted.position = -1;
  if (!read_play (params, &wanted.playing) ||
      !read_number (params, "speed", VC_TRANSPORT_SPEED_MIN,
                    VC_TRANSPORT_SPEED_MAX, &wanted.speed) ||
      !read_number (params, "seek", 0, wanted.duration, &wanted.position))
    return NULL;
  if (controls)
    vc_transport_command (self->transport, &wanted);
  return describe_state (self);
}
