/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCodec: the video codecs that a browser may be sent.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  VC_CODEC_AUTO, /* H.264 if offered, else VP8 */
  VC_CODEC_H264,
  VC_CODEC_VP8,
} VcCodec;

G_END_DECLS
