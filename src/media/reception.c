/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReception: which video packets have reached the browser.
 */

#include "reception.h"

#include <string.h>

#define N_SEQUENCE_NUMBERS 65536

struct _VcReception {
  /* By transport-wide number: RTP number + 1; 0 = nothing sent. */
  guint32 sent[N_SEQUENCE_NUMBERS];
  /* By RTP number: sent since the key frame and not yet received. */
  guint8 missing[N_SEQUENCE_NUMBERS];
  guint n_missing;
  gboolean is_reported;
  /* The highest RTP number sent. */
  guint16 newest;
  gboolean has_newest;
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

void
vc_reception_begin_key_frame (VcReception *self)
{
  if (self->n_missing > 0)
    memset (self->missing, 0, sizeof self->missing);
  self->n_missing = 0;
}

static gboolean
is_newer (const VcReception *self, guint16 rtp_seq)
{
  return !self->has_newest || (gint16)(rtp_seq - self->newest) > 0;
}

void
vc_reception_add_sent (VcReception *self, guint16 transport_seq,
                       guint16 rtp_seq)
{
  self->sent[transport_seq] = (guint32)rtp_seq + 1;

  /* A retransmission adds nothing that is not already counted. */
  if (!is_newer (self, rtp_seq))
    return;

  self->newest = rtp_seq;
  self->has_newest = TRUE;
  if (!self->missing[rtp_seq]) {
    self->missing[rtp_seq] = TRUE;
    self->n_missing++;
  }
}

void
vc_reception_add_received (VcReception *self, guint16 transport_seq)
{
  guint32 entry = self->sent[transport_seq];

  self->is_reported = TRUE;
  if (entry == 0)
    return;

  if (self->missing[entry - 1]) {
    self->missing[entry - 1] = FALSE;
    self->n_missing--;
  }
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
