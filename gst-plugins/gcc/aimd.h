/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccAimd: the rate that the delay allows; additive or multiplicative
 * increase, multiplicative decrease.
 */

#pragma once

#include "link-capacity.h"
#include "trendline.h"

G_BEGIN_DECLS

typedef enum {
  GCC_AIMD_HOLD,
  GCC_AIMD_INCREASE,
  GCC_AIMD_DECREASE,
} GccAimdState;

/**
 * GccAimd:
 * @rate: bits per second
 * @near_maximum: the last increase was additive, about a known capacity
 *
 * draft-ietf-rmcat-gcc-02, section 5.5; libwebrtc aimd_rate_control.cc. While
 * the application is the limit nothing but a probe increases the rate: what
 * was not tried is not known. On a clear path the rate doubles each second, as
 * SCReAM's fast increase does (RFC 8298, section 4.1.2), since frames below
 * three packets make no probe.
 */
typedef struct {
  double rate;
  double minimum;
  double maximum;
  GccAimdState state;
  GccLinkCapacity capacity;
  gboolean near_maximum;
  gint64 update_us;
  gint64 decrease_us;
} GccAimd;

typedef enum {
  GCC_PATH_UNKNOWN = 0,
  GCC_PATH_CLEAR,
} GccPath;

/**
 * GccAimdInput:
 * @throughput: what arrives, bits per second; 0 = not known
 * @queued: it is that of packets that had to wait long, so the link's own
 *   rate, however little is sent
 * @rtt_us: round trip
 * @limited: the application is the limit
 * @untried: it was until now, for the rate has just been raised by a probe
 * @before: what it was then
 * @path: clear = for a second no packet had to wait, although each frame leaves
 *   at 2.5 times the rate
 */
typedef struct {
  GccUsage usage;
  double throughput;
  gboolean queued;
  gint64 rtt_us;
  gboolean limited;
  gboolean untried;
  double before;
  GccPath path;
} GccAimdInput;

void gcc_aimd_init (GccAimd *self, double rate, double minimum, double maximum);
void gcc_aimd_set_bounds (GccAimd *self, double minimum, double maximum);

void gcc_aimd_update (GccAimd *self, gint64 now_us, const GccAimdInput *input);

/* @rate: what the link was seen to carry. */
void gcc_aimd_learn_capacity (GccAimd *self, double rate);

/* Something better than a trend is known: a probe arrived, or nothing does. */
void gcc_aimd_set_rate (GccAimd *self, double rate, gint64 now_us);

G_END_DECLS
