/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GET /api/v1/openapi.json: what this server can be asked (OpenAPI 3.1).
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define VC_OPENAPI_PATH "/api/v1/openapi.json"
#define VC_OPENAPI_METHODS "GET, HEAD, OPTIONS"

/* Holds no data, and needs no token. */
void vc_openapi_respond (SoupServerMessage *message);

G_END_DECLS
