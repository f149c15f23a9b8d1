/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a program, or where it is awaited.
 */

#include "bridge-error.h"

gboolean
vc_bridge_fail (GError **error, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);
  return FALSE;
}
