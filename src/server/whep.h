/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWhep: viewers as HTTP resources (draft-ietf-wish-whep).
 */

#pragma once

#include <libsoup/soup.h>

#include "session.h"

G_BEGIN_DECLS

#define VC_WHEP_PATH "/whep"

typedef struct _VcWhep VcWhep;

/* @ice: (nullable): not copied */
VcWhep *vc_whep_new (VcSession *session, const char *token, const VcIce *ice);
/* Requests that are being answered end with status 503. */
void vc_whep_free (VcWhep *self);

/* (transfer none) (nullable): what may be done with @path, as in the header
 * Allow; NULL if it is not WHEP's. */
const char *vc_whep_get_methods (const char *path);

/* Answers a request, now or later, whose body is whole. @query: (nullable):
 * (element-type utf8 utf8) */
void vc_whep_respond (VcWhep *self, SoupServerMessage *message,
                      const char *path, GHashTable *query);

G_END_DECLS
