/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeerStats: what is known about one peer's link and video.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcPeerStats:
 * @has_estimate: the browser reports arrivals; without that `estimate` is a
 *   constant, and what follows it up to `loss` is 0
 * @estimate: what the link carries, bits per second with all headers
 * @sent: what was sent over the last second, the same
 * @acked: what arrived over the last second, the same
 * @rtt_us: round trip, with the browser's wait for its next report
 * @least_rtt_us: the shortest of the last 20 s
 * @link_queue_us: how long packets wait on the way
 * @loss: share of packets lost, 0…1
 * @inherent_loss: the part of it that does not depend on the rate
 * @twice: packets are sent twice against loss
 * @repairs_twice: those that were lost are
 * @pacer_queue_us: how long packets wait here
 * @bitrate: what the encoder is set to, bits per second
 * @width, @height: of the encoded picture
 * @quarters: its side in quarters of the view's, 1…4
 * @fps_cap: frames per second that fit
 * @fps: frames per second that were encoded lately, while the picture moved
 * @render_us: of the newest frame
 * @encode_us: average
 * @render_budget_us: what a frame may take to render
 * @render_divisor: the view's side ÷ this is enough to render, 1, 2 or 4
 * @frames: encoded
 * @skipped: replaced by a newer one before they were encoded
 * @heard_us: when the last RTCP packet came, monotonic; 0 = none yet
 */
typedef struct {
  gboolean has_estimate;
  guint estimate;
  guint sent;
  guint acked;
  gint64 rtt_us;
  gint64 least_rtt_us;
  gint64 link_queue_us;
  double loss;
  double inherent_loss;
  gboolean twice;
  gboolean repairs_twice;
  gint64 pacer_queue_us;
  guint bitrate;
  guint width;
  guint height;
  guint quarters;
  guint fps_cap;
  double fps;
  gint64 render_us;
  gint64 encode_us;
  gint64 render_budget_us;
  guint render_divisor;
  guint64 frames;
  guint64 skipped;
  gint64 heard_us;
} VcPeerStats;

G_END_DECLS
