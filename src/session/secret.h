/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Unguessable texts: the server's token, the viewers' ids.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_SECRET_BYTES_MAX 64

/* @n_bytes: of randomness from the kernel, 1…VC_SECRET_BYTES_MAX. Returns:
 * (transfer full): them in base64url (RFC 4648, 5) without padding. */
char *vc_secret_new (gsize n_bytes);

/* Takes a time that tells nothing of @secret, its length included. */
gboolean vc_secret_equal (const char *secret, const char *guess);

G_END_DECLS
