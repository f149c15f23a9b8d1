/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHealth: what a supervisor may know of a session without a token.
 */

#include "health.h"

#include <json-glib/json-glib.h>

char *
vc_health_describe (const VcHealth *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "status",
                                 self->failed ? "failed" : "ok");
  json_object_set_string_member (object, "version", VC_VERSION);
  json_object_set_int_member (object, "viewers", self->n_viewers);
  json_object_set_int_member (object, "renders", self->view.renders);
  json_object_set_int_member (object, "aborted", self->view.aborted);
  json_object_set_int_member (object, "events", self->view.events);
  json_object_set_int_member (object, "coalesced", self->view.coalesced);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}
