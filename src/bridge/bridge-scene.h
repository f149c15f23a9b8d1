/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcBridgeScene: what another program renders, as a scene.
 *
 * It listens on a local socket; a program connects, gets events and hands over
 * pictures (docs/bridge.md). One program streams at a time. When it goes, its
 * last picture stays, and another one may come.
 */

#pragma once

#include "scene.h"

G_BEGIN_DECLS

#define VC_TYPE_BRIDGE_SCENE (vc_bridge_scene_get_type ())
G_DECLARE_FINAL_TYPE (VcBridgeScene, vc_bridge_scene, VC, BRIDGE_SCENE, GObject)

/* @name: as in listener.h. */
VcBridgeScene *vc_bridge_scene_new (const char *name);

/* Where browsers see it, for the program to tell. Any thread. */
void vc_bridge_scene_set_url (VcBridgeScene *self, const char *url);

G_END_DECLS
