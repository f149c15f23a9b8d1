/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccProbe: short trains of packets, sent faster than the estimate, that tell
 * whether the link carries more.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GccProbe:
 * @want: bits per second of the next train; 0 = none is due
 * @sent: trains sent, ever
 * @raised: trains that raised the estimate, ever
 * @link: the rate at which the last train came, if that was slower than it was
 *   sent, so that it is the link's own; 0 if not
 *
 * Trains are made of packets that have to be sent anyway: a frame, a key
 * frame, a sharpening frame. So a probe costs nothing but that these packets
 * leave in a tighter row; without packets there is no probe. Frames of a packet
 * or two make no row: then who sends may repeat some (gcc_probe_get_lack()).
 *
 * Three times the rate at the start, then twice the result (so six times) for
 * as long as the result reaches 70 % of the aim (libwebrtc
 * probe_controller.cc); result from the train's send and receive rates as in
 * libwebrtc probe_bitrate_estimator.cc. Unlike libwebrtc, which pads and
 * therefore probes rarely, a probe of twice the estimate is due each second.
 */
typedef struct {
  double want;
  gint64 want_us;
  gint64 next_us;
  gint64 interval_us;
  gint64 raised_us;

  struct {
    double rate;
    gint64 begin_us;
    gint64 last_us;
    gint64 after_us;
    gsize bytes;
    guint packets;
    guint reported;
    gboolean open;
    gboolean waiting;
  } train;

  struct {
    gint64 first_send_us;
    gint64 last_send_us;
    gint64 first_arrival_us;
    gint64 last_arrival_us;
    gsize first_bytes;
    gsize last_bytes;
    gsize bytes;
    guint packets;
  } seen;

  guint sent;
  guint raised;
  double link;
} GccProbe;

typedef enum {
  GCC_PROBE_FORBIDDEN = 0, /* over-use, loss, a queue: not now */
  GCC_PROBE_ALLOWED,
} GccProbePermit;

void gcc_probe_init (GccProbe *self, gint64 now_us);

/* Asks for a train of @rate at the next chance: after a drop or a silence. */
void gcc_probe_request (GccProbe *self, gint64 now_us, double rate);

/* The result of a train raised the estimate. */
void gcc_probe_raised (GccProbe *self, gint64 now_us);

/* The link was found full: the last raise, if any, was wrong, and probes
 * become rarer for a while. */
void gcc_probe_regret (GccProbe *self, gint64 now_us);

/* The path is clear: probes are due each second again. */
void gcc_probe_forgive (GccProbe *self, gint64 now_us);

/* Decides what is due. @estimate, @maximum: bits per second. */
void gcc_probe_update (GccProbe *self, gint64 now_us, double estimate,
                       double maximum, GccProbePermit permit);

/* The pacer is about to send, with this much waiting. Begins a train if one is
 * due and the packets make one. Returns the rate to send at, or 0. */
double gcc_probe_begin (GccProbe *self, gint64 now_us, gsize waiting_bytes,
                        guint waiting_packets);

/* Packets that a train which is due waits for in vain, because every frame is
 * a packet or two; 0 if there is none. */
guint gcc_probe_get_lack (const GccProbe *self, gint64 now_us);

/* A packet was sent; @waiting: packets that are still to come. */
void gcc_probe_on_sent (GccProbe *self, gint64 now_us, gsize size,
                        guint waiting);

/* A packet was reported; @arrival_us < 0: lost. Returns the rate that the train
 * got through once that is known, or 0. */
double gcc_probe_on_report (GccProbe *self, gint64 now_us, gint64 send_us,
                            gint64 arrival_us, gsize size);

G_END_DECLS
