/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a command line.
 */

#include "settings-error.h"

G_DEFINE_QUARK (vc_settings_error, vc_settings_error)

gboolean
vc_settings_fail (GError **error, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, VC_SETTINGS_ERROR, VC_SETTINGS_ERROR_INVALID,
                       sentence);
  return FALSE;
}
