/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Frame reports of the data channel "input", from which a browser computes
 * motion-to-photon latency.
 */

#pragma once

#include "producer.h"

G_BEGIN_DECLS

/* {"frame":{…}} for the viewer of that number. (transfer full) */
char *vc_report_build (const VcFrameReport *report, guint viewer);

G_END_DECLS
