/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is wrong with a program, or where it is awaited.
 */

#include "bridge-error.h"

gboolean
vc_bridge_fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error,
                     g_error_new_valist (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                         format, arguments));
  va_end (arguments);
  return FALSE;
}
