/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What all who answer requests do with a message.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Of the request. Returns: (nullable) */
const char *vc_http_get_header (SoupServerMessage *message, const char *name);

/* Of the response; replaces what there was. */
void vc_http_set_header (SoupServerMessage *message, const char *name,
                         const char *value);

/* Tells what may be done, @methods, in the header Allow, and answers whoever
 * asks for no more (OPTIONS) or for something else (405). Returns FALSE if it
 * did. */
gboolean vc_http_check_method (SoupServerMessage *message, const char *methods);

/* Does the request have the server's token? */
gboolean vc_http_check_token (SoupServerMessage *message, const char *token);

/* 401: the request needs the token (RFC 6750, 3). */
void vc_http_ask_for_token (SoupServerMessage *message);

/* @text: (transfer full) */
void vc_http_respond_json (SoupServerMessage *message, guint status,
                           char *text);

G_END_DECLS
