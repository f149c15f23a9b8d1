/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcChunkWindow: how much of a file may be on its way at once.
 *
 * SCTP's own window would take a whole picture within a millisecond, and
 * input and video would then wait behind it for a second on a slow link. So
 * the browser acknowledges each chunk, and no more is on its way than the
 * link carries within its round trip. The estimate of that knows no more than
 * what the video needs, so more is tried: twice as much in each round trip
 * until they become longer (as in RFC 9406, HyStart++), from then on one chunk
 * more for as long as they do not (as TCP Vegas does; Brakmo and Peterson,
 * 1995). Pure; time is an argument, monotonic microseconds.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_CHUNK_BYTES 4096
/* What may be on its way before the round trip is known, and on any link. */
#define VC_CHUNK_FLIGHT_MIN 2
#define VC_CHUNK_FLIGHT_MAX 48

/* Does what is lost hold up SCTP on a link of @estimate bits per second? Each
 * loss halves its rate (RFC 5348, 3.1, in the short form of Mathis and others,
 * 1997), and what is lost at the end of a flight waits for a second. TCP with
 * BBR knows neither. @loss: 0…1 */
gboolean vc_chunk_is_slowed (gint64 rtt_us, double loss, double estimate);

/**
 * VcChunkWindow:
 * @size: of the file, bytes
 * @n_chunks: of the file
 * @n_sent: of these
 * @n_acked: of these
 * @extra: chunks that may be on their way beyond the estimate
 * @first_extra: the same, when the file began
 * @is_searching: no queue was seen with this file
 * @grow_at: at that many acknowledged chunks a round trip is over
 * @began_us: when the first chunk was sent
 * @rate: at which the last file came that came whole, bits per second; 0 before
 *   the first. Outlives the file
 * @rtt_us: the shortest time from a chunk to its acknowledgement; 0 before the
 *   first. Outlives the file
 * @sent_us: when chunk n was sent, at n modulo its length
 *
 * Zero-initialised.
 */
typedef struct {
  gsize size;
  guint n_chunks;
  guint n_sent;
  guint n_acked;
  guint extra;
  guint first_extra;
  gboolean is_searching;
  guint grow_at;
  gint64 began_us;
  double rate;
  gint64 rtt_us;
  gint64 sent_us[VC_CHUNK_FLIGHT_MAX];
} VcChunkWindow;

/* Another file. What was on its way of the last one is not waited for. */
void vc_chunk_window_begin (VcChunkWindow *self, gsize size);

/* @estimate: what the link carries, bits per second */
gboolean vc_chunk_window_has_room (const VcChunkWindow *self, double estimate);

/* The next chunk goes out; there must be one. @length: (out) */
gsize vc_chunk_window_send (VcChunkWindow *self, gint64 now_us, gsize *length);

gboolean vc_chunk_window_is_done (const VcChunkWindow *self);

/* The browser has the first @n_chunks. Returns FALSE, and does nothing, if
 * that is no news or cannot be. */
gboolean vc_chunk_window_ack (VcChunkWindow *self, gint64 n_chunks,
                              gint64 now_us);

G_END_DECLS
