/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecords: recordings as HTTP resources (docs/protocol.md).
 *
 * Main context only.
 */

#pragma once

#include <libsoup/soup.h>

#include "connections.h"
#include "session.h"

G_BEGIN_DECLS

typedef struct _VcRecords VcRecords;

/* @connections: (transfer none): of the requests; outlives @self */
VcRecords *vc_records_new (VcSession *session, VcConnections *connections,
                           const char *token);
void vc_records_free (VcRecords *self);

/* (transfer none) (nullable): what may be done with @path, as in the header
 * Allow; NULL if it is no recording's. */
const char *vc_records_get_methods (const char *path);

/* Answers a request. @query: (nullable) */
void vc_records_respond (VcRecords *self, SoupServerMessage *message,
                         const char *path, GHashTable *query);

G_END_DECLS
