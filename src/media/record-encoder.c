/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses and sets up the encoder of a recording.
 */

#include "record-encoder.h"

#include "element.h"

/**
 * Profile:
 * @settings: as of vc_element_apply_settings()
 * @parser: (nullable): what brings the encoder's frames into Matroska's form
 */
typedef struct {
  const char *factory;
  VcRecordFormat format;
  const char *settings;
  const char *parser;
} Profile;

/* The best first. Nothing is held back: what was rendered is on the disk before
 * the next frame comes. A key frame each 300 at most, for seeking; one thread,
 * for rendering and the viewers' encoders need the cores.
 *
 * x264enc bounds its constant quality by 2 Mb/s unless it has no buffer model;
 * libvpx' is bounded by a bitrate, which is set out of the way; av1enc has no
 * level of quality, but a range of quantizers. */
static const Profile profiles[] = {
  {"x264enc", VC_RECORD_H264,
   "pass=qual quantizer=20 vbv-buf-capacity=0 speed-preset=superfast "
   "tune=zerolatency threads=1 "
   "sliced-threads=false key-int-max=300 bframes=0 b-adapt=false "
   "rc-lookahead=0 sync-lookahead=0 mb-tree=false aud=false "
   "option-string=scenecut=0",
   NULL},
  {"openh264enc", VC_RECORD_H264,
   "rate-control=off usage-type=screen complexity=low gop-size=300 "
   "multi-thread=1 qp-min=20 qp-max=24 enable-frame-skip=false",
   "h264parse"},
  {"vp8enc", VC_RECORD_VP8,
   "deadline=1 cpu-used=12 threads=1 lag-in-frames=0 end-usage=cq cq-level=10 "
   "min-quantizer=4 max-quantizer=24 target-bitrate=50000000 "
   "keyframe-max-dist=300 auto-alt-ref=false static-threshold=1",
   NULL},
  {"vp9enc", VC_RECORD_VP9,
   "deadline=1 cpu-used=8 threads=1 lag-in-frames=0 end-usage=cq cq-level=24 "
   "min-quantizer=4 max-quantizer=32 target-bitrate=50000000 "
   "keyframe-max-dist=300 auto-alt-ref=false static-threshold=1",
   NULL},
  {"svtav1enc", VC_RECORD_AV1,
   "preset=12 crf=30 intra-period-length=300 logical-processors=1", "av1parse"},
  {"av1enc", VC_RECORD_AV1,
   "usage-profile=realtime cpu-used=10 threads=1 lag-in-frames=0 end-usage=q "
   "min-quantizer=28 max-quantizer=28 keyframe-max-dist=300",
   "av1parse"},
  {"rav1enc", VC_RECORD_AV1,
   "speed-preset=10 low-latency=true quantizer=100 threads=1 "
   "max-key-frame-interval=300",
   "av1parse"},
};

static const char *const names[] = {
  [VC_RECORD_H264] = "H.264",
  [VC_RECORD_VP8] = "VP8",
  [VC_RECORD_VP9] = "VP9",
  [VC_RECORD_AV1] = "AV1",
};

static const Profile *
find_profile (VcRecordFormat format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++) {
    const Profile *profile = &profiles[i];

    if (profile->format == format && vc_element_exists (profile->factory) &&
        (profile->parser == NULL || vc_element_exists (profile->parser)))
      return profile;
  }

  return NULL;
}

gboolean
vc_record_encoder_check (VcRecordFormat format, GError **error)
{
  if (find_profile (format) != NULL)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "No encoder for %s recordings is installed", names[format]);
  return FALSE;
}

GstElement *
vc_record_encoder_new (VcRecordFormat format, GError **error)
{
  const Profile *profile;
  GstElement *core;
  GstElement *last;
  GstElement *bin;

  if (!vc_record_encoder_check (format, error))
    return NULL;

  profile = find_profile (format);
  bin = gst_bin_new (NULL);
  core = gst_element_factory_make (profile->factory, NULL);
  vc_element_apply_settings (core, profile->settings);
  gst_bin_add (GST_BIN (bin), core);
  last = core;
  if (profile->parser != NULL) {
    last = gst_element_factory_make (profile->parser, NULL);
    gst_bin_add (GST_BIN (bin), last);
    gst_element_link (core, last);
  }
  vc_element_add_ghost_pad (bin, core, "sink");
  vc_element_add_ghost_pad (bin, last, "src");

  return bin;
}
