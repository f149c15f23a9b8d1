/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The part of the command line that says how browsers reach this program.
 */

#include "ice-settings.h"

#include <string.h>

#include "settings.h"

#define SECRET_MAX 512
/* Below it only root may listen. */
#define PORT_MIN 1024

static gboolean
read_stun (VcIce *self, const VcIceRaw *raw, GError **error)
{
  if (raw->stun == NULL || vc_ice_add_stun (self, raw->stun))
    return TRUE;
  return vc_settings_fail (
    error, "--stun must be like stun.example.org:3478, not “%s”.", raw->stun);
}

/* A complaint must not repeat what may be a password. */
static gboolean
read_turn (VcIce *self, const VcIceRaw *raw, GError **error)
{
  for (char **url = raw->turn; url != NULL && *url != NULL; url++) {
    if (strchr (*url, '@') != NULL)
      return vc_settings_fail (
        error, "--turn must not hold a password, which everybody on "
               "this machine could read: put user:password into a "
               "file for --turn-user-file.");
    if (!vc_ice_add_turn (self, *url))
      return vc_settings_fail (
        error,
        "--turn must be like turn:turn.example.org:3478?"
        "transport=udp or turns:turn.example.org:443?transport=tcp, "
        "not “%s”.",
        *url);
  }
  return TRUE;
}

static gboolean
is_printable (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return TRUE;
}

/* @secret: (out) (nullable): %NULL if there is neither file nor variable */
static gboolean
read_secret (const char *option, const char *file, const char *variable,
             char **secret, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *secret = NULL;
  if (file == NULL)
    *secret = g_strdup (g_getenv (variable));
  else if (!g_file_get_contents (file, secret, NULL, &local_error))
    return vc_settings_fail (error, "%s: %s.", option, local_error->message);
  if (*secret == NULL)
    return TRUE;
  g_strstrip (*secret);
  if (**secret == '\0' || strlen (*secret) > SECRET_MAX ||
      !is_printable (*secret))
    return vc_settings_fail (
      error,
      "%s (or $%s) must hold one line of 1 to %d ASCII letters, "
      "digits and punctuation.",
      option, variable, SECRET_MAX);
  return TRUE;
}

static gboolean
split_user (VcIce *self, const char *user, GError **error)
{
  const char *colon = strchr (user, ':');

  if (colon == NULL || colon == user || colon[1] == '\0')
    return vc_settings_fail (error, "--turn-user-file (or $" VC_ENV_TURN_USER
                                    ") must hold "
                                    "user:password.");
  self->username = g_strndup (user, colon - user);
  self->password = g_strdup (colon + 1);
  return TRUE;
}

static gboolean
read_credentials (VcIce *self, const VcIceRaw *raw, GError **error)
{
  g_autofree char *user = NULL;

  if (!read_secret ("--turn-secret-file", raw->secret_file, VC_ENV_TURN_SECRET,
                    &self->secret, error) ||
      !read_secret ("--turn-user-file", raw->user_file, VC_ENV_TURN_USER, &user,
                    error))
    return FALSE;
  if (self->secret != NULL && user != NULL)
    return vc_settings_fail (
      error, "--turn-secret-file and --turn-user-file (or their "
             "variables) do not go together.");
  if (user != NULL && !split_user (self, user, error))
    return FALSE;
  if (raw->turn != NULL && self->secret == NULL && user == NULL)
    return vc_settings_fail (error,
                             "--turn needs --turn-secret-file with coturn's "
                             "static-auth-secret, or --turn-user-file with "
                             "user:password.");
  if (raw->turn == NULL && (raw->secret_file != NULL || raw->user_file != NULL))
    return vc_settings_fail (
      error, "--turn-secret-file and --turn-user-file need --turn.");
  return TRUE;
}

static gboolean
parse_port (const char *text, guint64 *port)
{
  return g_ascii_string_to_unsigned (text, 10, PORT_MIN, G_MAXUINT16, port,
                                     NULL);
}

static gboolean
read_ports (VcIce *self, const VcIceRaw *raw, guint n_peers, GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint64 min, max;

  if (raw->ports == NULL)
    return TRUE;
  parts = g_strsplit (raw->ports, "-", -1);
  if (g_strv_length (parts) != 2 || !parse_port (parts[0], &min) ||
      !parse_port (parts[1], &max) || min > max)
    return vc_settings_fail (
      error, "--ice-ports must be MIN-MAX, from %d to 65535, not “%s”.",
      PORT_MIN, raw->ports);
  if (max - min + 1 < n_peers)
    return vc_settings_fail (
      error,
      "--ice-ports must hold a port for each of the %u viewers of "
      "--max-viewers, not “%s”.",
      n_peers, raw->ports);
  self->min_port = min;
  self->max_port = max;
  return TRUE;
}

void
vc_ice_raw_clear (VcIceRaw *self)
{
  g_free (self->stun);
  g_strfreev (self->turn);
  g_free (self->secret_file);
  g_free (self->user_file);
  g_free (self->ports);
}

VcIce *
vc_ice_settings_read (const VcIceRaw *raw, guint n_peers, GError **error)
{
  g_autoptr (VcIce) self = vc_ice_new ();

  if (!read_stun (self, raw, error) || !read_turn (self, raw, error) ||
      !read_credentials (self, raw, error) ||
      !read_ports (self, raw, n_peers, error))
    return NULL;
  return g_steal_pointer (&self);
}
