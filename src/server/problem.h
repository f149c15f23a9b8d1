/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Errors as HTTP tells them (RFC 9457).
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* @detail: (nullable): a sentence */
void vc_problem_respond (SoupServerMessage *message, guint status,
                         const char *detail);

/* Answers now, though the request's body is still coming, and closes the
 * connection: nobody wants to read that body. */
void vc_problem_refuse (SoupServerMessage *message, guint status,
                        const char *detail);

G_END_DECLS
