/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSceneApi: the parameters of the scene over HTTP.
 */

#pragma once

#include <libsoup/soup.h>

#include "session.h"

G_BEGIN_DECLS

typedef struct _VcSceneApi VcSceneApi;

/* @token: that the client must have */
VcSceneApi *vc_scene_api_new (VcSession *session, const char *token);
/* Requests that wait are answered once the scene has their values. */
void vc_scene_api_free (VcSceneApi *self);

/* The methods of the resource at @path, or NULL if it is another's. */
const char *vc_scene_api_get_methods (const char *path);

void vc_scene_api_respond (VcSceneApi *self, SoupServerMessage *message,
                           const char *path);

G_END_DECLS
