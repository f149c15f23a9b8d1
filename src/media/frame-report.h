/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Reads what vtksrc says about a frame (gst-plugins/vtk/frame-meta.h).
 */

#pragma once

#include "producer.h"

G_BEGIN_DECLS

/* Fills in what @buffer tells. A source that tells nothing leaves @report as it
 * is. */
void vc_frame_report_read (VcFrameReport *report, GstBuffer *buffer);

G_END_DECLS
