/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GstRtpGcc: a sender's congestion controller and pacer.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_RTP_GCC (gst_rtp_gcc_get_type ())
G_DECLARE_FINAL_TYPE (GstRtpGcc, gst_rtp_gcc, GST, RTP_GCC, GstElement)

GST_ELEMENT_REGISTER_DECLARE (rtpgcc);

G_END_DECLS
