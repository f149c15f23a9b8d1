/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a command line.
 */

#include "settings-error.h"

G_DEFINE_QUARK (vc_settings_error, vc_settings_error)

gboolean
vc_settings_fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (VC_SETTINGS_ERROR,
                                                VC_SETTINGS_ERROR_INVALID,
                                                format, arguments));
  va_end (arguments);
  return FALSE;
}
