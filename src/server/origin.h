/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Pages from elsewhere: CORS (Fetch standard, 3.2) and frames.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* @allowed: (nullable): an origin, "*", or NULL for none. @methods: (nullable):
 * what may be done, for preflights. */
void vc_origin_add_headers (const char *allowed, SoupServerMessage *message,
                            const char *methods);

/* (transfer full): frame-ancestors of Content-Security-Policy. */
char *vc_origin_build_ancestors (const char *allowed);

G_END_DECLS
