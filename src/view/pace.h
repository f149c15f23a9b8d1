/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPace: limits how often something happens, with a credit of one interval.
 *
 * A token bucket in the form of the generic cell rate algorithm (ITU-T I.371):
 * input that comes at the limit, but unevenly, is never held back to the next
 * slot of a raster. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcPace:
 * @interval_us: shortest mean distance
 * @due_us: when the next one would be due if all came evenly
 *
 * All zero is a pace without limit.
 */
typedef struct {
  gint64 interval_us;
  gint64 due_us;
} VcPace;

void vc_pace_set_rate (VcPace *self, double hertz);

/* The time from which on the next one may happen. */
gint64 vc_pace_get_earliest (const VcPace *self);

/* One happened. */
void vc_pace_spend (VcPace *self, gint64 now_us);

/* The last one had waited so long for its turn; the next may come a sixteenth
 * of that earlier. Input at exactly the limit would otherwise wait for good,
 * for as long as it once came too late. Much faster input hardly waits, so that
 * its limit holds. */
void vc_pace_ease (VcPace *self, gint64 waited_us);

G_END_DECLS
