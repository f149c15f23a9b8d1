/* SPDX-License-Identifier: BSD-3-Clause
 *
 * An exact picture as the answer to a request, at once or when it is there.
 */

#pragma once

#include <libsoup/soup.h>

#include "still.h"

G_BEGIN_DECLS

/* 200: the file of @still, and its checksum as ETag. */
void vc_picture_respond (SoupServerMessage *message, const VcStill *still);

/* The status that goes with the code of a #GIOErrorEnum: for what may be there
 * another time, 503 and when to come again. */
void vc_picture_refuse (SoupServerMessage *message, const GError *error);

/**
 * VcPictureWait:
 * A request that waits for its picture. It may outlive whoever answers it.
 */
typedef struct _VcPictureWait VcPictureWait;

/* How a function that makes pictures ends, such as vc_snapshot_take_finish().
 */
typedef VcStill *(*VcPictureFinish) (GAsyncResult *result, GError **error);

/* The request is not answered until vc_picture_wait_end(). */
VcPictureWait *vc_picture_wait_begin (SoupServerMessage *message,
                                      VcPictureFinish finish);

/* A #GAsyncReadyCallback: answers, if somebody is still there to hear it.
 * @user_data: (transfer full): the #VcPictureWait */
void vc_picture_wait_end (GObject *source, GAsyncResult *result,
                          gpointer user_data);

G_END_DECLS
