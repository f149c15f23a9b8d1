/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The token that lets a client in (RFC 6750).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): a fresh one, 32 random bytes. */
char *vc_token_new (void);

/* @authorization: (nullable): the value of the header of that name. Takes a
 * time that tells nothing of @token. */
gboolean vc_token_check (const char *token, const char *authorization);

G_END_DECLS
