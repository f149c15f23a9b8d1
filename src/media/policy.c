/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPolicy: which frames a link and a machine can carry.
 */

#include "policy.h"

#include <math.h>

/* Frame rate falls to 30 first, since hardly anybody sees it; then size, down
 * to half, since frames that come late are worse than soft ones while the
 * picture moves; then both. */
static const struct {
  guint fps;
  guint quarters;
} ladder[] = {
  {60, 4}, {45, 4}, {30, 4}, {30, 3}, {30, 2},
  {24, 2}, {20, 2}, {15, 2}, {15, 1},
};

#define LAST_STEP (G_N_ELEMENTS (ladder) - 1)

/* Bits per pixel at which a moving CT head is soft, but not blocky; VP8 at its
 * fastest needs half as much again. */
#define H264_BITS 0.07
#define VP8_BITS 0.1

/* What more would buy while the picture moves is not seen, and encoding and
 * decoding it takes time from the next picture. */
#define MOST_PLENTY 2.2

#define AMPLE 1.25
/* With so much there is hardly a doubt. */
#define FAR_AMPLE 2.0
#define FAR_HASTE 4
/* At the begin of a movement nothing is disturbed by a step too many. */
#define ENOUGH 1.05
#define TOO_SHORT 0.6
#define SHORT_US (300 * 1000)
#define PATIENCE_US (2 * G_USEC_PER_SEC)
/* The first estimate is a guess from below, and soon corrected. */
#define FIRST_PATIENCE_US (G_USEC_PER_SEC / 5)
#define MOST_PATIENCE_US (32 * G_USEC_PER_SEC)
#define REGRET_US (10 * G_USEC_PER_SEC)

#define PACKET_BYTES 1140
#define OVERHEAD_BYTES 60
/* One packet of a hundred lost is a pause each second or so. */
#define LOSSY 0.005
#define HARDLY_LOSSY 0.002
#define LONG_RTT_US (25 * 1000)
/* So far away each lost packet is a pause that one sees, so that a way counts
 * as lossy until it has proven otherwise: of so many packets with one in a
 * hundred lost, ten are. In the few hundred of which the loss is an average
 * there may well be none. */
#define FAR_RTT_US (100 * 1000)
#define PROOF_PACKETS 1000

#define REST_FPS 15
#define REST_VBV_MS 250
#define LEAST_BITRATE 50000
#define LEAST_BUDGET_US 5000
#define MOST_BUDGET_US 33000
#define BUSY 0.8

static void
judge_loss (VcPolicy *self, const VcPolicyInput *input)
{
  gboolean is_long = input->rtt_us >= LONG_RTT_US;
  gboolean is_proven;

  if (input->loss >= HARDLY_LOSSY)
    self->clean_since = input->packets;
  is_proven = input->packets - self->clean_since >= PROOF_PACKETS;

  if ((is_long && input->loss >= LOSSY) ||
      (input->rtt_us >= FAR_RTT_US && !is_proven))
    self->twice = TRUE;
  else if (input->loss < HARDLY_LOSSY)
    self->twice = FALSE;
  self->repairs_twice = self->twice || (is_long && !is_proven);
}

/* What the encoder may use: less retransmissions, and less a header for each
 * packet, of which a frame has one that is not full. */
static double
get_payload_rate (const VcPolicy *self, const VcPolicyInput *input, guint fps)
{
  double share = self->twice ? 0.5 : 1;
  double rate = share * input->estimate * (1 - CLAMP (input->loss, 0, 0.5));
  double header = OVERHEAD_BYTES * 8.0;
  double payload =
    (rate - fps * header / 2) * PACKET_BYTES / (PACKET_BYTES + OVERHEAD_BYTES);

  return MAX (payload, LEAST_BITRATE);
}

static double
get_need (const VcPolicyInput *input, guint step)
{
  double bits = input->codec == VC_CODEC_VP8 ? VP8_BITS : H264_BITS;
  double side = ladder[step].quarters / 4.0;

  return bits * input->width * input->height * side * side * ladder[step].fps;
}

/* What the link gives in proportion to what the step takes. */
static double
get_plenty (const VcPolicy *self, const VcPolicyInput *input, guint step)
{
  return get_payload_rate (self, input, ladder[step].fps) /
         get_need (input, step);
}

/* Encoding takes time by the pixel, and goes on beside rendering. */
static gboolean
is_encodable (const VcPolicyInput *input, guint from, guint step)
{
  double ratio = (double)ladder[step].quarters / ladder[from].quarters;
  double slot_us = 1e6 / ladder[step].fps;

  return input->encode_us * ratio * ratio <= BUSY * slot_us;
}

static gboolean
is_useful (const VcPolicyInput *input, guint step)
{
  return ladder[step].fps <= input->most_fps || step == LAST_STEP ||
         ladder[step + 1].quarters < ladder[step].quarters;
}

static guint
find_step (const VcPolicy *self, const VcPolicyInput *input)
{
  guint step = 0;

  while (step < LAST_STEP && get_plenty (self, input, step) < 1)
    step++;
  return step;
}

/* An encoder that is slow for a moment is soon tried again; a link that gave
 * less than was thought is not. */
static void
step_down (VcPolicy *self, gint64 now_us, guint step, double plenty)
{
  if (self->raised_us != 0 && now_us - self->raised_us < REGRET_US)
    self->patience_us = MIN (2 * self->patience_us, MOST_PATIENCE_US);
  if (plenty < 1)
    self->patience_us = MAX (self->patience_us, PATIENCE_US);
  self->raised_us = 0;
  self->step = step;
  self->short_since_us = 0;
  self->ample_since_us = 0;
}

static gboolean
go_down (VcPolicy *self, gint64 now_us, const VcPolicyInput *input)
{
  double plenty = get_plenty (self, input, self->step);

  if (self->step == LAST_STEP ||
      (plenty >= 1 && is_encodable (input, self->step, self->step))) {
    self->short_since_us = 0;
    return FALSE;
  }
  if (plenty < TOO_SHORT) {
    step_down (self, now_us, MAX (find_step (self, input), self->step + 1),
               plenty);
    return TRUE;
  }
  if (self->short_since_us == 0)
    self->short_since_us = now_us;
  if (now_us - self->short_since_us < SHORT_US)
    return FALSE;
  step_down (self, now_us, self->step + 1, plenty);
  return TRUE;
}

/* @encoded: the step of which the times to encode are. */
static gboolean
can_go_up (const VcPolicy *self, const VcPolicyInput *input, guint encoded,
           double plenty)
{
  guint above = self->step - 1;

  return self->step > 0 && is_useful (input, above) &&
         get_plenty (self, input, above) >= plenty &&
         is_encodable (input, encoded, above);
}

/* With far more than is needed it is several steps at once: a new size sets up
 * the encoder anew. */
static void
go_up (VcPolicy *self, gint64 now_us, const VcPolicyInput *input)
{
  guint encoded = self->step;
  gboolean is_far = can_go_up (self, input, encoded, FAR_AMPLE);
  gint64 patience_us = self->patience_us / (is_far ? FAR_HASTE : 1);

  if (!can_go_up (self, input, encoded, AMPLE)) {
    self->ample_since_us = 0;
    return;
  }
  if (self->ample_since_us == 0)
    self->ample_since_us = now_us;
  if (now_us - self->ample_since_us < patience_us)
    return;
  do
    self->step--;
  while (can_go_up (self, input, encoded, FAR_AMPLE));
  self->ample_since_us = 0;
  self->raised_us = now_us;
}

/* What was learnt about the link while the picture rested holds for the next
 * movement: nobody wants to watch a climb of which the end is known. */
static void
begin_movement (VcPolicy *self, gint64 now_us, const VcPolicyInput *input)
{
  guint encoded = self->step;

  while (can_go_up (self, input, encoded, ENOUGH)) {
    self->step--;
    self->raised_us = now_us;
  }
}

static void
climb (VcPolicy *self, gint64 now_us, const VcPolicyInput *input)
{
  if (!self->started) {
    self->step = find_step (self, input);
    self->started = TRUE;
    return;
  }
  /* A step that held is no longer in doubt. */
  if (self->raised_us != 0 && now_us - self->raised_us >= REGRET_US) {
    self->raised_us = 0;
    self->patience_us = MIN (self->patience_us, PATIENCE_US);
  }
  if (!go_down (self, now_us, input))
    go_up (self, now_us, input);
}

static guint
scale_side (guint side, guint quarters)
{
  return MAX (side * quarters / 4 / 2 * 2, 2);
}

/* The picture that rests is as good as the link allows; one that moves, as good
 * as the eye can tell. */
static void
fill_bitrate (const VcPolicy *self, const VcPolicyInput *input,
              VcPolicyOutput *output)
{
  double rate = get_payload_rate (self, input, output->fps);
  double most = input->activity == VC_ACTIVITY_INTERACTING
                  ? MOST_PLENTY * get_need (input, 0)
                  : G_MAXINT;

  output->bitrate = (guint)MAX (MIN (rate, most), LEAST_BITRATE);
  output->wants_more =
    input->activity == VC_ACTIVITY_INTERACTING && rate < most;
}

static void
fill_moving (const VcPolicy *self, const VcPolicyInput *input,
             VcPolicyOutput *output)
{
  output->fps = MIN (ladder[self->step].fps, MAX (input->most_fps, 1));
  output->quarters = ladder[self->step].quarters;
  output->vbv_ms = (guint)ceil (1000.0 / output->fps);
}

/* The picture is whole, and may take as long as the eye waits for it. */
static void
fill_resting (const VcPolicyInput *input, VcPolicyOutput *output)
{
  output->fps = MIN (REST_FPS, MAX (input->most_fps, 1));
  output->quarters = 4;
  output->vbv_ms = REST_VBV_MS;
}

/* Encoding the frame before goes on beside. On a long path a few milliseconds
 * more are not felt, and finer frames are seen. */
static gint64
get_render_budget (const VcPolicyInput *input, guint fps)
{
  gint64 slot_us = G_USEC_PER_SEC / fps;
  gint64 budget_us = slot_us * 6 / 10 + MAX (input->rtt_us, 0) / 20;

  return CLAMP (MIN (budget_us, slot_us * 9 / 10), LEAST_BUDGET_US,
                MOST_BUDGET_US);
}

void
vc_policy_init (VcPolicy *self)
{
  *self = (VcPolicy){.patience_us = FIRST_PATIENCE_US};
}

void
vc_policy_update (VcPolicy *self, gint64 now_us, const VcPolicyInput *input,
                  VcPolicyOutput *output)
{
  g_return_if_fail (input->width > 0 && input->height > 0);

  judge_loss (self, input);
  if (input->activity == VC_ACTIVITY_INTERACTING) {
    if (self->resting)
      begin_movement (self, now_us, input);
    climb (self, now_us, input);
    fill_moving (self, input, output);
  } else {
    /* Little is sent at rest: the ladder waits for the next movement. */
    self->short_since_us = 0;
    self->ample_since_us = 0;
    fill_resting (input, output);
  }

  self->resting = input->activity != VC_ACTIVITY_INTERACTING;

  output->twice = self->twice;
  output->repairs_twice = self->repairs_twice;
  output->width = scale_side (input->width, output->quarters);
  output->height = scale_side (input->height, output->quarters);
  fill_bitrate (self, input, output);
  output->render_budget_us = get_render_budget (input, output->fps);
}
