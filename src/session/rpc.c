/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON-RPC 2.0, the language of the data channel "control".
 */

#include "rpc.h"

#include <string.h>

#include "json.h"

#define DEPTH_MAX 16
#define METHOD_MAX 64 /* bytes */
#define ID_MAX 64     /* bytes */

G_DEFINE_QUARK (vc_rpc_error, vc_rpc_error)

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, VC_RPC_ERROR, VC_RPC_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
is_id (JsonNode *node)
{
  GType type;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return strlen (json_node_get_string (node)) <= ID_MAX;
  return type == G_TYPE_INT64;
}

static gboolean
read_id (VcRpcCall *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "id");

  if (node == NULL)
    return TRUE;
  if (!is_id (node))
    return fail (error, "“id” must be an integer, a short text or null");
  self->id = json_node_copy (node);
  return TRUE;
}

static gboolean
read_params (VcRpcCall *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "params");

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "“params” must be an object");
  self->params =
    node != NULL ? json_node_dup_object (node) : json_object_new ();
  return TRUE;
}

static gboolean
read_method (VcRpcCall *self, JsonObject *object, GError **error)
{
  const char *method = vc_json_get_string (object, "method");

  if (method == NULL && (json_object_has_member (object, "result") ||
                         json_object_has_member (object, "error")))
    return TRUE;
  if (method == NULL || *method == '\0' || strlen (method) > METHOD_MAX)
    return fail (error, "“method” must be a text of 1 to 64 bytes");
  self->method = g_strdup (method);
  return TRUE;
}

void
vc_rpc_call_free (VcRpcCall *self)
{
  g_free (self->method);
  g_clear_pointer (&self->id, json_node_unref);
  g_clear_pointer (&self->params, json_object_unref);
  g_free (self);
}

VcRpcCall *
vc_rpc_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (VcRpcCall) self = NULL;
  g_autoptr (JsonNode) root = vc_json_parse (text, length, DEPTH_MAX, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    fail (error, "A call must be a JSON object");
    return NULL;
  }
  object = json_node_get_object (root);
  if (g_strcmp0 (vc_json_get_string (object, "jsonrpc"), "2.0") != 0) {
    fail (error, "“jsonrpc” must be \"2.0\"");
    return NULL;
  }
  self = g_new0 (VcRpcCall, 1);
  if (!read_method (self, object, error) || !read_id (self, object, error) ||
      !read_params (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

static char *
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

static JsonObject *
new_message (void)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "jsonrpc", "2.0");
  return object;
}

static JsonObject *
new_response (JsonNode *id)
{
  JsonObject *object = new_message ();

  json_object_set_member (object, "id",
                          id != NULL ? json_node_copy (id)
                                     : json_node_new (JSON_NODE_NULL));
  return object;
}

char *
vc_rpc_build_notification (const char *method, JsonObject *params)
{
  JsonObject *object = new_message ();

  json_object_set_string_member (object, "method", method);
  json_object_set_object_member (object, "params", params);
  return print_object (object);
}

char *
vc_rpc_build_notification_text (const char *method, char *params)
{
  g_autofree char *owned = params;

  return g_strdup_printf (
    "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}", method, owned);
}

char *
vc_rpc_build_result (JsonNode *id, JsonObject *result)
{
  JsonObject *object = new_response (id);

  json_object_set_object_member (object, "result", result);
  return print_object (object);
}

char *
vc_rpc_build_error (JsonNode *id, int code, const char *message)
{
  JsonObject *object = new_response (id);
  JsonObject *details = json_object_new ();

  json_object_set_int_member (details, "code", code);
  json_object_set_string_member (details, "message", message);
  json_object_set_object_member (object, "error", details);
  return print_object (object);
}
