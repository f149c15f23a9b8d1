/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcChunkWindow: how much of a file may be on its way at once.
 */

#include "chunk-window.h"

/* Of what the link carries: the rest is for input, and for acknowledgements of
 * what the estimate does not know of. */
#define SHARE 0.85

void
vc_chunk_window_begin (VcChunkWindow *self, gsize size)
{
  self->size = size;
  self->n_chunks = (size + VC_CHUNK_BYTES - 1) / VC_CHUNK_BYTES;
  self->n_sent = 0;
  self->n_acked = 0;
}

static guint
count_flight (const VcChunkWindow *self, double estimate)
{
  double bytes = SHARE * estimate / 8 * self->rtt_us / G_USEC_PER_SEC;

  return CLAMP (bytes / VC_CHUNK_BYTES, VC_CHUNK_FLIGHT_MIN,
                VC_CHUNK_FLIGHT_MAX);
}

gboolean
vc_chunk_window_has_room (const VcChunkWindow *self, double estimate)
{
  return self->n_sent < self->n_chunks &&
         self->n_sent - self->n_acked < count_flight (self, estimate);
}

gsize
vc_chunk_window_send (VcChunkWindow *self, gint64 now_us, gsize *length)
{
  gsize offset = (gsize)self->n_sent * VC_CHUNK_BYTES;

  g_assert (self->n_sent < self->n_chunks);
  self->sent_us[self->n_sent % VC_CHUNK_FLIGHT_MAX] = now_us;
  self->n_sent++;
  *length = MIN (self->size - offset, VC_CHUNK_BYTES);
  return offset;
}

gboolean
vc_chunk_window_ack (VcChunkWindow *self, gint64 n_chunks, gint64 now_us)
{
  gint64 rtt_us;

  if (n_chunks <= self->n_acked || n_chunks > self->n_sent)
    return FALSE;
  rtt_us = now_us - self->sent_us[(n_chunks - 1) % VC_CHUNK_FLIGHT_MAX];
  if (self->rtt_us == 0 || rtt_us < self->rtt_us)
    self->rtt_us = MAX (rtt_us, 1);
  self->n_acked = n_chunks;
  return TRUE;
}

gboolean
vc_chunk_window_is_done (const VcChunkWindow *self)
{
  return self->n_acked == self->n_chunks;
}
