/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlayer: a scene that shows a journal's session, with play, pause, speed and
 * seek (VcTransport).
 *
 * It stands before the scene of the data, which it brings from place to place
 * in the render thread. What viewers do to the picture does nothing.
 */

#pragma once

#include "replay-source.h"
#include "scene.h"
#include "transport.h"

G_BEGIN_DECLS

#define VC_TYPE_PLAYER (vc_player_get_type ())
G_DECLARE_FINAL_TYPE (VcPlayer, vc_player, VC, PLAYER, GObject)

/* @source: (transfer full). @scene: of its data; without animation. VcTransport
 * signals are emitted in the thread-default main context of now. */
VcPlayer *vc_player_new (VcReplaySource *source, VcScene *scene);

G_END_DECLS
