/* SPDX-License-Identifier: BSD-3-Clause
 *
 * “vtkcast replay”: from what was asked for to who does it.
 */

#include "replay-command.h"

#include <gst/gst.h>
#include <stdlib.h>

#include "data-scene.h"
#include "render.h"

static VcRenderOptions
get_options (const VcReplaySettings *settings)
{
  return (VcRenderOptions){
    .width = settings->width,
    .height = settings->height,
    .fps = settings->fps,
    .from_us = settings->from_us,
    .to_us = settings->to_us,
    .output = settings->output,
    .gpu = settings->gpu,
  };
}

int
vc_replay_command_run (const VcReplaySettings *settings, GError **error)
{
  VcRenderOptions options = get_options (settings);
  g_autoptr (VcReplaySource) source = NULL;
  guint n_different = 0;
  gboolean is_done;

  if (!gst_init_check (NULL, NULL, error))
    return EXIT_FAILURE;
  source = vc_replay_source_new (settings->journal,
                                 (const char *const *)settings->data, error);
  if (source == NULL)
    return EXIT_FAILURE;
  is_done = settings->action == VC_REPLAY_VERIFY
              ? vc_render_verify (source, &options, &n_different, error)
              : vc_render_film (source, &options, error);
  return is_done && n_different == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

VcPlayer *
vc_replay_command_make_player (const VcReplaySettings *settings, GError **error)
{
  VcReplaySource *source = vc_replay_source_new (
    settings->journal, (const char *const *)settings->data, error);
  g_autoptr (VcDataScene) scene = NULL;

  if (source == NULL)
    return NULL;
  scene =
    vc_data_scene_new ((const char *const *)source->locations, settings->gpu);
  vc_data_scene_disable_animation (scene);
  return vc_player_new (source, VC_SCENE (scene));
}
