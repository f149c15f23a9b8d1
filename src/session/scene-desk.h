/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSceneDesk: what viewers are told of a scene's parameters, its camera and
 * what was picked in it, and may ask of them.
 *
 * Main context only.
 */

#pragma once

#include "roster.h"
#include "rpc.h"

G_BEGIN_DECLS

typedef struct _VcSceneDesk VcSceneDesk;

/* @roster outlives it. */
VcSceneDesk *vc_scene_desk_new (VcView *view, const VcRoster *roster);
void vc_scene_desk_free (VcSceneDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSceneDesk, vc_scene_desk_free)

/* @viewer can be told things now. */
void vc_scene_desk_welcome (VcSceneDesk *self, VcViewer *viewer);

/* Answers @call of @viewer, now or later, if it is of parameters or
 * subscriptions; else returns FALSE. */
gboolean vc_scene_desk_take (VcSceneDesk *self, VcViewer *viewer,
                             const VcRpcCall *call);

/* What GET /api/v1/scene tells, a JSON object. (transfer full) */
char *vc_scene_desk_describe (VcSceneDesk *self);

/* (transfer full): the values that there are, a JSON object. */
char *vc_scene_desk_describe_values (VcSceneDesk *self);

G_END_DECLS
