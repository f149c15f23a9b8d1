/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccArrivalGroups: packets sent in one burst, and how the spacing of bursts
 * changed on their way.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 first_send_us;
  gint64 last_send_us;
  gint64 first_arrival_us;
  gint64 last_arrival_us;
  gboolean used;
} GccGroup;

/**
 * GccGroupDelta:
 * @send_us: between the last packets of two neighbouring groups, sender's clock
 * @arrival_us: the same, receiver's clock
 * @at_us: when the later group had arrived, receiver's clock
 */
typedef struct {
  gint64 send_us;
  gint64 arrival_us;
  gint64 at_us;
} GccGroupDelta;

typedef enum {
  GCC_GROUP_OPEN,    /* the packet went into the current group, or is stale */
  GCC_GROUP_DELTA,   /* a group was completed, and there is a delta */
  GCC_GROUP_RESTART, /* the sender was silent: what was before says nothing */
} GccGroupResult;

typedef struct {
  GccGroup current;
  GccGroup previous;
  guint backwards;
} GccArrivalGroups;

/* Groups are packets sent within 5 ms of the group's first, or that arrived
 * as a burst because something on the way had held them (draft-ietf-rmcat-
 * gcc-02, section 5.2; libwebrtc inter_arrival_delta.cc). A pause of the
 * sender of over 300 ms begins anew: over a minute's rest a clock drift of
 * 200 ppm would look like 12 ms of new queue. */
void gcc_arrival_groups_init (GccArrivalGroups *self);

/* Adds a received packet. Packets come in the order in which they were sent;
 * older ones are ignored. */
GccGroupResult gcc_arrival_groups_add (GccArrivalGroups *self, gint64 send_us,
                                       gint64 arrival_us, GccGroupDelta *delta);

G_END_DECLS
