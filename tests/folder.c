/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is in a folder.
 */

#include "folder.h"

guint
folder_count (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
