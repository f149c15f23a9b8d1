/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What all who answer requests do with a message.
 */

#include "http.h"

#include <string.h>

#include "problem.h"
#include "token.h"

const char *
vc_http_get_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), name);
}

void
vc_http_set_header (SoupServerMessage *message, const char *name,
                    const char *value)
{
  soup_message_headers_replace (
    soup_server_message_get_response_headers (message), name, value);
}

gboolean
vc_http_check_method (SoupServerMessage *message, const char *methods)
{
  const char *method = soup_server_message_get_method (message);
  g_auto (GStrv) list = g_strsplit (methods, ", ", -1);

  vc_http_set_header (message, "Allow", methods);
  if (!g_strv_contains ((const char *const *)list, method))
    vc_problem_respond (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  else if (strcmp (method, "OPTIONS") == 0)
    soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  else
    return TRUE;
  return FALSE;
}

gboolean
vc_http_check_token (SoupServerMessage *message, const char *token)
{
  return vc_token_check (token, vc_http_get_header (message, "Authorization"));
}

void
vc_http_ask_for_token (SoupServerMessage *message)
{
  vc_http_set_header (message, "WWW-Authenticate", "Bearer");
  vc_problem_respond (message, SOUP_STATUS_UNAUTHORIZED,
                      "The request needs the server's token");
}

void
vc_http_respond_json (SoupServerMessage *message, guint status, char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json",
                                    SOUP_MEMORY_TAKE, text, strlen (text));
}
