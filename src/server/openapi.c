/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GET /api/v1/openapi.json: what this server can be asked.
 */

#include "openapi.h"

#include "http.h"
#include "web-resource.h"

#define RESOURCE "/vtkcast/api/openapi.json"

void
vc_openapi_respond (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes = NULL;

  vc_http_set_header (message, "Cache-Control", "no-cache");
  if (!vc_http_check_method (message, VC_OPENAPI_METHODS))
    return;
  bytes = g_resource_lookup_data (vc_web_get_resource (), RESOURCE,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  soup_message_headers_set_content_type (
    soup_server_message_get_response_headers (message), "application/json",
    NULL);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_append_bytes (
    soup_server_message_get_response_body (message), bytes);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}
