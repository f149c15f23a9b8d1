/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses and sets up a video encoder for pictures that must arrive at once.
 *
 * No frame waits for another (no B frames, no look-ahead, one thread), no frame
 * is a key frame unless asked for, and, where the encoder can be told so, none
 * is larger than its share of the bitrate times 1.5.
 */

#pragma once

#include <gst/gst.h>

#include "codec.h"

G_BEGIN_DECLS

/* May frames of that codec be made on this machine? The first call tries the
 * hardware, which may take a second; thread-safe. */
gboolean vc_encoder_is_available (VcCodec codec);

/* Raw I420 in, encoded frames out, with a sink and a src pad. @bitrate: bits
 * per second. @max_rate: frames per second that the caps will say. Returns:
 * (transfer floating) (nullable) */
GstElement *vc_encoder_new (VcCodec codec, guint bitrate, double max_rate,
                            GError **error);

/* @bitrate: bits per second, spread over @fps frames. H.264 encoders spread
 * theirs over the frame rate of the caps, however many frames come: they are
 * given what makes each frame as large as it may be. Any time, any thread. */
void vc_encoder_set_target (GstElement *self, guint bitrate, guint fps);

/* The element's factory, e.g. "x264enc". (transfer none) */
const char *vc_encoder_get_name (GstElement *self);

/* Those of @wanted that can be encoded here, best first, then %VC_CODEC_AUTO.
 */
void vc_encoder_list_codecs (VcCodec wanted, VcCodec codecs[3]);

G_END_DECLS
