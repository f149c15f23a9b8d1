/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program asks a VcService for, checked.
 */

#include "service-options.h"

static void
add_text (GStrvBuilder *arguments, const char *name, const char *text)
{
  g_autofree char *argument =
    text != NULL ? g_strdup_printf ("--%s=%s", name, text) : NULL;

  if (argument != NULL)
    g_strv_builder_add (arguments, argument);
}

static void
add_number (GStrvBuilder *arguments, const char *name, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  add_text (arguments, name, text);
}

/* (transfer full) */
static GStrv
list_arguments (const VcServiceOptions *options)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  g_strv_builder_add (arguments, "vtkcast");
  add_text (arguments, "host", options->host);
  add_number (arguments, "port", options->port);
  add_text (arguments, "auth-key", options->token);
  add_text (arguments, "tls-cert", options->certificate);
  add_text (arguments, "tls-key", options->private_key);
  add_text (arguments, "allow-origin", options->allow_origin);
  if (options->flags & VC_SERVICE_INSECURE)
    g_strv_builder_add (arguments, "--insecure");
  if (options->max_viewers != 0)
    add_number (arguments, "max-viewers", options->max_viewers);
  if (options->more != NULL)
    g_strv_builder_addv (arguments, (const char **)options->more);
  return g_strv_builder_end (arguments);
}

VcSettings *
vc_service_options_read (const VcServiceOptions *options, GError **error)
{
  g_auto (GStrv) arguments = list_arguments (options);

  return vc_settings_parse_serving ((const char *const *)arguments, error);
}
