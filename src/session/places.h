/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlaces: the order in which viewers came, kept for a while for those that
 * vanished.
 *
 * A viewer that comes back after its network broke says the id that it had,
 * which nobody else knows, and gets its place again. Pure: time is an argument.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a place is kept. */
#define VC_PLACES_KEEP_US (60 * G_USEC_PER_SEC)
#define VC_PLACES_KEEP_MAX 64

/**
 * VcPlaces:
 * @last: given so far; the first is 1
 * @kept: (element-type VcPlace): oldest first
 */
typedef struct {
  guint last;
  GArray *kept;
} VcPlaces;

void vc_places_init (VcPlaces *self);
void vc_places_clear (VcPlaces *self);

/* A place behind everybody. */
guint vc_places_take (VcPlaces *self);

/* The viewer @id had this place, and may come back. */
void vc_places_keep (VcPlaces *self, const char *id, guint place,
                     gint64 now_us);

/* The place that is kept for @id, or 0. */
guint vc_places_find (const VcPlaces *self, const char *id, gint64 now_us);

G_END_DECLS
