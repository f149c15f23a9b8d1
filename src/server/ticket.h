/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tickets: addresses that let one file be fetched, for some hours, by who
 * cannot send headers: a <video>, an <img>, a link.
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_TICKET_SECONDS (12 * 3600)

/* (transfer full): for the query, needs no escaping. @secret: of the server,
 * told to nobody. @now_s: seconds since 1970 */
char *vc_ticket_new (const char *secret, const char *path, gint64 now_s);

/* @ticket: (nullable). Takes a time that tells nothing of the right one. */
gboolean vc_ticket_check (const char *secret, const char *path,
                          const char *ticket, gint64 now_s);

G_END_DECLS
