/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GET /api/v1/openapi.json: what this server can be asked.
 */

#include "openapi.h"

#include <string.h>

#include "problem.h"
#include "web-resource.h"

#define RESOURCE "/vtkcast/api/openapi.json"

void
vc_openapi_respond (SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);
  SoupMessageHeaders *response =
    soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) bytes = NULL;

  soup_message_headers_replace (response, "Cache-Control", "no-cache");
  soup_message_headers_replace (response, "Allow", VC_OPENAPI_METHODS);
  if (strcmp (method, "OPTIONS") == 0) {
    soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
    return;
  }
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0) {
    vc_problem_respond (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
    return;
  }
  bytes = g_resource_lookup_data (vc_web_get_resource (), RESOURCE,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  soup_message_headers_set_content_type (response, "application/json", NULL);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_append_bytes (
    soup_server_message_get_response_body (message), bytes);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}
