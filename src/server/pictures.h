/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPictures: exact pictures over HTTP.
 */

#pragma once

#include <libsoup/soup.h>

#include "connections.h"
#include "session.h"

G_BEGIN_DECLS

typedef struct _VcPictures VcPictures;

/* @connections: (transfer none): of the requests; outlives @self */
VcPictures *vc_pictures_new (VcSession *session, VcConnections *connections,
                             const char *token);
/* Requests that still wait for a picture are not answered any more. */
void vc_pictures_free (VcPictures *self);

/* (transfer none) (nullable): what may be done with @path, as in the header
 * Allow; NULL if it is no picture's. */
const char *vc_pictures_get_methods (const char *path);

/* Answers a request, now or later. */
void vc_pictures_respond (VcPictures *self, SoupServerMessage *message,
                          const char *path);

G_END_DECLS
