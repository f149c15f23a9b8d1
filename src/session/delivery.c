/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDelivery: brings exact stills to one viewer, at that viewer's pace.
 */

#include "delivery.h"

#include "chunk-window.h"

/**
 * _VcDelivery:
 * @still: (nullable): what is being sent, or was last
 * @is_offered: the view rests on it
 * @fetches: the browser said that it can
 * @is_over_http: the browser fetches it
 * @is_http_useless: fetching failed once
 */
struct _VcDelivery {
  VcPeer *peer;
  VcView *view;
  VcStill *still;
  VcStillHead head;
  VcChunkWindow window;
  gboolean is_offered;
  gboolean fetches;
  gboolean is_over_http;
  gboolean is_http_useless;
};

static void
send_chunk (VcDelivery *self, gint64 now_us)
{
  gsize length;
  gsize offset = vc_chunk_window_send (&self->window, now_us, &length);
  g_autoptr (GBytes) bytes =
    g_bytes_new_from_bytes (self->still->bytes, offset, length);

  vc_peer_send_data (self->peer, VC_CHANNEL_STILL, bytes);
}

static double
get_estimate (VcDelivery *self)
{
  VcPeerStats stats = {0};

  vc_peer_get_stats (self->peer, &stats);
  return stats.estimate;
}

static void
pump (VcDelivery *self)
{
  double estimate;

  if (!self->is_offered || self->is_over_http)
    return;
  estimate = get_estimate (self);
  /* Input may have reached the view through anybody; it is asked each time. */
  while (vc_chunk_window_has_room (&self->window, estimate) &&
         vc_view_get_still_id (self->view) == self->still->id)
    send_chunk (self, g_get_monotonic_time ());
}

static void
send_head (VcDelivery *self)
{
  g_autofree char *text = NULL;

  vc_chunk_window_begin (&self->window, self->head.size);
  self->head.n_chunks = self->is_over_http ? 0 : self->window.n_chunks;
  text = vc_still_head_to_text (&self->head);
  vc_peer_send (self->peer, VC_CHANNEL_STILL, text);
}

static gboolean
is_slowed_by_loss (VcDelivery *self)
{
  VcPeerStats stats = {0};

  vc_peer_get_stats (self->peer, &stats);
  return vc_chunk_is_slowed (stats.least_rtt_us, stats.loss, stats.estimate);
}

static void
begin (VcDelivery *self, const VcStillOffer *offer)
{
  g_clear_pointer (&self->still, vc_still_unref);
  self->still = vc_still_ref (offer->still);
  self->head = (VcStillHead){
    .id = self->still->id,
    .rtp = offer->rtp,
    .seq = offer->seq,
    .width = self->still->width,
    .height = self->still->height,
    .type = vc_still_get_type_name (self->still),
    .size = g_bytes_get_size (self->still->bytes),
    .parts = self->still->parts,
    .n_parts = self->still->n_parts,
    .sha256 = self->still->sha256,
  };
  self->is_over_http =
    !self->is_http_useless && (self->fetches || is_slowed_by_loss (self));
  send_head (self);
}

double
vc_delivery_get_rate (VcDelivery *self)
{
  return MAX (self->window.rate, get_estimate (self));
}

VcDelivery *
vc_delivery_new (VcPeer *peer)
{
  VcDelivery *self = g_new0 (VcDelivery, 1);

  self->peer = peer;
  return self;
}

void
vc_delivery_free (VcDelivery *self)
{
  g_clear_pointer (&self->still, vc_still_unref);
  g_clear_object (&self->view);
  g_free (self);
}

void
vc_delivery_offer (VcDelivery *self, const VcStillOffer *offer)
{
  if (self->is_offered)
    return;
  self->is_offered = TRUE;
  g_set_object (&self->view, offer->view);
  if (self->still == NULL || self->still->id != offer->still->id) {
    begin (self, offer);
  } else {
    g_autofree char *text = vc_still_build_again (self->still->id, offer->seq);

    self->head.seq = offer->seq;
    vc_peer_send (self->peer, VC_CHANNEL_STILL, text);
  }
  pump (self);
}

void
vc_delivery_tell_phase (VcDelivery *self, VcPhase phase)
{
  /* What was sent is kept, for the view may come back to it. */
  self->is_offered = FALSE;
  vc_peer_send (self->peer, VC_CHANNEL_STILL, vc_still_get_phase_text (phase));
}

/* The picture under way comes the better way, too. */
static void
start_fetching (VcDelivery *self)
{
  self->fetches = TRUE;
  if (self->still == NULL || !self->is_offered || self->is_over_http ||
      self->is_http_useless || vc_chunk_window_is_done (&self->window))
    return;
  self->is_over_http = TRUE;
  send_head (self);
}

gboolean
vc_delivery_hear (VcDelivery *self, const char *text, gsize length,
                  gint64 now_us, gboolean *expected, GError **error)
{
  VcStillWord word;

  *expected = FALSE;
  if (!vc_still_word_parse (&word, text, length, error))
    return FALSE;
  if (word.kind == VC_STILL_WORD_FETCH) {
    start_fetching (self);
    return TRUE;
  }
  if (self->still == NULL || word.id < 0 || (guint64)word.id != self->still->id)
    return TRUE;
  if (word.kind == VC_STILL_WORD_ACK) {
    *expected = !self->is_over_http &&
                vc_chunk_window_ack (&self->window, word.n_chunks, now_us);
  } else if (self->is_over_http) {
    self->is_http_useless = TRUE;
    self->is_over_http = FALSE;
    send_head (self);
  }
  pump (self);
  return TRUE;
}
