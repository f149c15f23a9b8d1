/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The plugin rtpgcc.
 */

#include "gstrtpgcc.h"

static gboolean
plugin_init (GstPlugin *plugin)
{
  return GST_ELEMENT_REGISTER (rtpgcc, plugin);
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, rtpgcc,
                   "Congestion control for RTP senders", plugin_init,
                   VC_VERSION, "BSD", "vtkcast", "Unknown package origin")
