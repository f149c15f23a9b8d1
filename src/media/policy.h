/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPolicy: which frames a link and a machine can carry.
 */

#pragma once

#include <glib.h>

#include "codec.h"

G_BEGIN_DECLS

typedef enum {
  VC_ACTIVITY_INTERACTING, /* input arrives: frame rate before resolution */
  VC_ACTIVITY_REFINING,    /* at rest: resolution before frame rate */
  VC_ACTIVITY_STILL,       /* the exact picture is under way or shown */
} VcActivity;

/**
 * VcPolicyInput:
 * @estimate: what the link carries, bits per second with all headers
 * @rtt_us: round trip
 * @loss: share of packets lost whatever the rate, 0…1
 * @packets: that have arrived since the connection began
 * @encode_us: what the last frames took to encode, at the size that the policy
 *   asked for
 * @width, @height: of the view, pixels
 * @most_fps: what the source gives at most
 */
typedef struct {
  double estimate;
  gint64 rtt_us;
  double loss;
  guint64 packets;
  gint64 encode_us;
  guint width;
  guint height;
  guint most_fps;
  VcCodec codec;
  VcActivity activity;
} VcPolicyInput;

/**
 * VcPolicyOutput:
 * @fps: frame rate cap
 * @quarters: side of the encoded picture in quarters of the view's, 1…4. What
 *   is rendered for it need not have more pixels
 * @width, @height: of the encoded picture, even
 * @bitrate: for the encoder, bits per second without headers
 * @vbv_ms: what the encoder may spend at once, milliseconds of @bitrate: one
 *   slot while moving, so that each frame passes the link within its slot
 * @render_budget_us: for the level of detail
 * @twice: send every packet twice. On a long path with loss a picture that
 *   waits for a retransmission comes too late, and so do those behind it; half
 *   the bits in time are worth more
 * @repairs_twice: send what was lost twice. Of a way that has not proven to be
 *   clean, too, which costs next to nothing if it is
 * @wants_more: the picture moves, and would be better on a better link
 */
typedef struct {
  guint fps;
  guint quarters;
  guint width;
  guint height;
  guint bitrate;
  guint vbv_ms;
  gint64 render_budget_us;
  gboolean twice;
  gboolean repairs_twice;
  gboolean wants_more;
} VcPolicyOutput;

/**
 * VcPolicy:
 *
 * A ladder of frame rate and size. A step down is taken at once if the link
 * fell far, else after 300 ms; a step up after 2 s in which the link had a
 * quarter more than it takes, or after half a second of twice as much. A step
 * up that has to be taken back within 10 s makes the next wait twice as long,
 * up to 32 s. After a rest the movement begins on the step for which the link
 * has so much more. Pure: time is an argument, microseconds.
 */
typedef struct {
  guint step;
  gboolean started;
  gboolean resting;
  gboolean twice;
  gboolean repairs_twice;
  guint64 clean_since; /* packets, when some were lost last */
  gint64 short_since_us;
  gint64 ample_since_us;
  gint64 raised_us;
  gint64 patience_us;
} VcPolicy;

void vc_policy_init (VcPolicy *self);

void vc_policy_update (VcPolicy *self, gint64 now_us,
                       const VcPolicyInput *input, VcPolicyOutput *output);

G_END_DECLS
