/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The command line: what is accepted, and the sentences for what is not.
 */

#include <string.h>

#include "data-scene.h"
#include "settings.h"

static VcSettings *
parse (const char *line, GError **error)
{
  g_autofree char *whole = g_strconcat ("vtkcast ", line, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) shell_error = NULL;

  g_shell_parse_argv (whole, NULL, &arguments, &shell_error);
  g_assert_no_error (shell_error);
  return vc_settings_parse ((const char *const *)arguments, error);
}

static VcSettings *
parse_good (const char *line)
{
  g_autoptr (GError) error = NULL;
  VcSettings *settings = parse (line, &error);

  g_assert_no_error (error);
  return settings;
}

static void
test_defaults (void)
{
  g_autoptr (VcSettings) s = parse_good ("head.nrrd");

  g_assert_cmpint (s->action, ==, VC_ACTION_SERVE);
  g_assert_cmpstr (s->host, ==, "127.0.0.1");
  g_assert_cmpuint (s->port, ==, 8080);
  g_assert_null (s->content);
  g_assert_null (s->auth_key);
  g_assert_cmpint (s->width, ==, 1280);
  g_assert_cmpint (s->height, ==, 720);
  g_assert_cmpfloat (s->max_fps, ==, 60);
  g_assert_cmpint (s->codec, ==, VC_CODEC_AUTO);
  g_assert_cmpuint (s->bitrate, ==, 8000000);
  g_assert_cmpint (s->gpu, ==, VC_GPU_AUTO);
  g_assert_null (s->tls_certificate);
  g_assert_null (s->allow_origin);
  g_assert_cmpuint (s->max_viewers, ==, 8);
  g_assert_cmpuint (g_strv_length (s->data), ==, 1);
}

static void
test_all (void)
{
  g_autoptr (VcSettings) s = parse_good (
    "--host ::1 --port=0 a.nrrd --content /srv --auth-key vtkweb-secret "
    "--size 641x481 --max-fps 30 --codec vp8 --bitrate 2.5 --gpu 1 "
    "--tls-cert c.pem --tls-key k.pem --allow-origin http://a.b:81 "
    "--max-viewers 2 -- --odd");

  g_assert_cmpstr (s->host, ==, "::1");
  g_assert_cmpuint (s->port, ==, 0);
  g_assert_cmpstr (s->content, ==, "/srv");
  g_assert_cmpstr (s->auth_key, ==, "vtkweb-secret");
  g_assert_cmpint (s->width, ==, 640);
  g_assert_cmpint (s->height, ==, 480);
  g_assert_cmpfloat (s->max_fps, ==, 30);
  g_assert_cmpint (s->codec, ==, VC_CODEC_VP8);
  g_assert_cmpuint (s->bitrate, ==, 2500000);
  g_assert_cmpint (s->gpu, ==, 1);
  g_assert_cmpstr (s->tls_certificate, ==, "c.pem");
  g_assert_cmpstr (s->tls_key, ==, "k.pem");
  g_assert_cmpstr (s->allow_origin, ==, "http://a.b:81");
  g_assert_cmpuint (s->max_viewers, ==, 2);
  g_assert_cmpstr (s->data[0], ==, "a.nrrd");
  g_assert_cmpstr (s->data[1], ==, "--odd");
}

static void
test_good (void)
{
  static const char *const lines[] = {
    "x --host localhost",
    "x --host LOCALHOST",
    "x --host 127.3.2.1",
    "x --host 0.0.0.0 --insecure",
    "x --host server.example --tls-cert c.pem",
    "x --port 65535",
    "x --auth-key 12345678",
    "x --size 16x16",
    "x --size 7680x4320",
    "x --gpu none",
    "x --gpu 0",
    "x --codec h264",
    "x --allow-origin '*'",
    "x --allow-origin https://portal.example",
    "x --allow-origin http://[::1]:8080",
    "a b c",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (VcSettings) s = parse_good (lines[i]);

    g_assert_nonnull (s);
  }
}

/* Each with a word that the sentence must hold. */
static void
test_bad (void)
{
  static const struct {
    const char *line;
    const char *word;
  } table[] = {
    {"", "vtkcast:cone"},
    {"--", "vtkcast:cone"},
    {"x --what", "--what"},
    {"x --host", "--host"},
    {"x --host ''", "--host"},
    {"x --host 'a b'", "--host"},
    {"x --host http://a", "--host"},
    {"x --host 0.0.0.0", "--insecure"},
    {"x --host ::", "--insecure"},
    {"x --host server.example", "--tls-cert"},
    {"x --host 127.0.0.1.example", "--insecure"},
    {"x --host localhost.example", "--insecure"},
    {"x --tls-key k.pem", "--tls-cert"},
    {"x --port -1", "--port"},
    {"x --port 65536", "--port"},
    {"x --port http", "--port"},
    {"x --port 99999999999999", "--port"},
    {"x --auth-key 1234567", "--auth-key"},
    {"x --auth-key 'with space'", "--auth-key"},
    {"x --auth-key 1234567\x7f", "--auth-key"},
    {"x --size 1280", "--size"},
    {"x --size 1280x", "--size"},
    {"x --size x720", "--size"},
    {"x --size 15x720", "--size"},
    {"x --size 7681x720", "--size"},
    {"x --size 1280x4321", "--size"},
    {"x --size 1280x720x1", "--size"},
    {"x --size -1280x720", "--size"},
    {"x --size ' 1280x720'", "--size"},
    {"x --size 1e3x720", "--size"},
    {"x --max-fps 0", "--max-fps"},
    {"x --max-fps 241", "--max-fps"},
    {"x --max-fps nan", "--max-fps"},
    {"x --max-fps fast", "fast"},
    {"x --bitrate 0", "--bitrate"},
    {"x --bitrate 201", "--bitrate"},
    {"x --bitrate inf", "--bitrate"},
    {"x --codec av1", "--codec"},
    {"x --codec H264", "--codec"},
    {"x --gpu -1", "--gpu"},
    {"x --gpu 256", "--gpu"},
    {"x --gpu nvidia", "--gpu"},
    {"x --allow-origin ''", "--allow-origin"},
    {"x --allow-origin portal.example", "--allow-origin"},
    {"x --allow-origin https://portal.example/", "--allow-origin"},
    {"x --allow-origin ftp://portal.example", "--allow-origin"},
    {"x --allow-origin https://a@b", "--allow-origin"},
    {"x --allow-origin \"https://b; script-src *\"", "--allow-origin"},
    {"x --allow-origin https://", "--allow-origin"},
    {"x --max-viewers 0", "--max-viewers"},
    {"x --max-viewers 101", "--max-viewers"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcSettings) s = parse (table[i].line, &error);

    if (s != NULL)
      g_error ("accepted: %s", table[i].line);
    g_assert_error (error, VC_SETTINGS_ERROR, VC_SETTINGS_ERROR_INVALID);
    if (strstr (error->message, table[i].word) == NULL ||
        !g_str_has_suffix (error->message, ".") ||
        strchr (error->message, '\n') != NULL)
      g_error ("%s: %s", table[i].line, error->message);
  }
}

static void
test_actions (void)
{
  g_autoptr (VcSettings) help = parse_good ("--help --port 99999");
  g_autoptr (VcSettings) version = parse_good ("--version");
  g_autofree char *text = vc_settings_get_help ();

  g_assert_cmpint (help->action, ==, VC_ACTION_SHOW_HELP);
  g_assert_cmpint (version->action, ==, VC_ACTION_SHOW_VERSION);
  g_assert_nonnull (strstr (text, "--auth-key"));
  g_assert_nonnull (strstr (text, "Examples"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/all", test_all);
  g_test_add_func ("/settings/good", test_good);
  g_test_add_func ("/settings/bad", test_bad);
  g_test_add_func ("/settings/actions", test_actions);
  return g_test_run ();
}
