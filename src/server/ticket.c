/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tickets: addresses that let one file be fetched for some hours.
 *
 * A ticket is the time when it expires, a hyphen, and HMAC-SHA256 of that and
 * of the path.
 */

#include "ticket.h"

#include <string.h>

#include "secret.h"

/* Of the time; more digits do not fit into 64 bits. */
#define DIGITS_MAX 18

static char *
sign (const char *secret, const char *path, gint64 expires_s)
{
  g_autofree char *text =
    g_strdup_printf ("%" G_GINT64_FORMAT " %s", expires_s, path);
  g_autofree char *mac =
    g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *)secret,
                               strlen (secret), text, (gssize)strlen (text));

  return g_strdup_printf ("%" G_GINT64_FORMAT "-%s", expires_s, mac);
}

char *
vc_ticket_new (const char *secret, const char *path, gint64 now_s)
{
  return sign (secret, path, now_s + VC_TICKET_SECONDS);
}

gboolean
vc_ticket_check (const char *secret, const char *path, const char *ticket,
                 gint64 now_s)
{
  g_autofree char *right = NULL;
  gint64 expires_s;

  if (ticket == NULL || strspn (ticket, "0123456789") > DIGITS_MAX)
    return FALSE;
  expires_s = g_ascii_strtoll (ticket, NULL, 10);
  right = sign (secret, path, expires_s);
  return vc_secret_equal (right, ticket) && now_s < expires_s;
}
