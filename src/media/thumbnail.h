/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A small picture of what a video file shows first.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Pixels. */
#define VC_THUMBNAIL_WIDTH 320

/* Writes the first picture of the video @from into @to, a JPEG, which appears
 * whole or not at all. Blocks for as long as one picture takes to decode; any
 * thread. */
gboolean vc_thumbnail_write (const char *from, const char *to, GError **error);

G_END_DECLS
