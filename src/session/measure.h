/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Takes the figures of frames and viewers down for VcMetrics.
 */

#pragma once

#include "metrics.h"
#include "producer.h"
#include "viewer.h"

G_BEGIN_DECLS

void vc_measure_frame (VcMetrics *metrics, const VcFrameReport *report);

/* Each second. @viewers: (element-type VcViewer) */
void vc_measure_viewers (VcMetrics *metrics, GPtrArray *viewers);

G_END_DECLS
