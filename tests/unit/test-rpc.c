/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON-RPC 2.0, good and hostile.
 */

#include <string.h>

#include "rpc.h"

static VcRpcCall *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  VcRpcCall *call = vc_rpc_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return call;
}

static void
test_request (void)
{
  g_autoptr (VcRpcCall) call =
    parse ("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resize\","
           "\"params\":{\"width\":640}}");
  g_autofree char *result = NULL;
  g_autofree char *failure = NULL;

  g_assert_cmpstr (call->method, ==, "resize");
  g_assert_cmpint (json_object_get_int_member (call->params, "width"), ==, 640);
  result = vc_rpc_build_result (call->id, json_object_new ());
  g_assert_cmpstr (result, ==, "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
  failure = vc_rpc_build_error (call->id, VC_RPC_METHOD_NOT_FOUND, "“x”");
  g_assert_cmpstr (failure, ==,
                   "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":"
                   "{\"code\":-32601,\"message\":\"“x”\"}}");
}

static void
test_notification (void)
{
  g_autoptr (VcRpcCall) call =
    parse ("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}");
  g_autofree char *text =
    vc_rpc_build_notification ("role", json_object_new ());

  g_assert_null (call->id);
  g_assert_nonnull (call->params);
  g_assert_cmpstr (text, ==,
                   "{\"jsonrpc\":\"2.0\",\"method\":\"role\",\"params\":{}}");
}

static void
test_response (void)
{
  g_autoptr (VcRpcCall) result =
    parse ("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
  g_autoptr (VcRpcCall) failure =
    parse ("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1}}");

  g_assert_null (result->method);
  g_assert_null (failure->method);
}

#define CALL(REST) "{\"jsonrpc\":\"2.0\"," REST "}"
#define M64 "0123456789012345678901234567890123456789012345678901234567890123"

static const char *hostile[] = {
  "",
  "null",
  "1",
  "\"ping\"",
  "[]",
  "{}",
  "{",
  "}",
  "[{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}]",
  "{\"method\":\"ping\"}",
  "{\"jsonrpc\":2.0,\"method\":\"ping\"}",
  "{\"jsonrpc\":\"1.0\",\"method\":\"ping\"}",
  "{\"jsonrpc\":[],\"method\":\"ping\"}",
  CALL ("\"id\":1"),
  CALL ("\"method\":1"),
  CALL ("\"method\":\"\""),
  CALL ("\"method\":{}"),
  CALL ("\"method\":\"" M64 "x\""),
  CALL ("\"method\":\"ping\",\"id\":[]"),
  CALL ("\"method\":\"ping\",\"id\":{}"),
  CALL ("\"method\":\"ping\",\"id\":1.5"),
  CALL ("\"method\":\"ping\",\"id\":true"),
  CALL ("\"method\":\"ping\",\"id\":\"" M64 "x\""),
  CALL ("\"method\":\"ping\",\"params\":[]"),
  CALL ("\"method\":\"ping\",\"params\":null"),
  CALL ("\"method\":\"ping\",\"params\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"),
  CALL ("\"method\":\"ping\"//"),
};

/* Half a surrogate pair is no character. */
static void
test_escapes (void)
{
  static const struct {
    const char *escaped, *text;
  } table[] = {
    {"\\ud83e\\uDE7A\\\\ud800\\u00e9\\n", "🩺\\ud800é\n"},
    {"\\ud800", "\xef\xbf\xbd"},
    {"\\udc00\\ud800", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\\uDBFF\\u0041", "\xef\xbf\xbd"
                       "A"},
    {"\\\\\\ud800x", "\\\xef\xbf\xbdx"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = g_strdup_printf (
      "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":\"%s\"}",
      table[i].escaped);
    g_autoptr (VcRpcCall) call = parse (text);

    g_assert_cmpstr (json_node_get_string (call->id), ==, table[i].text);
  }
}

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcRpcCall) call =
      vc_rpc_parse (hostile[i], strlen (hostile[i]), &error);

    if (call != NULL)
      g_error ("accepted: %s", hostile[i]);
    g_assert_nonnull (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rpc/request", test_request);
  g_test_add_func ("/rpc/notification", test_notification);
  g_test_add_func ("/rpc/response", test_response);
  g_test_add_func ("/rpc/escapes", test_escapes);
  g_test_add_func ("/rpc/hostile", test_hostile);
  return g_test_run ();
}
