/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Sets properties of an element from one line of text.
 */

#include "element-settings.h"

#include <string.h>

void
vc_element_apply_settings (GstElement *element, const char *settings)
{
  g_auto (GStrv) pairs = g_strsplit (settings, " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], '=');

    if (value == NULL)
      continue;
    *value++ = '\0';
    if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), pairs[i]))
      gst_util_set_object_arg (G_OBJECT (element), pairs[i], value);
    else
      GST_INFO_OBJECT (element, "has no property “%s”", pairs[i]);
  }
}
