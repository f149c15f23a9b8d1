/* SPDX-License-Identifier: BSD-3-Clause
 *
 * “vtkcast replay” without a server: pictures, and what is said on the way.
 */

#pragma once

#include "replay-settings.h"

G_BEGIN_DECLS

/* Returns the exit status. For %VC_REPLAY_RENDER and %VC_REPLAY_VERIFY. */
int vc_replay_command_run (const VcReplaySettings *settings, GError **error);

G_END_DECLS
