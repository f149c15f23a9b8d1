/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccLinkCapacity: what the link carried when it was last found full.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccLinkCapacity:
 * @rate: bits per second; 0 = not known
 *
 * Average and deviation of the throughput at over-use; the bounds are three
 * deviations away (draft-ietf-rmcat-gcc-02, section 5.5: average and standard
 * deviation with a coefficient of 0.95; libwebrtc link_capacity_estimator.cc).
 */
typedef struct {
  double rate;
  double deviation;
} GccLinkCapacity;

void gcc_link_capacity_init (GccLinkCapacity *self);
void gcc_link_capacity_add (GccLinkCapacity *self, double throughput);
double gcc_link_capacity_lower (const GccLinkCapacity *self);
double gcc_link_capacity_upper (const GccLinkCapacity *self);

G_END_DECLS
