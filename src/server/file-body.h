/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFileBody: answers with a file, or with a part of it (RFC 9110, 14), as fast
 * as the client takes it.
 *
 * The file is read piece by piece in other threads, so that neither its size
 * nor the disk matters to anybody else. Main context only.
 */

#pragma once

#include <libsoup/soup.h>

#include "connections.h"

G_BEGIN_DECLS

/* Answers GET or HEAD with the regular file @path, or with 404. The answer may
 * last as long as the client takes some of it every few minutes. */
void vc_file_body_respond (VcConnections *connections,
                           SoupServerMessage *message, const char *path,
                           const char *type);

G_END_DECLS
