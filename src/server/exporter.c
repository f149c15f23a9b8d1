/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GET /metrics: the figures of the process and its session, as Prometheus reads
 * them (text format 0.0.4).
 */

#include "exporter.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http.h"

#define TYPE "text/plain; version=0.0.4; charset=utf-8"

/* The second figure of proc_pid_statm(5), in pages; 0 if it cannot be read. */
static guint64
get_resident_bytes (void)
{
  g_autofree char *text = NULL;
  const char *space;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  space = strchr (text, ' ');
  if (space == NULL)
    return 0;
  return g_ascii_strtoull (space, NULL, 10) * sysconf (_SC_PAGESIZE);
}

static double
to_seconds (const struct timeval *time)
{
  return time->tv_sec + time->tv_usec / 1e6;
}

static void
append_process (GString *text)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  struct rusage usage = {0};

  getrusage (RUSAGE_SELF, &usage);
  g_ascii_formatd (number, sizeof number, "%.6f",
                   to_seconds (&usage.ru_utime) + to_seconds (&usage.ru_stime));
  g_string_append_printf (
    text,
    "# HELP process_resident_memory_bytes Resident memory size in bytes.\n"
    "# TYPE process_resident_memory_bytes gauge\n"
    "process_resident_memory_bytes %" G_GUINT64_FORMAT "\n"
    "# HELP process_cpu_seconds_total User and system time in seconds.\n"
    "# TYPE process_cpu_seconds_total counter\n"
    "process_cpu_seconds_total %s\n",
    get_resident_bytes (), number);
}

static void
respond (SoupServerMessage *message, VcSession *session)
{
  g_autofree char *figures =
    vc_session_describe (session, VC_DESCRIPTION_METRICS);
  GString *text = g_string_new (figures);
  gsize length;

  append_process (text);
  length = text->len;
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, TYPE, SOUP_MEMORY_TAKE,
                                    g_string_free (text, FALSE), length);
}

void
vc_exporter_respond (SoupServerMessage *message, VcSession *session,
                     const char *token)
{
  vc_http_set_header (message, "Cache-Control", "no-store");
  if (!vc_http_check_method (message, "GET, HEAD"))
    return;
  if (vc_http_check_token (message, token))
    respond (message, session);
  else
    vc_http_ask_for_token (message);
}
