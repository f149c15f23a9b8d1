/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMetrics: the figures of a session since it began, for Prometheus.
 */

#include "metrics.h"

/* Those of the targets in docs/performance.md are among them. */
static const double latencies[] = {0.01, 0.02, 0.03, 0.04, 0.065, 0.09, 0.12,
                                   0.15, 0.2,  0.3,  0.5,  1,     2,    0};
static const double works[] = {0.001, 0.002, 0.004, 0.006, 0.008,
                               0.01,  0.014, 0.02,  0.03,  0.05,
                               0.1,   0.2,   0.5,   1,     0};
static const double shares[] = {0,    0.001, 0.005, 0.01, 0.02,
                                0.05, 0.1,   0.2,   0.5,  0};
static const double bitrates[] = {1e5, 2.5e5, 5e5,   1e6,   2e6,    4e6,
                                  8e6, 1.6e7, 3.2e7, 6.4e7, 1.28e8, 0};

/* Metrics of one name are neighbours. */
static const struct {
  const char *name;
  const char *label;
  const char *help;
  const double *bounds;
} table[VC_N_METRICS] = {
  [VC_METRIC_MOTION_TO_PHOTON] = {"vtkcast_motion_to_photon_seconds", "",
                                  "From an event until its picture is "
                                  "displayed, as browsers report it.",
                                  latencies},
  [VC_METRIC_RENDER_INTERACTIVE] = {"vtkcast_render_seconds",
                                    "tier=\"interactive\"",
                                    "Rendering and reading back of a frame.",
                                    works},
  [VC_METRIC_RENDER_FULL] = {"vtkcast_render_seconds", "tier=\"full\"", NULL,
                             works},
  [VC_METRIC_ENCODE] = {"vtkcast_encode_seconds", "",
                        "Encoding of a frame, average of a second of a viewer.",
                        works},
  [VC_METRIC_ROUND_TRIP] = {"vtkcast_round_trip_seconds", "",
                            "Round trip of a viewer's link, each second.",
                            latencies},
  [VC_METRIC_LOSS] = {"vtkcast_loss_ratio", "",
                      "Share of a viewer's packets that were lost, each "
                      "second.",
                      shares},
  [VC_METRIC_ESTIMATE] = {"vtkcast_estimate_bits_per_second", "",
                          "What a viewer's link is believed to carry, each "
                          "second.",
                          bitrates},
  [VC_METRIC_SENT] = {"vtkcast_sent_bits_per_second", "",
                      "What was sent to a viewer, each second.", bitrates},
};

static void
write_head (const char *name, const char *type, const char *help, GString *text)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help,
                          name, type);
}

static void
write_number (const char *name, const char *type, const char *help,
              guint64 value, GString *text)
{
  write_head (name, type, help, text);
  g_string_append_printf (text, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

void
vc_metrics_init (VcMetrics *self)
{
  self->joined = 0;
  for (guint i = 0; i < VC_N_METRICS; i++)
    vc_distribution_init (&self->distributions[i], table[i].bounds);
}

void
vc_metrics_add (VcMetrics *self, VcMetric metric, double value)
{
  vc_distribution_add (&self->distributions[metric], value);
}

char *
vc_metrics_build (const VcMetrics *self, const VcHealth *now)
{
  GString *text = g_string_new (NULL);
  const VcViewStats *view = &now->view;

  write_head ("vtkcast_info", "gauge", "The program that runs.", text);
  g_string_append (text, "vtkcast_info{version=\"" VC_VERSION "\"} 1\n");
  write_number ("vtkcast_viewers", "gauge", "Viewers that are connected.",
                now->n_viewers, text);
  write_number ("vtkcast_viewers_joined_total", "counter", "Viewers that came.",
                self->joined, text);
  write_number ("vtkcast_renders_total", "counter", "Frames rendered.",
                view->renders, text);
  write_number ("vtkcast_renders_aborted_total", "counter",
                "Renders given up because input arrived.", view->aborted, text);
  write_number ("vtkcast_events_total", "counter",
                "Events applied to the scene.", view->events, text);
  write_number ("vtkcast_events_coalesced_total", "counter",
                "Moves that a newer one replaced.", view->coalesced, text);
  for (guint i = 0; i < VC_N_METRICS; i++) {
    if (table[i].help != NULL)
      write_head (table[i].name, "histogram", table[i].help, text);
    vc_distribution_write (&self->distributions[i], table[i].name,
                           table[i].label, text);
  }
  return g_string_free (text, FALSE);
}
