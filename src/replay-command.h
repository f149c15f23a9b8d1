/* SPDX-License-Identifier: BSD-3-Clause
 *
 * “vtkcast replay”: from what was asked for to who does it.
 */

#pragma once

#include "player.h"
#include "replay-settings.h"

G_BEGIN_DECLS

/* Returns the exit status. For %VC_REPLAY_RENDER and %VC_REPLAY_VERIFY. */
int vc_replay_command_run (const VcReplaySettings *settings, GError **error);

/* (transfer full) (nullable): the scene for %VC_REPLAY_SERVE. */
VcPlayer *vc_replay_command_make_player (const VcReplaySettings *settings,
                                         GError **error);

G_END_DECLS
