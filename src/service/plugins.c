/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Our GStreamer plugins, wherever this program or library lies.
 */

#include "plugins.h"

#include <dlfcn.h>
#include <gst/gst.h>
#include <string.h>

/* (transfer full) (nullable): the folder of the library that holds this code,
 * or of the program if it has it itself. */
static char *
find_home (GError **error)
{
  Dl_info info;
  g_autofree char *program = NULL;

  if (dladdr (find_home, &info) != 0 && strstr (info.dli_fname, ".so") != NULL)
    return g_path_get_dirname (info.dli_fname);
  program = g_file_read_link ("/proc/self/exe", error);
  return program != NULL ? g_path_get_dirname (program) : NULL;
}

/* @folder: of the plugin in the build, beside the one that holds this code. A
 * library that was moved after it was installed has its plugins with it. */
static gboolean
load_plugin (const char *home, const char *folder, const char *name,
             GError **error)
{
  g_autofree char *built =
    g_build_filename (home, "..", "gst-plugins", folder, name, NULL);
  g_autofree char *beside =
    g_build_filename (home, "gstreamer-1.0", name, NULL);
  g_autofree char *installed = g_build_filename (VC_PLUGIN_DIR, name, NULL);
  const char *places[] = {built, beside, installed};
  g_autoptr (GstPlugin) plugin = NULL;
  gsize i = 0;

  while (i < G_N_ELEMENTS (places) - 1 &&
         !g_file_test (places[i], G_FILE_TEST_EXISTS))
    i++;
  plugin = gst_plugin_load_file (places[i], error);
  return plugin != NULL;
}

gboolean
vc_plugins_load (GError **error)
{
  g_autofree char *home = NULL;

  if (!gst_init_check (NULL, NULL, error))
    return FALSE;
  home = find_home (error);
  return home != NULL && load_plugin (home, "vtk", "libgstvtkcast.so", error) &&
         load_plugin (home, "gcc", "libgstrtpgcc.so", error);
}
