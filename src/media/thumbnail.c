/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A small picture of what a video file shows first.
 */

#include "thumbnail.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gst/gst.h>

#define TEMPORARY_ENDING ".tmp"
/* A file that takes longer is broken. */
#define PATIENCE (10 * GST_SECOND)

#define PIPELINE                                                               \
  "filesrc name=from ! decodebin ! videoconvertscale ! "                       \
  "video/x-raw, width=" G_STRINGIFY (                                          \
    VC_THUMBNAIL_WIDTH) ", "                                                   \
                        "pixel-aspect-ratio=1/1 ! jpegenc snapshot=true "      \
                        "quality=80 ! "                                        \
                        "filesink name=to"

static void
set_location (GstElement *pipeline, const char *name, const char *path)
{
  g_autoptr (GstElement) element =
    gst_bin_get_by_name (GST_BIN (pipeline), name);

  g_object_set (element, "location", path, NULL);
}

static gboolean
run (GstElement *pipeline, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  gboolean is_done = FALSE;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, PATIENCE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (message == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                 "The video has no picture");
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, error, NULL);
  else
    is_done = TRUE;
  return is_done;
}

gboolean
vc_thumbnail_write (const char *from, const char *to, GError **error)
{
  g_autofree char *temporary = g_strconcat (to, TEMPORARY_ENDING, NULL);
  g_autoptr (GstElement) pipeline =
    gst_parse_launch_full (PIPELINE, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  gboolean is_done;

  if (pipeline == NULL)
    return FALSE;
  gst_object_ref_sink (pipeline);
  set_location (pipeline, "from", from);
  set_location (pipeline, "to", temporary);
  is_done = run (pipeline, error);
  if (is_done &&
      (g_chmod (temporary, 0600) != 0 || g_rename (temporary, to) != 0)) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 "Failed to name the thumbnail: %s", g_strerror (errno));
    is_done = FALSE;
  }
  if (!is_done)
    g_unlink (temporary);
  return is_done;
}
