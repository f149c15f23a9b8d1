/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The command line of “vtkcast replay”.
 */

#include <string.h>

#include "data-scene.h"
#include "replay-settings.h"

static VcReplaySettings *
parse (const char *line, GError **error)
{
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);

  return vc_replay_settings_parse ((const char *const *)arguments, error);
}

static VcReplaySettings *
parse_good (const char *line)
{
  g_autoptr (GError) error = NULL;
  VcReplaySettings *settings = parse (line, &error);

  g_assert_no_error (error);
  return settings;
}

static void
test_applies (void)
{
  const char *const yes[] = {"vtkcast", "replay", "a", NULL};
  const char *const no[] = {"vtkcast", "a", "replay", NULL};
  const char *const none[] = {"vtkcast", NULL};

  g_assert_true (vc_replay_settings_apply (yes));
  g_assert_false (vc_replay_settings_apply (no));
  g_assert_false (vc_replay_settings_apply (none));
}

static void
test_render (void)
{
  g_autoptr (VcReplaySettings) settings = parse_good (
    "vtkcast replay a.jsonl -o a.mkv --size 3841x2160 --fps 59.94 --from 1.5 "
    "--to 2 --gpu none --data x --data y");

  g_assert_cmpint (settings->action, ==, VC_REPLAY_RENDER);
  g_assert_cmpstr (settings->journal, ==, "a.jsonl");
  g_assert_cmpstr (settings->output, ==, "a.mkv");
  g_assert_cmpint (settings->width, ==, 3840);
  g_assert_cmpint (settings->height, ==, 2160);
  g_assert_cmpfloat (settings->fps, ==, 59.94);
  g_assert_cmpint (settings->from_us, ==, 1500000);
  g_assert_cmpint (settings->to_us, ==, 2000000);
  g_assert_cmpint (settings->gpu, ==, VC_GPU_NONE);
  g_assert_cmpuint (g_strv_length (settings->data), ==, 2);
  g_assert_null (settings->server);
}

static void
test_defaults (void)
{
  g_autoptr (VcReplaySettings) settings =
    parse_good ("vtkcast replay --verify a.jsonl");

  g_assert_cmpint (settings->action, ==, VC_REPLAY_VERIFY);
  g_assert_cmpint (settings->width, ==, 0);
  g_assert_cmpint (settings->to_us, ==, -1);
  g_assert_cmpint (settings->gpu, ==, VC_GPU_AUTO);
  g_assert_null (settings->data);
}

static void
test_serve (void)
{
  g_autoptr (VcReplaySettings) settings = parse_good (
    "vtkcast replay a.jsonl --port 0 --serve --size 800x600 --data b");

  g_assert_cmpint (settings->action, ==, VC_REPLAY_SERVE);
  g_assert_cmpstr (settings->journal, ==, "a.jsonl");
  g_assert_cmpstr (settings->data[0], ==, "b");
  g_assert_cmpint (settings->server->port, ==, 0);
  g_assert_cmpint (settings->server->width, ==, 800);
}

static void
test_help (void)
{
  g_autoptr (VcReplaySettings) one = parse_good ("vtkcast replay --help");
  g_autoptr (VcReplaySettings) two =
    parse_good ("vtkcast replay --serve --help");
  g_autofree char *text = vc_replay_settings_get_help ();

  g_assert_cmpint (one->action, ==, VC_REPLAY_SHOW_HELP);
  g_assert_cmpint (two->action, ==, VC_REPLAY_SHOW_HELP);
  g_assert_nonnull (strstr (text, "--verify"));
}

static void
test_refused (void)
{
  static const struct {
    const char *line;
    const char *words;
  } cases[] = {
    {"vtkcast replay", "Name the journal"},
    {"vtkcast replay a b -o c.mkv", "also “b”"},
    {"vtkcast replay a", "Say where"},
    {"vtkcast replay a --verify -o b.mkv", "does not go with --output"},
    {"vtkcast replay a --verify --size 64x64", "does not go with --size"},
    {"vtkcast replay a --verify --serve", "does not go with --verify"},
    {"vtkcast replay a -o b.mkv --size 8x8", "--size must be"},
    {"vtkcast replay a -o b.mkv --fps 0", "--fps must be"},
    {"vtkcast replay a -o b.mkv --fps 1000", "--fps must be"},
    {"vtkcast replay a -o b.mkv --fps nan", "--fps must be"},
    {"vtkcast replay a -o b.mkv --from -1", "--from must be"},
    {"vtkcast replay a -o b.mkv --from 5 --to 4", "--to must be"},
    {"vtkcast replay a -o b.mkv --gpu best", "--gpu must be"},
    {"vtkcast replay a -o b.mkv --port 0", "Unknown option"},
    {"vtkcast replay a --serve --port x", "See vtkcast --help"},
    {"vtkcast replay a --serve -o b.mkv", "Unknown option"},
    {"vtkcast replay a b --serve", "also “b”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (cases[i].line, &error));
    g_assert_error (error, VC_SETTINGS_ERROR, VC_SETTINGS_ERROR_INVALID);
    if (!strstr (error->message, cases[i].words))
      g_error ("%s: %s", cases[i].line, error->message);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay-settings/applies", test_applies);
  g_test_add_func ("/replay-settings/render", test_render);
  g_test_add_func ("/replay-settings/defaults", test_defaults);
  g_test_add_func ("/replay-settings/serve", test_serve);
  g_test_add_func ("/replay-settings/help", test_help);
  g_test_add_func ("/replay-settings/refused", test_refused);
  return g_test_run ();
}
