/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Certificates and the fingerprints that descriptions give of them. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Is this "sha-256 AB:CD:…" (RFC 8122, section 5), or of SHA-384 or SHA-512? Of
 * older hashes none is trusted. */
gboolean vc_certificate_is_fingerprint (const char *text);

/* @pem: (nullable): a certificate. */
gboolean vc_certificate_matches (const char *pem, const char *fingerprint);

G_END_DECLS
