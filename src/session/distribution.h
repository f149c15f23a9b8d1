/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDistribution: how often a figure was how large: a histogram as Prometheus
 * wants it. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_DISTRIBUTION_BOUNDS_MAX 15

/**
 * VcDistribution:
 * @bounds: ascending; not copied
 * @counts: of values up to each bound and above the one before; the last is
 *   what is above all
 */
typedef struct {
  const double *bounds;
  guint n_bounds;
  guint64 counts[VC_DISTRIBUTION_BOUNDS_MAX + 1];
  double sum;
} VcDistribution;

/* @bounds: ends with 0, which is none unless it is the first */
void vc_distribution_init (VcDistribution *self, const double *bounds);

/* What is negative or not finite is no figure, and is not counted. */
void vc_distribution_add (VcDistribution *self, double value);

/* Appends its lines in the text format 0.0.4. @label: "tier=\"full\"", or
 * "" */
void vc_distribution_write (const VcDistribution *self, const char *name,
                            const char *label, GString *text);

G_END_DECLS
