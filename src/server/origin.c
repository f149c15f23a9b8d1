/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Pages from elsewhere: CORS (Fetch standard, 3.2) and frames.
 */

#include "origin.h"

#include <string.h>

#include "http.h"

#define PREFLIGHT_SECONDS "600"

void
vc_origin_add_headers (const char *allowed, SoupServerMessage *message,
                       const char *methods)
{
  SoupMessageHeaders *request =
    soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response =
    soup_server_message_get_response_headers (message);
  const char *origin = soup_message_headers_get_one (request, "Origin");

  vc_http_set_header (message, "Cross-Origin-Resource-Policy",
                      allowed != NULL ? "cross-origin" : "same-origin");
  if (allowed == NULL)
    return;
  if (strcmp (allowed, "*") != 0)
    soup_message_headers_append (response, "Vary", "Origin");
  if (origin == NULL ||
      (strcmp (allowed, "*") != 0 && strcmp (allowed, origin) != 0))
    return;
  vc_http_set_header (message, "Access-Control-Allow-Origin", allowed);
  vc_http_set_header (message, "Access-Control-Expose-Headers",
                      "Location, ETag, Link, Retry-After, "
                      "Content-Range");
  if (methods == NULL || soup_message_headers_get_one (
                           request, "Access-Control-Request-Method") == NULL)
    return;
  vc_http_set_header (message, "Access-Control-Allow-Methods", methods);
  vc_http_set_header (message, "Access-Control-Allow-Headers",
                      "Authorization, Content-Type, If-Match, Range");
  vc_http_set_header (message, "Access-Control-Max-Age", PREFLIGHT_SECONDS);
}

char *
vc_origin_build_ancestors (const char *allowed)
{
  return allowed != NULL ? g_strconcat ("'self' ", allowed, NULL)
                         : g_strdup ("'self'");
}
