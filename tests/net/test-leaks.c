/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whether the program has given everything back when it ends.
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "running.h"

/* Until there are pictures of it. */
static void
drag (Browser *browser)
{
  static const char *const types[] = {"pointerdown", "pointermove",
                                      "pointerup"};
  guint n = browser_count_frames (browser);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *text = g_strdup_printf (
      "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{\"seq\":%u,"
      "\"x\":0.%u,\"y\":0.5,\"button\":0,\"buttons\":%u}}",
      types[i], i + 1, 4 + i, i < 2);

    browser_send (browser, "control", text);
  }
  WAIT_UNTIL (browser_count_frames (browser) > n + 1);
}

/* The table of GLib's quarks grows by leaving the old one behind, 16 KiB. To
 * know it by its stack would take the slow unwinder, which comes to a deadlock
 * with the code that llvmpipe makes. */
static void
check_report (const char *path)
{
  g_autofree char *report = NULL;

  g_assert_true (g_file_get_contents (path, &report, NULL, NULL));
  if (strstr (report, ": 16384 byte(s) leaked in 1 allocation(s)") == NULL)
    g_error ("%s", report);
}

/* Built with a sanitizer, it looks for leaks when it ends. */
static void
test_leaks (void)
{
  g_autofree char *folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  g_autofree char *options =
    g_strconcat ("detect_leaks=1:exitcode=0:log_path=", folder, "/log", NULL);
  g_autofree char *before = g_strdup (g_getenv ("ASAN_OPTIONS"));
  g_autofree char *path = NULL;
  Browser *browser = browser_new (VC_CODEC_VP8);
  Running *self;

  g_setenv ("ASAN_OPTIONS", options, TRUE);
  self = running_new ("vtkcast:cone");
  g_setenv ("ASAN_OPTIONS", before, TRUE);
  path = g_strconcat (folder, "/log.",
                      g_subprocess_get_identifier (self->process), NULL);
  running_watch (self, browser);
  WAIT_UNTIL (browser_count_frames (browser) > 0 &&
              browser_is_open (browser, "control"));
  drag (browser);
  browser_leave (browser);
  running_end (self, SIGTERM);
  check_report (path);
  g_unlink (path);
  g_rmdir (folder);
  browser_free (browser);
  running_free (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/leaks/viewer", test_leaks);
  return g_test_run ();
}
