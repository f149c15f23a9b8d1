/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Link: one direction of an emulated network link, as arithmetic.
 */

#include "link.h"

struct _Link {
  GRand *random;
  LinkSettings settings;
  LinkCounts counts;
  gint64 busy_until_us;
  gint64 last_delivery_us;
  gint64 next_vary_us;
  gint64 room_us;
  double factor;
  gboolean in_burst;
};

/* Gilbert–Elliott with everything lost in the bad state: bursts end with
 * probability 1/burst, and begin so often that @loss is the share lost. */
static gboolean
draw_loss (Link *self)
{
  const LinkSettings *s = &self->settings;

  if (s->loss <= 0)
    return FALSE;
  double burst = MAX (s->burst, 1);
  double turn = self->in_burst ? 1 - 1 / burst
                               : s->loss / (burst * MAX (1 - s->loss, 1e-9));
  self->in_burst = g_rand_double (self->random) < turn;
  return self->in_burst;
}

static double
current_rate (Link *self, gint64 now_us)
{
  const LinkSettings *s = &self->settings;

  if (s->vary > 0 && now_us >= self->next_vary_us) {
    self->factor = g_rand_double_range (self->random, 1 - s->vary, 1 + s->vary);
    self->next_vary_us = now_us + s->vary_interval_us;
  }
  return s->vary > 0 ? s->rate * self->factor : s->rate;
}

/* What the rate that held since the last call gave room for. */
static void
count_room (Link *self, gint64 now_us)
{
  const LinkSettings *s = &self->settings;
  double rate = s->vary > 0 ? s->rate * self->factor : s->rate;

  if (self->room_us != 0)
    self->counts.room += rate / 8 * (now_us - self->room_us) / 1e6;
  self->room_us = now_us;
}

gint64
link_send (Link *self, gint64 now_us, gsize size)
{
  const LinkSettings *s = &self->settings;

  count_room (self, now_us);
  double rate = current_rate (self, now_us);
  gint64 begin_us = MAX (now_us, self->busy_until_us);

  if (rate <= 0 || draw_loss (self)) {
    self->counts.lost++;
    return LINK_DROPPED;
  }
  if (begin_us - now_us > s->queue_us) {
    self->counts.overflowed++;
    return LINK_DROPPED;
  }

  self->busy_until_us = begin_us + (gint64)(size * 8 * 1e6 / rate + 0.5);
  gint64 jitter_us =
    s->jitter_us > 0
      ? (gint64)g_rand_double_range (self->random, -s->jitter_us, s->jitter_us)
      : 0;
  gint64 delivery_us = self->busy_until_us + MAX (s->delay_us + jitter_us, 0);
  self->last_delivery_us = MAX (delivery_us, self->last_delivery_us);
  self->counts.waits[MIN ((begin_us - now_us) / 1000, LINK_WAITS - 1)]++;
  self->counts.sent++;
  self->counts.bytes += size;
  return self->last_delivery_us;
}

void
link_set (Link *self, const LinkSettings *settings)
{
  self->settings = *settings;
  self->next_vary_us = 0;
}

const LinkCounts *
link_get_counts (Link *self, gint64 now_us)
{
  count_room (self, now_us);
  return &self->counts;
}

void
link_reset_counts (Link *self, gint64 now_us)
{
  count_room (self, now_us);
  self->counts = (LinkCounts){0};
}

Link *
link_new (guint32 seed)
{
  Link *self = g_new0 (Link, 1);
  self->random = g_rand_new_with_seed (seed);
  self->factor = 1;
  return self;
}

void
link_free (Link *self)
{
  g_rand_free (self->random);
  g_free (self);
}
