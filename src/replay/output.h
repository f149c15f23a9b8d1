/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOutput: where the pictures of a replay go: a video file, or a folder with a
 * PNG for each.
 */

#pragma once

#include <gio/gio.h>

#include "frame.h"

G_BEGIN_DECLS

typedef struct _VcOutput VcOutput;

/* @path: ends in .mkv, .mp4 or .webm, or is a folder, which is made; it may
 * exist, if it is empty. A name with another ending must end in / to be one. */
VcOutput *vc_output_new (const char *path, int width, int height, double fps,
                         GError **error);
void vc_output_free (VcOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcOutput, vc_output_free)

/* The next picture. @frame: (nullable): NULL: it is like the one before. */
gboolean vc_output_add (VcOutput *self, const VcFrame *frame, GError **error);

gboolean vc_output_finish (VcOutput *self, GError **error);

G_END_DECLS
