/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a command line.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcSettingsError:
 * @VC_SETTINGS_ERROR_INVALID: an option is unknown, malformed, out of range or
 *   does not go with another
 */
#define VC_SETTINGS_ERROR (vc_settings_error_quark ())
typedef enum {
  VC_SETTINGS_ERROR_INVALID,
} VcSettingsError;
GQuark vc_settings_error_quark (void);

/* Sets @error to a whole sentence. Returns FALSE, so that a check can end with
 * it. */
gboolean vc_settings_fail (GError **error, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

G_END_DECLS
