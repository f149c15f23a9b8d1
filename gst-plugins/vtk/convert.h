/* SPDX-License-Identifier: BSD-3-Clause
 *
 * From the RGBx of a VcFrame to the pixels of a GstVideoFrame.
 */

#pragma once

#include <gst/video/video.h>

#include "frame.h"

G_BEGIN_DECLS

/**
 * VcConverter:
 * Keeps scratch memory between frames. All zero is a fresh one.
 */
typedef struct {
  guint8 *scratch;
  gsize size;
} VcConverter;

void vc_converter_clear (VcConverter *self);

/* Fills @to, RGBx or I420 (BT.601, limited range), with @frame, scaled if the
 * sizes differ. Returns FALSE if there is not enough memory. */
gboolean vc_converter_convert (VcConverter *self, const VcFrame *frame,
                               GstVideoFrame *to);

G_END_DECLS
