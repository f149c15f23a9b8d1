/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcChunkWindow: how much of a file may be on its way at once.
 */

#include "chunk-window.h"

#include <math.h>

/* Of what the link carries: the rest is for input, and for acknowledgements of
 * what the estimate does not know of. */
#define SHARE 0.85
/* A round trip that is longer by so much, or by an eighth, means a queue; a
 * browser that is busy takes some milliseconds, too. */
#define SLACK_US 5000
#define SLACK_SHARE 8

/* From here on most flights lose a packet. */
#define LOSS_MAX 0.02

/* Of SCTP in GStreamer, bytes. */
#define PACKET_BYTES 1200

void
vc_chunk_window_begin (VcChunkWindow *self, gsize size)
{
  self->size = size;
  self->n_chunks = (size + VC_CHUNK_BYTES - 1) / VC_CHUNK_BYTES;
  self->n_sent = 0;
  self->n_acked = 0;
  self->grow_at = 0;
  /* What is known of the link is getting old. */
  self->extra /= 2;
  self->first_extra = self->extra;
  self->is_searching = TRUE;
}

gboolean
vc_chunk_is_slowed (gint64 rtt_us, double loss, double estimate)
{
  double packet_rate = 8.0 * PACKET_BYTES * G_USEC_PER_SEC / MAX (rtt_us, 1);

  if (loss <= 0)
    return FALSE;
  return loss > LOSS_MAX || packet_rate * sqrt (1.5 / loss) < estimate;
}

/* What the estimate allows. */
static guint
count_base (const VcChunkWindow *self, double estimate)
{
  double bytes = SHARE * estimate / 8 * self->rtt_us / G_USEC_PER_SEC;

  return CLAMP (bytes / VC_CHUNK_BYTES, VC_CHUNK_FLIGHT_MIN,
                VC_CHUNK_FLIGHT_MAX);
}

/* At first one more for each chunk that came, so that the flight doubles with
 * each round trip, until a queue shows; then one more in each round trip. */
static void
adapt (VcChunkWindow *self, gint64 rtt_us, guint n_new)
{
  gint64 slack_us = MAX (self->rtt_us / SLACK_SHARE, SLACK_US);
  gboolean is_over = self->n_acked >= self->grow_at;

  if (rtt_us > self->rtt_us + slack_us) {
    if (!self->is_searching && !is_over)
      return;
    self->extra -= self->extra / 2;
    self->is_searching = FALSE;
  } else if (self->is_searching) {
    self->extra += n_new;
  } else if (is_over) {
    self->extra++;
  } else {
    return;
  }
  self->extra = MIN (self->extra, VC_CHUNK_FLIGHT_MAX);
  self->grow_at = self->n_sent;
}

gboolean
vc_chunk_window_has_room (const VcChunkWindow *self, double estimate)
{
  guint flight = self->n_sent - self->n_acked;
  guint base = count_base (self, estimate);
  guint first = MAX ((base + self->first_extra) / 2, VC_CHUNK_FLIGHT_MIN);

  /* Two for each that came, so that a file does not begin with a burst. */
  return self->n_sent < self->n_chunks && flight < self->n_acked + first &&
         flight < MIN (base + self->extra, VC_CHUNK_FLIGHT_MAX);
}

gsize
vc_chunk_window_send (VcChunkWindow *self, gint64 now_us, gsize *length)
{
  gsize offset = (gsize)self->n_sent * VC_CHUNK_BYTES;

  g_assert (self->n_sent < self->n_chunks);
  if (self->n_sent == 0)
    self->began_us = now_us;
  self->sent_us[self->n_sent % VC_CHUNK_FLIGHT_MAX] = now_us;
  self->n_sent++;
  *length = MIN (self->size - offset, VC_CHUNK_BYTES);
  return offset;
}

gboolean
vc_chunk_window_is_done (const VcChunkWindow *self)
{
  return self->n_acked == self->n_chunks;
}

gboolean
vc_chunk_window_ack (VcChunkWindow *self, gint64 n_chunks, gint64 now_us)
{
  gint64 rtt_us;
  guint n_new;

  if (n_chunks <= self->n_acked || n_chunks > self->n_sent)
    return FALSE;
  rtt_us = now_us - self->sent_us[(n_chunks - 1) % VC_CHUNK_FLIGHT_MAX];
  if (self->rtt_us == 0 || rtt_us < self->rtt_us)
    self->rtt_us = MAX (rtt_us, 1);
  n_new = n_chunks - self->n_acked;
  self->n_acked = n_chunks;
  adapt (self, rtt_us, n_new);
  if (vc_chunk_window_is_done (self))
    self->rate =
      8.0 * self->size * G_USEC_PER_SEC / MAX (now_us - self->began_us, 1);
  return TRUE;
}
