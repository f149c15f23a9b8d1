/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The GStreamer plugin vtkcast.
 */

#include <gst/gst.h>

#include "frame-meta.h"
#include "element.h"

static gboolean
plugin_init (GstPlugin *plugin)
{
  return vc_frame_meta_register () && GST_ELEMENT_REGISTER (vtksrc, plugin);
}

/* GStreamer knows a handful of licences by name; BSD is one of them. */
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, vtkcast,
                   "Interactive VTK scenes as live video", plugin_init,
                   VC_VERSION, "BSD", "vtkcast", "Unknown package origin")
