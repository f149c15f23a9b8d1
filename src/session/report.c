/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Frame reports of the data channel "input".
 */

#include "report.h"

#include "frame-stamp.h"

/* JSON knows no comma of a locale. */
static void
append_milliseconds (GString *text, const char *name, gint64 from_us,
                     gint64 to_us)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.3f",
                   MAX (to_us - from_us, 0) / 1000.0);
  g_string_append_printf (text, ",\"%s\":%s", name, number);
}

char *
vc_report_build (const VcFrameReport *report, guint viewer)
{
  GString *text = g_string_new ("{\"frame\":{");

  g_string_append_printf (text, "\"rtp\":%u",
                          vc_frame_stamp_to_rtp (report->pts));
  if (report->viewer == viewer && report->seq != 0) {
    g_string_append_printf (text, ",\"seq\":%u", report->seq);
    append_milliseconds (text, "wait", report->input_time_us,
                         report->render_start_us);
  }
  append_milliseconds (text, "render", report->render_start_us,
                       report->render_end_us);
  append_milliseconds (text, "send", report->render_end_us, report->push_us);
  g_string_append_printf (text, ",\"tier\":\"%s\"}}",
                          report->tier == VC_TIER_FULL ? "full"
                                                       : "interactive");
  return g_string_free (text, FALSE);
}
