/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A small picture that says what time it is, for tests of a connection.
 */

#pragma once

#include "still.h"

G_BEGIN_DECLS

#define VC_TIME_IMAGE_WIDTH 128
#define VC_TIME_IMAGE_HEIGHT 32

/* Three or six hexadecimal digits; @rgb: 0…255 each. */
gboolean vc_time_image_parse_color (const char *text, guint8 rgb[3]);

/* (transfer full): a PNG with the seconds since 1970 within a dotted border of
 * that colour, on white. @time_us: of g_get_real_time() */
VcStill *vc_time_image_draw (const guint8 rgb[3], gint64 time_us,
                             GError **error);

G_END_DECLS
