/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFilm: writes pictures into a video file, as fast as they come.
 *
 * H.264 for .mkv and .mp4, VP9 or VP8 for .webm, at constant quality. Each
 * picture stays until the next one. Blocks; one thread.
 */

#pragma once

#include <gio/gio.h>

#include "frame.h"

G_BEGIN_DECLS

typedef struct _VcFilm VcFilm;

/* Is that the name of a file which vc_film_new() could write? */
gboolean vc_film_knows (const char *path);

/* The file appears at @path when it is finished. @rate: pictures per second at
 * the most. @width, @height: even. */
VcFilm *vc_film_new (const char *path, int width, int height, double rate,
                     GError **error);

/* What was not finished is deleted. */
void vc_film_free (VcFilm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFilm, vc_film_free)

/* @pts: nanoseconds from the beginning; grows. */
gboolean vc_film_add (VcFilm *self, const VcFrame *frame, guint64 pts,
                      GError **error);

gboolean vc_film_finish (VcFilm *self, GError **error);

G_END_DECLS
