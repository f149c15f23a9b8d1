/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSlicer: what scripts for 3D Slicer's WebServer ask for, under /slicer/.
 *
 * docs/slicer-api.md says what of it there is.
 */

#pragma once

#include <libsoup/soup.h>

#include "session.h"

G_BEGIN_DECLS

typedef struct _VcSlicer VcSlicer;

VcSlicer *vc_slicer_new (VcSession *session, const char *token);
/* Requests that still wait for a picture are not answered any more. */
void vc_slicer_free (VcSlicer *self);

/* (transfer none) (nullable): what may be done with @path, as in the header
 * Allow; NULL if it does not belong here. */
const char *vc_slicer_get_methods (const char *path);

/* Answers a request, now or later. @query: (nullable) */
void vc_slicer_respond (VcSlicer *self, SoupServerMessage *message,
                        const char *path, GHashTable *query);

G_END_DECLS
