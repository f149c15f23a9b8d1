/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReport: the loader process's line to its parent.
 */

#include "report.h"

#include <unistd.h>

#include "loader.h"

#define INTERVAL (G_USEC_PER_SEC / 25)

static void
send_or_exit (VcReport *self, const VcMessage *message, const int *fds,
              guint n_fds)
{
  if (!vc_message_send (message, self->socket, fds, n_fds))
    _exit (1);
}

void
vc_report_init (VcReport *self, int socket, const char *memory,
                const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  *self = (VcReport){
    .socket = socket,
    .memory = g_ascii_strtoull (memory, NULL, 10),
    .name = g_filename_display_name (base),
  };
}

static void
send_progress (VcReport *self, double fraction)
{
  VcMessage message;

  self->fraction = fraction;
  vc_message_init (&message, VC_MESSAGE_PROGRESS);
  message.fraction = fraction;
  send_or_exit (self, &message, NULL, 0);
}

void
vc_report_progress (VcReport *self, double fraction)
{
  gint64 now = g_get_monotonic_time ();

  if (fraction < self->fraction + 0.005 || now < self->time + INTERVAL)
    return;
  self->time = now;
  send_progress (self, MIN (fraction, 1));
}

gboolean
vc_report_arrays (VcReport *self, VcMessage *message, VcMemfd *const *arrays,
                  guint n_arrays, GError **error)
{
  int fds[VC_MESSAGE_MAX_FDS];
  guint n = 0;

  g_assert (n_arrays <= VC_MESSAGE_MAX_FDS);
  while (n < n_arrays && (fds[n] = vc_memfd_steal (arrays[n], error)) >= 0)
    n++;
  vc_message_set_text (message, self->name);
  if (n == n_arrays) {
    if (self->fraction < 1)
      send_progress (self, 1);
    send_or_exit (self, message, fds, n);
  }
  for (guint i = 0; i < n; i++)
    close (fds[i]);
  return n == n_arrays;
}

void
vc_report_end (VcReport *self, const GError *error)
{
  VcMessage message;

  vc_message_init (&message, error ? VC_MESSAGE_ERROR : VC_MESSAGE_DONE);
  if (error) {
    message.code =
      error->domain == VC_LOADER_ERROR ? error->code : VC_LOADER_ERROR_BROKEN;
    vc_message_set_text (&message, error->message);
  }
  send_or_exit (self, &message, NULL, 0);
}

gboolean
vc_report_check_size (VcReport *self, guint64 n, gsize size, GError **error)
{
  guint64 bytes;

  if (g_uint64_checked_mul (&bytes, n, size) && bytes <= self->memory)
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
               "it needs %.1f GB of memory, and %.1f GB are allowed",
               (double)n * size * 1e-9, self->memory * 1e-9);
  return FALSE;
}

VcMemfd *
vc_report_allocate (VcReport *self, guint64 n, gsize size, GError **error)
{
  if (!vc_report_check_size (self, n, size, error))
    return NULL;
  return vc_memfd_new (n * size, error);
}
