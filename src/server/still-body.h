/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStillBody: answers with the files of an exact picture as they are made.
 */

#pragma once

#include "connections.h"
#include "still-stream.h"

G_BEGIN_DECLS

/* 200: the files, one behind another, and the checksum as ETag. A picture that
 * is not finished ends the connection in the middle of the answer.
 * @connections: (transfer none): outlives @message. @stream: something can be
 * read. */
void vc_still_body_respond (VcConnections *connections,
                            SoupServerMessage *message, VcStillStream *stream);

G_END_DECLS
