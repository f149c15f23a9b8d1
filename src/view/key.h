/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Key names as X11 has them, and the characters that they type.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ASCII character that the key of that keysym name types; 0 if none. */
char vc_key_get_char (const char *keysym);

G_END_DECLS
