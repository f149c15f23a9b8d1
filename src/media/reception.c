/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReception: which video packets have reached the browser.
 */

#include "reception.h"

#include <string.h>

#define N_SEQUENCE_NUMBERS 65536
/* A limit that lies so far back moves along: numbers begin again, and it must
 * not come to lie ahead. Nobody asks for what is that old. */
#define LIMIT_DISTANCE 16384

typedef enum {
  STATE_UNUSED,
  STATE_UNDER_WAY,
  STATE_REPORTED,
} State;

struct _VcReception {
  /* By transport-wide number. */
  struct {
    guint16 rtp_seq;
    guint8 state;
  } sent[N_SEQUENCE_NUMBERS];
  /* By RTP number: how many of its kind are under way. */
  guint16 under_way[N_SEQUENCE_NUMBERS];
  /* By RTP number: sent since the key frame and not yet received. */
  guint8 missing[N_SEQUENCE_NUMBERS];
  guint n_missing;
  gboolean is_reported;
  /* The highest RTP number sent. */
  guint16 newest;
  gboolean has_newest;
  /* RTP numbers up to this one do not matter. */
  guint16 limit;
  gboolean has_limit;
};

VcReception *
vc_reception_new (void)
{
  return g_new0 (VcReception, 1);
}

void
vc_reception_free (VcReception *self)
{
  g_free (self);
}

/* Is @seq later than @other? Numbers begin again (RFC 3550, section 5.1). */
static gboolean
is_later (guint16 seq, guint16 other)
{
  return (gint16)(seq - other) > 0;
}

void
vc_reception_forget (VcReception *self, guint16 last_seq)
{
  self->limit = last_seq;
  self->has_limit = TRUE;
}

void
vc_reception_begin_key_frame (VcReception *self, guint16 last_seq)
{
  vc_reception_forget (self, last_seq);
  if (self->n_missing > 0)
    memset (self->missing, 0, sizeof self->missing);
  self->n_missing = 0;
}

gboolean
vc_reception_matters (const VcReception *self, guint16 rtp_seq)
{
  return !self->has_limit || is_later (rtp_seq, self->limit);
}

static void
set_state (VcReception *self, guint16 transport_seq, State state)
{
  guint16 rtp_seq = self->sent[transport_seq].rtp_seq;

  if (self->sent[transport_seq].state == STATE_UNDER_WAY)
    self->under_way[rtp_seq]--;
  if (state == STATE_UNDER_WAY)
    self->under_way[rtp_seq]++;
  self->sent[transport_seq].state = state;
}

static void
add_original (VcReception *self, guint16 rtp_seq)
{
  self->newest = rtp_seq;
  self->has_newest = TRUE;
  if (is_later (rtp_seq, self->limit + LIMIT_DISTANCE))
    self->limit = rtp_seq - LIMIT_DISTANCE;
  if (!self->missing[rtp_seq] && vc_reception_matters (self, rtp_seq)) {
    self->missing[rtp_seq] = TRUE;
    self->n_missing++;
  }
}

void
vc_reception_add_sent (VcReception *self, guint16 transport_seq,
                       guint16 rtp_seq)
{
  /* What used the number before was never reported. */
  set_state (self, transport_seq, STATE_UNUSED);
  self->sent[transport_seq].rtp_seq = rtp_seq;
  set_state (self, transport_seq, STATE_UNDER_WAY);

  /* A retransmission adds nothing that is not already counted. */
  if (!self->has_newest || is_later (rtp_seq, self->newest))
    add_original (self, rtp_seq);
}

void
vc_reception_add_received (VcReception *self, guint16 transport_seq)
{
  guint16 rtp_seq = self->sent[transport_seq].rtp_seq;

  self->is_reported = TRUE;
  if (self->sent[transport_seq].state == STATE_UNUSED)
    return;

  set_state (self, transport_seq, STATE_REPORTED);
  if (self->missing[rtp_seq]) {
    self->missing[rtp_seq] = FALSE;
    self->n_missing--;
  }
}

gboolean
vc_reception_add_lost (VcReception *self, guint16 transport_seq,
                       guint16 *rtp_seq)
{
  self->is_reported = TRUE;
  if (self->sent[transport_seq].state != STATE_UNDER_WAY)
    return FALSE;

  set_state (self, transport_seq, STATE_REPORTED);
  *rtp_seq = self->sent[transport_seq].rtp_seq;

  return self->missing[*rtp_seq] && self->under_way[*rtp_seq] == 0 &&
         vc_reception_matters (self, *rtp_seq);
}

gboolean
vc_reception_is_reported (const VcReception *self)
{
  return self->is_reported;
}

gboolean
vc_reception_is_complete (const VcReception *self)
{
  return self->is_reported && self->n_missing == 0;
}
