/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses and sets up a video encoder for pictures that must arrive at once.
 */

#include "encoder.h"

#include <string.h>

#include <gio/gio.h>

#include "element.h"

GST_DEBUG_CATEGORY_STATIC (vc_encoder_debug);
#define GST_CAT_DEFAULT vc_encoder_debug

#define TRIAL_TIMEOUT (3 * GST_SECOND)
#define CORE_NAME "core"
/* More is never of use, and would not fit x264's buffer model. */
#define MOST_BITRATE 2e8

typedef enum {
  UNIT_NONE, /* the bitrate is not a property */
  UNIT_BITS,
  UNIT_KILOBITS,
} Unit;

/**
 * Profile:
 * @settings: as of vc_element_apply_settings()
 * @is_hardware: tried before use; gets a converter in front
 */
typedef struct {
  const char *factory;
  VcCodec codec;
  gboolean is_hardware;
  const char *bitrate_property;
  Unit unit;
  const char *settings;
} Profile;

/* The dearest first; hardware is sorted by rank. key-int-max of 2³⁰ is x264's
 * "infinite". */
static const Profile profiles[] = {
  {"nvcudah264enc", VC_CODEC_H264, TRUE, "bitrate", UNIT_KILOBITS,
   "preset=p2 tune=ultra-low-latency rate-control=cbr b-frames=0 gop-size=-1 "
   "zero-reorder-delay=true aud=false"},
  {"nvh264enc", VC_CODEC_H264, TRUE, "bitrate", UNIT_KILOBITS,
   "preset=low-latency-hp rc-mode=cbr bframes=0 gop-size=-1 zerolatency=true "
   "aud=false"},
  {"vah264enc", VC_CODEC_H264, TRUE, "bitrate", UNIT_KILOBITS,
   "rate-control=cbr b-frames=0 ref-frames=1 key-int-max=1024 target-usage=6 "
   "aud=false"},
  {"vah264lpenc", VC_CODEC_H264, TRUE, "bitrate", UNIT_KILOBITS,
   "rate-control=cbr b-frames=0 ref-frames=1 key-int-max=1024 target-usage=6 "
   "aud=false"},
  {"v4l2h264enc", VC_CODEC_H264, TRUE, NULL, UNIT_NONE, ""},
  {"x264enc", VC_CODEC_H264, FALSE, "bitrate", UNIT_KILOBITS,
   "speed-preset=ultrafast tune=zerolatency threads=1 sliced-threads=false "
   "key-int-max=1073741824 bframes=0 b-adapt=false rc-lookahead=0 "
   "sync-lookahead=0 mb-tree=false aud=false "
   "option-string=scenecut=0"},
  {"openh264enc", VC_CODEC_H264, FALSE, "bitrate", UNIT_BITS,
   "usage-type=camera complexity=low rate-control=bitrate gop-size=1000000 "
   "multi-thread=1 enable-frame-skip=false"},
  {"vp8enc", VC_CODEC_VP8, FALSE, "target-bitrate", UNIT_BITS,
   "deadline=1 cpu-used=16 threads=1 lag-in-frames=0 end-usage=cbr "
   "keyframe-mode=disabled keyframe-max-dist=2147483647 buffer-size=150 "
   "buffer-initial-size=100 buffer-optimal-size=120 auto-alt-ref=false "
   "error-resilient=default undershoot=95 min-quantizer=4 max-quantizer=56 "
   "static-threshold=1 "
   "max-intra-bitrate=300"},
};

static const Profile *
find_profile (const char *factory)
{
  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (g_strcmp0 (profiles[i].factory, factory) == 0)
      return &profiles[i];
  }

  return NULL;
}

static void
apply_bitrate (GstElement *element, const Profile *profile, guint bitrate)
{
  if (profile->unit == UNIT_KILOBITS)
    g_object_set (element, profile->bitrate_property, MAX (bitrate / 1000, 1),
                  NULL);
  else if (profile->unit == UNIT_BITS)
    g_object_set (element, profile->bitrate_property, bitrate, NULL);
}

/* V4L2 takes its bitrate only together with its other controls, before it
 * starts. */
static void
apply_v4l2_controls (GstElement *element, guint bitrate)
{
  g_autoptr (GstStructure) controls =
    gst_structure_new ("controls", "video_bitrate", G_TYPE_INT, (int)bitrate,
                       "repeat_sequence_header", G_TYPE_INT, 1, NULL);

  g_object_set (element, "extra-controls", controls, NULL);
}

/* A browser must be able to decode what comes out, and h264 encoders ask their
 * neighbour for the profile. */
static GstCaps *
create_output_caps (VcCodec codec)
{
  if (codec == VC_CODEC_VP8)
    return gst_caps_new_empty_simple ("video/x-vp8");

  return gst_caps_from_string ("video/x-h264, stream-format=byte-stream, "
                               "alignment=au, profile=constrained-baseline");
}

/* The largest frame: 1.5 times what the bitrate allows for one. */
static void
apply_frame_limit (GstElement *element, double max_rate)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element),
                                    "vbv-buf-capacity"))
    g_object_set (element, "vbv-buf-capacity",
                  (guint)CLAMP (1500.0 / max_rate, 1, 1000), NULL);
}

static GstElement *
create (const Profile *profile, guint bitrate, double max_rate)
{
  g_autoptr (GstElement) core =
    gst_element_factory_make (profile->factory, CORE_NAME);
  g_autoptr (GstCaps) caps = create_output_caps (profile->codec);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  GstElement *first;
  GstElement *bin;

  if (core == NULL || filter == NULL) {
    g_clear_object (&filter);
    return NULL;
  }

  vc_element_apply_settings (core, profile->settings);
  apply_bitrate (core, profile, bitrate);
  apply_frame_limit (core, max_rate);
  if (strcmp (profile->factory, "v4l2h264enc") == 0)
    apply_v4l2_controls (core, bitrate);
  g_object_set (filter, "caps", caps, NULL);

  bin = gst_bin_new (NULL);
  first = core;
  gst_bin_add_many (GST_BIN (bin), g_object_ref (core), filter, NULL);
  gst_element_link (core, filter);
  if (profile->is_hardware) {
    first = gst_element_factory_make ("videoconvert", NULL);
    gst_bin_add (GST_BIN (bin), first);
    gst_element_link (first, core);
  }
  vc_element_add_ghost_pad (bin, first, "sink");
  vc_element_add_ghost_pad (bin, filter, "src");

  return bin;
}

/* Drivers promise what they cannot do, so that only a frame that came out of
 * the encoder counts. */
static gboolean
try_profile (const Profile *profile)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  GstElement *encoder = create (profile, 1000000, 60.0);
  GstElement *sink;

  if (encoder == NULL)
    return FALSE;

  pipeline = gst_parse_launch (
    "videotestsrc num-buffers=2 ! video/x-raw, format=I420, width=640, "
    "height=480, framerate=60/1, colorimetry=bt601 ! identity name=tail",
    NULL);
  if (pipeline == NULL) {
    g_clear_object (&encoder);
    return FALSE;
  }
  sink = gst_element_factory_make ("fakesink", NULL);
  gst_bin_add_many (GST_BIN (pipeline), encoder, sink, NULL);
  {
    g_autoptr (GstElement) tail =
      gst_bin_get_by_name (GST_BIN (pipeline), "tail");

    gst_element_link_many (tail, encoder, sink, NULL);
  }

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, TRIAL_TIMEOUT,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
}

static guint
get_rank (const Profile *profile)
{
  g_autoptr (GstElementFactory) factory =
    gst_element_factory_find (profile->factory);

  return gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory));
}

static const Profile *
choose (VcCodec codec)
{
  const Profile *best = NULL;
  const Profile *software = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++) {
    const Profile *profile = &profiles[i];

    /* Plugins of hardware have elements only for devices that they found. */
    if (profile->codec != codec || !vc_element_exists (profile->factory))
      continue;
    if (!profile->is_hardware) {
      software = software != NULL ? software : profile;
      continue;
    }
    if ((best == NULL || get_rank (profile) > get_rank (best)) &&
        try_profile (profile))
      best = profile;
  }

  return best != NULL ? best : software;
}

/* Cached: what the machine can do does not change. */
static const Profile *
get_profile (VcCodec codec)
{
  static GMutex mutex;
  static gboolean is_chosen = FALSE;
  static const Profile *h264;
  static const Profile *vp8;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (!is_chosen) {
    GST_DEBUG_CATEGORY_INIT (vc_encoder_debug, "vtkcastencoder", 0,
                             "Choice of encoders");
    h264 = choose (VC_CODEC_H264);
    vp8 = choose (VC_CODEC_VP8);
    is_chosen = TRUE;
    GST_INFO ("H.264: %s, VP8: %s", h264 != NULL ? h264->factory : "none",
              vp8 != NULL ? vp8->factory : "none");
  }

  return codec == VC_CODEC_VP8 ? vp8 : h264;
}

gboolean
vc_encoder_is_available (VcCodec codec)
{
  return get_profile (codec) != NULL;
}

GstElement *
vc_encoder_new (VcCodec codec, guint bitrate, double max_rate, GError **error)
{
  const Profile *profile = get_profile (codec);
  GstElement *self =
    profile != NULL ? create (profile, bitrate, max_rate) : NULL;

  if (self == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "No encoder for %s is installed",
                 codec == VC_CODEC_VP8 ? "VP8" : "H.264");

  return self;
}

/* Frames per second of the caps; 0 = none are known yet. */
static double
get_caps_rate (GstElement *core)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (core, "sink");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  int n = 0;
  int d = 1;

  if (caps != NULL)
    gst_structure_get_fraction (gst_caps_get_structure (caps, 0), "framerate",
                                &n, &d);

  return (double)n / d;
}

void
vc_encoder_set_target (GstElement *self, guint bitrate, guint fps)
{
  g_autoptr (GstElement) core = gst_bin_get_by_name (GST_BIN (self), CORE_NAME);
  const Profile *profile = find_profile (vc_encoder_get_name (self));
  double caps_rate = get_caps_rate (core);
  double rate = bitrate;

  g_return_if_fail (fps > 0);

  if (profile->codec == VC_CODEC_H264 && caps_rate > 0)
    rate *= caps_rate / fps;
  apply_bitrate (core, profile, (guint)MIN (rate, MOST_BITRATE));
}

const char *
vc_encoder_get_name (GstElement *self)
{
  g_autoptr (GstElement) core = gst_bin_get_by_name (GST_BIN (self), CORE_NAME);

  return GST_OBJECT_NAME (gst_element_get_factory (core));
}

void
vc_encoder_list_codecs (VcCodec wanted, VcCodec codecs[3])
{
  guint n = 0;

  if (wanted != VC_CODEC_VP8 && vc_encoder_is_available (VC_CODEC_H264))
    codecs[n++] = VC_CODEC_H264;
  if (wanted != VC_CODEC_H264 && vc_encoder_is_available (VC_CODEC_VP8))
    codecs[n++] = VC_CODEC_VP8;
  codecs[n] = VC_CODEC_AUTO;
}
