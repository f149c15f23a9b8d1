/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRateControl: makes one peer's video fit its link.
 */

#include "rate-control.h"

#include <gst/video/video.h>

#include "encoder.h"
#include "frame-report.h"
#include "policy.h"

GST_DEBUG_CATEGORY_STATIC (vc_rate_control_debug);
#define GST_CAT_DEFAULT vc_rate_control_debug

/* rtpgcc's statistics are asked for that often, its estimate for each frame. */
#define READ_INTERVAL_US (100 * 1000)
/* Frames that follow each other so fast show a movement, whoever made it. */
#define MOTION_GAP_US (80 * 1000)
/* A picture that is not followed by another for so long rests. */
#define REST_US (140 * 1000)
/* What waits longer is in the way of a key frame. */
#define LONG_QUEUE_US (50 * 1000)
#define PAUSE_FRAMES 2.5
#define LONGEST_PAUSE_US (250 * 1000)
/* A little before a slot ends the next frame may come: timers are late. */
#define SLOT_SHARE 0.8
#define ENCODE_WEIGHT 0.1
/* While a page loads, the first frame takes long for reasons of its own. */
#define LEAST_ENCODES 6
#define INTERVAL_WEIGHT 0.1
/* With room for a frame and a half x264 uses three quarters of its bitrate, and
 * hardly ever more than nine tenths. It is given more, but not so much that the
 * largest frames are much longer than a slot, and only while slots are short: a
 * link that takes longer for a frame has no time to give away. */
#define USAGE_WEIGHT 0.1
#define MOST_GENEROUS 1.2
#define GENEROUS_FPS 45
/* A change that nobody sees is not worth the encoder's trouble. */
#define CHANGE 0.03

struct _VcRateControl {
  GstElement *gcc; /* (nullable) */
  GstElement *encoder;
  GstElement *filter;
  VcCodec codec;
  double max_rate;

  GMutex mutex;
  VcPolicy policy;
  VcPeerStats stats;
  gint64 read_us;
  gint64 begin_us;
  gint64 interval_us;
  VcFrameReport last;
  guint encodes;
  gboolean sets_up_encoder;
  gboolean is_moving;
  double usage; /* what the encoder makes of the bitrate that it is given */
  guint set_bitrate;
  guint set_fps;
  guint probe_lack; /* packets that would make a probe of a frame */
  guint64 packets;  /* that have arrived */
};

static void
read_gcc_locked (VcRateControl *self, gint64 now_us)
{
  g_autoptr (GstStructure) s = NULL;
  VcPeerStats *stats = &self->stats;
  GstClockTime rtt = 0;
  GstClockTime least = 0;
  GstClockTime queue = 0;

  g_object_get (self->gcc, "estimated-bitrate", &stats->estimate, NULL);
  if (self->read_us != 0 && now_us - self->read_us < READ_INTERVAL_US)
    return;
  self->read_us = now_us;

  g_object_get (self->gcc, "stats", &s, NULL);
  gst_structure_get (
    s, "sent-bitrate", G_TYPE_UINT, &stats->sent, "acked-bitrate", G_TYPE_UINT,
    &stats->acked, "round-trip-time", GST_TYPE_CLOCK_TIME, &rtt,
    "least-round-trip-time", GST_TYPE_CLOCK_TIME, &least, "network-queue-delay",
    GST_TYPE_CLOCK_TIME, &queue, "fraction-lost", G_TYPE_DOUBLE, &stats->loss,
    "inherent-loss", G_TYPE_DOUBLE, &stats->inherent_loss, "probe-lack",
    G_TYPE_UINT, &self->probe_lack, "acked-packets", G_TYPE_UINT64,
    &self->packets, NULL);
  stats->has_estimate = GST_CLOCK_TIME_IS_VALID (rtt);
  if (!stats->has_estimate)
    return;
  stats->rtt_us = GST_TIME_AS_USECONDS (rtt);
  stats->least_rtt_us = GST_TIME_AS_USECONDS (least);
  stats->link_queue_us = GST_TIME_AS_USECONDS (queue);
}

/* A frame that answers an event, or that comes soon after another one, belongs
 * to a movement; one that came when the hand rested does not. Nor does one of
 * full quality that is shown again a while later: no better one follows. */
static VcActivity
judge_activity (const VcFrameReport *last, const VcFrameReport *report,
                gint64 now_us, gint64 gap_us)
{
  gboolean is_known = report->render_end_us != 0;
  gboolean is_repeat = is_known && report->render_end_us == last->render_end_us;

  if (report->tier == VC_TIER_INTERACTIVE)
    return VC_ACTIVITY_INTERACTING;
  if (is_repeat)
    return now_us - report->render_end_us < REST_US ? VC_ACTIVITY_INTERACTING
                                                    : VC_ACTIVITY_REFINING;
  if (gap_us < MOTION_GAP_US || report->seq != last->seq ||
      report->viewer != last->viewer)
    return VC_ACTIVITY_INTERACTING;

  return VC_ACTIVITY_REFINING;
}

static void
scale_locked (VcRateControl *self, const VcPolicyOutput *output)
{
  g_autoptr (GstCaps) caps = NULL;

  if (output->width == self->stats.width &&
      output->height == self->stats.height)
    return;

  caps =
    gst_caps_new_simple ("video/x-raw", "width", G_TYPE_INT, (int)output->width,
                         "height", G_TYPE_INT, (int)output->height,
                         "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  g_object_set (self->filter, "caps", caps, NULL);
  self->sets_up_encoder = TRUE;
  self->stats.width = output->width;
  self->stats.height = output->height;
  GST_DEBUG_OBJECT (self->encoder, "pictures of %u × %u", output->width,
                    output->height);
}

static gboolean
differs (guint a, guint b)
{
  return ABS ((double)a - b) > CHANGE * b;
}

/* Frames seldom come as often as they may; each can then be larger. */
static guint
get_frame_rate_locked (VcRateControl *self, const VcPolicyOutput *output,
                       VcActivity activity)
{
  guint fps = output->fps;

  if (activity != VC_ACTIVITY_INTERACTING || self->interval_us == 0)
    return fps;

  return CLAMP ((guint)(G_USEC_PER_SEC / self->interval_us), fps / 2 + 1, fps);
}

static void
set_target_locked (VcRateControl *self, const VcPolicyOutput *output,
                   VcActivity activity)
{
  guint fps = get_frame_rate_locked (self, output, activity);
  gboolean may_be_generous = output->wants_more && output->fps >= GENEROUS_FPS;
  double generous =
    may_be_generous ? CLAMP (1 / self->usage, 1, MOST_GENEROUS) : 1;
  guint bitrate = (guint)(generous * output->bitrate);

  if (!differs (bitrate, self->set_bitrate) && !differs (fps, self->set_fps))
    return;

  vc_encoder_set_target (self->encoder, bitrate, fps);
  self->set_bitrate = bitrate;
  self->set_fps = fps;
  GST_LOG_OBJECT (self->encoder,
                  "%u bit/s at %u fps of %u bit/s, loss %.3f (%.3f), %s",
                  bitrate, fps, self->stats.estimate, self->stats.loss,
                  self->stats.inherent_loss, output->twice ? "twice" : "once");
}

static void
ask_policy_locked (VcRateControl *self, gint64 now_us, VcActivity activity,
                   const GstVideoInfo *info, VcPolicyOutput *output)
{
  VcPeerStats *stats = &self->stats;
  VcPolicyInput input = {
    .estimate = stats->estimate,
    .rtt_us = stats->least_rtt_us,
    .loss = MIN (stats->loss, stats->inherent_loss),
    .packets = self->packets,
    .encode_us = self->encodes >= LEAST_ENCODES ? stats->encode_us : 0,
    .width = GST_VIDEO_INFO_WIDTH (info),
    .height = GST_VIDEO_INFO_HEIGHT (info),
    .most_fps = (guint)MAX (self->max_rate, 1),
    .codec = self->codec,
    .activity = activity,
  };

  vc_policy_update (&self->policy, now_us, &input, output);
}

static void
follow_policy_locked (VcRateControl *self, gint64 now_us, VcActivity activity,
                      const GstVideoInfo *info)
{
  VcPeerStats *stats = &self->stats;
  VcPolicyOutput output;

  ask_policy_locked (self, now_us, activity, info, &output);
  stats->bitrate = output.bitrate;
  stats->quarters = output.quarters;
  stats->twice = output.twice;
  stats->repairs_twice = output.repairs_twice;
  if (!output.wants_more)
    self->probe_lack = 0;
  self->is_moving = activity == VC_ACTIVITY_INTERACTING;
  /* What holds for the movement is what the renderer wants to know. */
  if (activity == VC_ACTIVITY_INTERACTING) {
    stats->fps_cap = output.fps;
    stats->render_budget_us = output.render_budget_us;
    stats->render_divisor = MAX (4 / output.quarters, 1);
  }
  scale_locked (self, &output);
  set_target_locked (self, &output, activity);
}

static void
measure_interval_locked (VcRateControl *self, gint64 gap_us,
                         VcActivity activity)
{
  if (activity != VC_ACTIVITY_INTERACTING || gap_us > 4 * MOTION_GAP_US)
    return;

  if (self->interval_us == 0)
    self->interval_us = gap_us;
  else
    self->interval_us +=
      (gint64)(INTERVAL_WEIGHT * (gap_us - self->interval_us));
  self->stats.fps = (double)G_USEC_PER_SEC / MAX (self->interval_us, 1);
}

static void
measure_encoding_locked (VcRateControl *self, gint64 encode_us)
{
  VcPeerStats *stats = &self->stats;
  double weight = MAX (1.0 / ++self->encodes, ENCODE_WEIGHT);

  stats->encode_us += (gint64)(weight * (encode_us - stats->encode_us));
}

/* Of the frames of a movement. Key frames, and the first of a new size, are as
 * large as they may be. */
static void
measure_usage_locked (VcRateControl *self, GstBuffer *encoded)
{
  double bits = gst_buffer_get_size (encoded) * 8.0;
  gboolean is_delta =
    GST_BUFFER_FLAG_IS_SET (encoded, GST_BUFFER_FLAG_DELTA_UNIT);

  if (self->sets_up_encoder)
    self->usage = 1;
  else if (is_delta && self->is_moving && self->set_bitrate > 0)
    self->usage +=
      USAGE_WEIGHT * (bits * self->set_fps / self->set_bitrate - self->usage);
}

VcRateControl *
vc_rate_control_new (const VcPeerPipeline *pipeline, VcCodec codec,
                     double max_rate)
{
  VcRateControl *self = g_new0 (VcRateControl, 1);

  GST_DEBUG_CATEGORY_INIT (vc_rate_control_debug, "vtkcastrate", 0,
                           "Video that fits the link");
  if (pipeline->gcc != NULL)
    self->gcc = gst_object_ref (pipeline->gcc);
  self->encoder = gst_object_ref (pipeline->encoder);
  self->filter = gst_object_ref (pipeline->filter);
  self->codec = codec;
  self->max_rate = max_rate;
  self->stats.fps_cap = (guint)max_rate;
  self->usage = 1;
  vc_policy_init (&self->policy);
  g_mutex_init (&self->mutex);

  return self;
}

void
vc_rate_control_free (VcRateControl *self)
{
  gst_clear_object (&self->gcc);
  gst_object_unref (self->encoder);
  gst_object_unref (self->filter);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* How long what was sent last waits until it has left. */
static gint64
get_queue_us (VcRateControl *self)
{
  guint64 queue = 0;

  if (self->gcc != NULL)
    g_object_get (self->gcc, "queue-delay", &queue, NULL);

  return (gint64)GST_TIME_AS_USECONDS (queue);
}

gint64
vc_rate_control_get_wait (VcRateControl *self, gint64 now_us)
{
  gint64 queue_us = get_queue_us (self);
  gint64 slot_us;
  gint64 due_us;

  if (self->gcc == NULL)
    return 0;

  g_mutex_lock (&self->mutex);
  slot_us = G_USEC_PER_SEC / self->stats.fps_cap;
  due_us = self->begin_us + (gint64)(SLOT_SHARE * slot_us);
  g_mutex_unlock (&self->mutex);

  return MAX (MAX (queue_us - slot_us, due_us - now_us), 0);
}

void
vc_rate_control_prepare (VcRateControl *self, gint64 now_us,
                         const GstCaps *caps)
{
  VcPolicyOutput output;
  GstVideoInfo info;

  if (self->gcc == NULL || !gst_video_info_from_caps (&info, caps))
    return;

  g_mutex_lock (&self->mutex);
  read_gcc_locked (self, now_us);
  ask_policy_locked (self, now_us, VC_ACTIVITY_INTERACTING, &info, &output);
  scale_locked (self, &output);
  g_mutex_unlock (&self->mutex);
}

void
vc_rate_control_begin_frame (VcRateControl *self, gint64 now_us,
                             GstBuffer *buffer, GstCaps *caps)
{
  VcFrameReport report = {.tier = VC_TIER_FULL};
  VcActivity activity;
  GstVideoInfo info;
  gint64 gap_us;

  if (self->gcc == NULL || !gst_video_info_from_caps (&info, caps))
    return;

  vc_frame_report_read (&report, buffer);
  g_mutex_lock (&self->mutex);
  gap_us = self->begin_us != 0 ? now_us - self->begin_us : G_MAXINT64;
  /* Who comes waits for something to see: it fits one slot, and sharpens. */
  activity = self->begin_us == 0
               ? VC_ACTIVITY_INTERACTING
               : judge_activity (&self->last, &report, now_us, gap_us);
  measure_interval_locked (self, gap_us, activity);
  self->begin_us = now_us;
  self->last = report;
  self->stats.frames++;
  self->stats.render_us = report.render_end_us - report.render_start_us;
  read_gcc_locked (self, now_us);
  follow_policy_locked (self, now_us, activity, &info);
  g_mutex_unlock (&self->mutex);
}

void
vc_rate_control_skip_frame (VcRateControl *self)
{
  g_mutex_lock (&self->mutex);
  self->stats.skipped++;
  g_mutex_unlock (&self->mutex);
}

void
vc_rate_control_end_frame (VcRateControl *self, gint64 now_us,
                           GstBuffer *encoded)
{
  g_mutex_lock (&self->mutex);
  measure_usage_locked (self, encoded);
  /* A new size sets up the encoder anew, which says nothing about the next
   * frame. */
  if (!self->sets_up_encoder)
    measure_encoding_locked (self, now_us - self->begin_us);
  self->sets_up_encoder = FALSE;
  g_mutex_unlock (&self->mutex);
}

gint64
vc_rate_control_get_pause (VcRateControl *self)
{
  gint64 interval_us;

  g_mutex_lock (&self->mutex);
  interval_us = self->interval_us;
  g_mutex_unlock (&self->mutex);

  return MIN ((gint64)(PAUSE_FRAMES * interval_us), LONGEST_PAUSE_US);
}

guint
vc_rate_control_take_repeats (VcRateControl *self, gboolean ends_frame)
{
  guint repeats;

  g_mutex_lock (&self->mutex);
  repeats = self->stats.twice ? 1 : 0;
  if (ends_frame) {
    repeats = MAX (repeats, self->probe_lack);
    self->probe_lack = 0;
  }
  g_mutex_unlock (&self->mutex);

  return repeats;
}

gboolean
vc_rate_control_begin_anew (VcRateControl *self)
{
  if (get_queue_us (self) <= LONG_QUEUE_US)
    return FALSE;

  g_signal_emit_by_name (self->gcc, "drop-waiting");
  return TRUE;
}

void
vc_rate_control_get_stats (VcRateControl *self, VcPeerStats *stats)
{
  gint64 queue_us = get_queue_us (self);

  g_mutex_lock (&self->mutex);
  self->stats.pacer_queue_us = queue_us;
  *stats = self->stats;
  g_mutex_unlock (&self->mutex);
}
