/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDistribution: how often a figure was how large: a histogram as Prometheus
 * wants it.
 */

#include "distribution.h"

#include <math.h>

/* Shortest, as a person writes it, and without a locale's comma. */
static const char *
format (double value, char *number)
{
  return g_ascii_formatd (number, G_ASCII_DTOSTR_BUF_SIZE, "%.12g", value);
}

static void
write_bucket (const char *name, const char *label, const char *bound,
              guint64 count, GString *text)
{
  g_string_append_printf (text,
                          "%s_bucket{%s%sle=\"%s\"} %" G_GUINT64_FORMAT "\n",
                          name, label, *label != '\0' ? "," : "", bound, count);
}

void
vc_distribution_init (VcDistribution *self, const double *bounds)
{
  *self = (VcDistribution){.bounds = bounds, .n_bounds = 1};
  while (bounds[self->n_bounds] != 0)
    self->n_bounds++;
  g_assert (self->n_bounds <= VC_DISTRIBUTION_BOUNDS_MAX);
}

void
vc_distribution_add (VcDistribution *self, double value)
{
  guint i = 0;

  if (!isfinite (value) || value < 0)
    return;
  while (i < self->n_bounds && value > self->bounds[i])
    i++;
  self->counts[i]++;
  self->sum += value;
}

void
vc_distribution_write (const VcDistribution *self, const char *name,
                       const char *label, GString *text)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *open = *label != '\0' ? "{" : "";
  const char *close = *label != '\0' ? "}" : "";
  guint64 count = 0;

  for (guint i = 0; i < self->n_bounds; i++) {
    count += self->counts[i];
    write_bucket (name, label, format (self->bounds[i], number), count, text);
  }
  count += self->counts[self->n_bounds];
  write_bucket (name, label, "+Inf", count, text);
  g_string_append_printf (text, "%s_sum%s%s%s %s\n", name, open, label, close,
                          format (self->sum, number));
  g_string_append_printf (text, "%s_count%s%s%s %" G_GUINT64_FORMAT "\n", name,
                          open, label, close, count);
}
