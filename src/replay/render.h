/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Renders a journal's session again, off-line.
 */

#pragma once

#include "replay-source.h"

G_BEGIN_DECLS

/**
 * VcRenderOptions:
 * @width, @height: pixels; 0: as the session began
 * @fps: pictures per second
 * @from_us, @to_us: of the journal's time; @to_us < 0: to its end
 * @output: a video file or a folder; not for vc_render_verify()
 * @gpu: as in data-scene.h
 */
typedef struct {
  int width;
  int height;
  double fps;
  gint64 from_us;
  gint64 to_us;
  const char *output;
  int gpu;
} VcRenderOptions;

/* Makes the pictures. Tells on stderr how far it is. */
gboolean vc_render_film (const VcReplaySource *source,
                         const VcRenderOptions *options, GError **error);

/* Renders each exact picture that the journal tells of, and prints on stdout
 * whether it is the same. @n_different: (out): that are not */
gboolean vc_render_verify (const VcReplaySource *source,
                           const VcRenderOptions *options, guint *n_different,
                           GError **error);

G_END_DECLS
