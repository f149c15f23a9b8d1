/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GET /metrics: the figures of the process and its session, as Prometheus reads
 * them (text format 0.0.4).
 */

#pragma once

#include <libsoup/soup.h>

#include "session.h"

G_BEGIN_DECLS

#define VC_EXPORTER_PATH "/metrics"

/* @token: that the client must have */
void vc_exporter_respond (SoupServerMessage *message, VcSession *session,
                          const char *token);

G_END_DECLS
