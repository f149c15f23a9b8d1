/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The command line: what is accepted, and the sentences for what is not.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "data-scene.h"
#include "ice-settings.h"
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
  g_assert_cmpuint (s->bitrate, ==, 12000000);
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
    {"x --bridge demo", "leave out x"},
    {"--bridge", "--bridge"},
    {"x --bridge-wait -1", "--bridge-wait"},
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
    {"x --stun ''", "--stun"},
    {"x --stun stun.example:0", "--stun"},
    {"x --stun https://stun.example", "--stun"},
    {"x --turn turn:t.example", "--turn-secret-file"},
    {"x --turn turn:user:pass@t.example", "--turn-user-file"},
    {"x --turn t.example", "transport=udp"},
    {"x --turn turn://t.example", "turn:"},
    {"x --turn ''", "turn:"},
    {"x --turn turn:t --turn-secret-file /nowhere/at-all", "/nowhere/at-all"},
    {"x --turn turn:t --turn-user-file /", "--turn-user-file"},
    {"x --ice-ports ''", "--ice-ports"},
    {"x --ice-ports 40000", "--ice-ports"},
    {"x --ice-ports 40000-", "--ice-ports"},
    {"x --ice-ports 40000-40007-40009", "--ice-ports"},
    {"x --ice-ports 40007-40000", "--ice-ports"},
    {"x --ice-ports 1023-40000", "--ice-ports"},
    {"x --ice-ports 40000-65536", "--ice-ports"},
    {"x --ice-ports 40000-40006", "--max-viewers"},
    {"x --ice-ports ' 40000-40010'", "--ice-ports"},
    {"x --ice-ports 4e4-50000", "--ice-ports"},
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

/* (transfer full): a file with that in it. */
static char *
write_secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("vtkcast-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  return path;
}

/* @line: with %s for the file */
static VcSettings *
parse_with_file (const char *line, const char *text, GError **error)
{
  g_autofree char *path = write_secret (text);
  g_auto (GStrv) parts = g_strsplit (line, "%s", 2);
  g_autofree char *whole = g_strjoinv (path, parts);
  VcSettings *settings = parse (whole, error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  return settings;
}

static void
test_ice (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcSettings) plain = parse_good ("x");
  g_autoptr (VcSettings) s =
    parse_with_file ("x --stun s.example:19302 --turn turn:t.example --turn "
                     "turns:t.example:443?transport=tcp --turn-secret-file %s "
                     "--ice-ports 40000-40007",
                     "north\n", &error);
  g_autoptr (VcSettings) user = parse_with_file (
    "x --turn turn:t.example --turn-user-file %s", "ward:a:b\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plain->ice->servers->len, ==, 0);
  g_assert_cmpuint (plain->ice->max_port, ==, 0);
  g_assert_cmpuint (s->ice->servers->len, ==, 3);
  g_assert_cmpstr (s->ice->secret, ==, "north");
  g_assert_cmpuint (s->ice->min_port, ==, 40000);
  g_assert_cmpuint (s->ice->max_port, ==, 40007);
  g_assert_cmpstr (user->ice->username, ==, "ward");
  g_assert_cmpstr (user->ice->password, ==, "a:b");
  g_assert_null (user->ice->secret);
}

static void
test_ice_variables (void)
{
  g_setenv (VC_ENV_TURN_SECRET, "from-outside", TRUE);
  g_autoptr (VcSettings) s = parse_good ("x --turn turn:t.example");
  g_autoptr (VcSettings) unused = parse_good ("x");
  g_unsetenv (VC_ENV_TURN_SECRET);
  g_setenv (VC_ENV_TURN_USER, "u:p", TRUE);
  g_autoptr (VcSettings) user = parse_good ("x --turn turn:t.example");
  g_unsetenv (VC_ENV_TURN_USER);

  g_assert_cmpstr (s->ice->secret, ==, "from-outside");
  g_assert_cmpuint (unused->ice->servers->len, ==, 0);
  g_assert_cmpstr (user->ice->username, ==, "u");
}

/* What is wrong with files; none of the sentences repeats what is in them. */
static void
test_bad_secrets (void)
{
  static const struct {
    const char *line;
    const char *text;
    const char *word;
  } table[] = {
    {"--turn turn:t --turn-secret-file %s", "", "--turn-secret-file"},
    {"--turn turn:t --turn-secret-file %s", " \n", "--turn-secret-file"},
    {"--turn turn:t --turn-secret-file %s", "XX\nXX", "--turn-secret-file"},
    {"--turn turn:t --turn-secret-file %s", "XX\xc3\xa9", "ASCII"},
    {"--turn turn:t --turn-user-file %s", "XX", "user:password"},
    {"--turn turn:t --turn-user-file %s", ":XX", "user:password"},
    {"--turn turn:t --turn-user-file %s", "XX:", "user:password"},
    {"--turn turn:t --turn-user-file %s --turn-secret-file /etc/hostname",
     "XX:XX", "do not go together"},
    {"--turn-secret-file %s", "XX", "--turn"},
    {"--turn-user-file %s", "XX:XX", "--turn"},
  };
  g_autofree char *long_secret = g_strnfill (513, 'X');

  for (gsize i = 0; i <= G_N_ELEMENTS (table); i++) {
    gboolean last = i == G_N_ELEMENTS (table);
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_strconcat ("x ", table[last ? 0 : i].line, NULL);
    g_autoptr (VcSettings) s =
      parse_with_file (line, last ? long_secret : table[i].text, &error);

    g_test_message ("%s", line);
    g_assert_null (s);
    g_assert_error (error, VC_SETTINGS_ERROR, VC_SETTINGS_ERROR_INVALID);
    g_assert_null (strstr (error->message, "XX"));
    if (!last)
      g_assert_nonnull (strstr (error->message, table[i].word));
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
  g_test_add_func ("/settings/ice", test_ice);
  g_test_add_func ("/settings/ice-variables", test_ice_variables);
  g_test_add_func ("/settings/bad-secrets", test_bad_secrets);
  g_test_add_func ("/settings/actions", test_actions);
  return g_test_run ();
}
