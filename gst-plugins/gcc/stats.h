/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Stats: the estimator and the pacer as a structure for people and programs.
 */

#pragma once

#include <gst/gst.h>

#include "estimator.h"
#include "pacer.h"

G_BEGIN_DECLS

/* (transfer full) The fields are documented at GstRtpGcc:stats. */
GstStructure *gcc_stats_new (const GccEstimator *estimator, GccPacer *pacer,
                             gint64 now_us);

G_END_DECLS
