/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON-RPC 2.0, the language of the data channel "control".
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* https://www.jsonrpc.org/specification#error_object */
#define VC_RPC_INVALID_REQUEST (-32600)
#define VC_RPC_METHOD_NOT_FOUND (-32601)
#define VC_RPC_INVALID_PARAMS (-32602)

/**
 * VcRpcError:
 * @VC_RPC_ERROR_INVALID: it is no JSON-RPC 2.0
 */
#define VC_RPC_ERROR (vc_rpc_error_quark ())
typedef enum {
  VC_RPC_ERROR_INVALID,
} VcRpcError;
GQuark vc_rpc_error_quark (void);

/**
 * VcRpcCall:
 * @method: (nullable): NULL for the answer to a call of ours
 * @id: (nullable): a string, an integer or null; NULL: a notification
 * @params: an object; empty if there were none
 */
typedef struct {
  char *method;
  JsonNode *id;
  JsonObject *params;
} VcRpcCall;

void vc_rpc_call_free (VcRpcCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRpcCall, vc_rpc_call_free)

/* One request, notification or response; batches are not part of the protocol.
 * @length: bytes of @text. */
VcRpcCall *vc_rpc_parse (const char *text, gsize length, GError **error);

/* @params and @result: (transfer full): objects. Return JSON text. */
char *vc_rpc_build_notification (const char *method, JsonObject *params);
/* The same. @params: (transfer full): JSON text of an object */
char *vc_rpc_build_notification_text (const char *method, char *params);
char *vc_rpc_build_result (JsonNode *id, JsonObject *result);
char *vc_rpc_build_error (JsonNode *id, int code, const char *message);

G_END_DECLS
