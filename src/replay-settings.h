/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplaySettings: the command line of “vtkcast replay”, checked.
 */

#pragma once

#include "settings.h"

G_BEGIN_DECLS

/**
 * VcReplayAction:
 * @VC_REPLAY_RENDER: pictures into `output`
 * @VC_REPLAY_VERIFY: compare the exact pictures
 * @VC_REPLAY_SERVE: show it to browsers, as `server` says
 * @VC_REPLAY_SHOW_HELP: print vc_replay_settings_get_help()
 */
typedef enum {
  VC_REPLAY_RENDER,
  VC_REPLAY_VERIFY,
  VC_REPLAY_SERVE,
  VC_REPLAY_SHOW_HELP,
} VcReplayAction;

/**
 * VcReplaySettings:
 * @action: what is asked for
 * @journal: file
 * @data: (nullable): where its data are now
 * @output: (nullable): file or folder
 * @width, @height: pixels, even; 0: as recorded
 * @fps: pictures per second
 * @from_us, @to_us: microseconds; @to_us < 0: to the end
 * @gpu: as in data-scene.h
 * @server: (nullable): for %VC_REPLAY_SERVE
 */
typedef struct {
  VcReplayAction action;
  char *journal;
  GStrv data;
  char *output;
  int width;
  int height;
  double fps;
  gint64 from_us;
  gint64 to_us;
  int gpu;
  VcSettings *server;
} VcReplaySettings;

/* Is that the command line of a replay? */
gboolean vc_replay_settings_apply (const char *const *arguments);

/* @arguments: those of main(). The errors are whole sentences. */
VcReplaySettings *vc_replay_settings_parse (const char *const *arguments,
                                            GError **error);
void vc_replay_settings_free (VcReplaySettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcReplaySettings, vc_replay_settings_free)

/* (transfer full) */
char *vc_replay_settings_get_help (void);

G_END_DECLS
