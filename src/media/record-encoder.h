/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Chooses and sets up the encoder of a recording: constant quality, one frame
 * out for each frame in, as little CPU as that takes.
 */

#pragma once

#include <gst/gst.h>

#include "record-format.h"

G_BEGIN_DECLS

/* Is there an encoder for @format? */
gboolean vc_record_encoder_check (VcRecordFormat format, GError **error);

/* Raw I420 in, frames as Matroska wants them out, with a sink and a src pad.
 * Returns: (transfer floating) (nullable) */
GstElement *vc_record_encoder_new (VcRecordFormat format, GError **error);

G_END_DECLS
