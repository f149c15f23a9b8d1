/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a program, or where it is awaited.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sets @error, of G_IO_ERROR, to a whole sentence. Returns FALSE, so that a
 * check can end with it. */
gboolean vc_bridge_fail (GError **error, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

G_END_DECLS
