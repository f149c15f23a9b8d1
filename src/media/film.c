/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFilm: writes pictures into a video file.
 */

#include "film.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <math.h>
#include <string.h>

#include "element.h"

/* Pictures on their way to the encoder. */
#define QUEUE_MAX 4

struct _VcFilm {
  char *path;
  char *part;
  GstElement *pipeline;
  GstElement *source;
  GstBus *bus;
  int width;
  int height;
  double rate;
};

/* Of each ending: who encodes, the first that exists. */
static const struct {
  const char *ending;
  const char *encoder;
  const char *description;
} kinds[] = {
  {".mkv", "x264enc",
   "x264enc pass=quant quantizer=17 speed-preset=veryfast key-int-max=300 ! "
   "h264parse ! matroskamux"},
  {".mp4", "x264enc",
   "x264enc pass=quant quantizer=17 speed-preset=veryfast key-int-max=300 ! "
   "h264parse ! mp4mux faststart=true"},
  {".webm", "vp9enc",
   "vp9enc deadline=1 cpu-used=6 row-mt=true threads=4 end-usage=cq "
   "cq-level=16 target-bitrate=0 keyframe-max-dist=300 ! webmmux"},
  {".webm", "vp8enc",
   "vp8enc deadline=1 cpu-used=6 end-usage=cq cq-level=8 "
   "target-bitrate=50000000 keyframe-max-dist=300 ! webmmux"},
};

static const char *
find_description (const char *path, GError **error)
{
  const char *missing = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (!g_str_has_suffix (path, kinds[i].ending))
      continue;
    if (vc_element_exists (kinds[i].encoder))
      return kinds[i].description;
    missing = kinds[i].encoder;
  }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               missing != NULL
                 ? "Failed to write “%s”: GStreamer's element %s is missing"
                 : "Failed to write “%s”: a video file ends in .mkv, .mp4 or "
                   ".webm",
               path, missing);
  return NULL;
}

static void
set_caps (VcFilm *self)
{
  int numerator, denominator;
  g_autoptr (GstCaps) caps = NULL;

  gst_util_double_to_fraction (self->rate, &numerator, &denominator);
  caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGBx",
                              "width", G_TYPE_INT, self->width, "height",
                              G_TYPE_INT, self->height, "framerate",
                              GST_TYPE_FRACTION, numerator, denominator, NULL);
  gst_app_src_set_caps (GST_APP_SRC (self->source), caps);
}

static gboolean
make_pipeline (VcFilm *self, const char *description, GError **error)
{
  g_autofree char *text = g_strdup_printf (
    "appsrc name=source format=time block=true max-buffers=%d ! videoconvert ! "
    "video/x-raw,format=I420,colorimetry=bt601 ! %s ! filesink name=sink",
    QUEUE_MAX, description);
  g_autoptr (GstElement) sink = NULL;

  self->pipeline =
    gst_parse_launch_full (text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  if (self->pipeline == NULL)
    return FALSE;
  self->bus = gst_element_get_bus (self->pipeline);
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  g_object_set (sink, "location", self->part, NULL);
  set_caps (self);
  return TRUE;
}

/* Waits so long for the end or an error. Returns FALSE if there is an error. */
static gboolean
check_bus (VcFilm *self, GstClockTime timeout, GError **error)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
    self->bus, timeout, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  g_autoptr (GError) local_error = NULL;

  if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;
  gst_message_parse_error (message, &local_error, NULL);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Failed to write “%s”: %s",
               self->path, local_error->message);
  return FALSE;
}

static gboolean
is_free (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               "“%s” exists already: name another file", path);
  return FALSE;
}

gboolean
vc_film_knows (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (path, kinds[i].ending))
      return TRUE;
  return FALSE;
}

VcFilm *
vc_film_new (const char *path, int width, int height, double rate,
             GError **error)
{
  g_autoptr (VcFilm) self = NULL;
  const char *description;

  if (!is_free (path, error) ||
      (description = find_description (path, error)) == NULL)
    return NULL;
  self = g_new0 (VcFilm, 1);
  self->path = g_strdup (path);
  self->part = g_strconcat (path, ".part", NULL);
  self->width = width;
  self->height = height;
  self->rate = rate;
  if (!make_pipeline (self, description, error))
    return NULL;
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  return check_bus (self, 0, error) ? g_steal_pointer (&self) : NULL;
}

void
vc_film_free (VcFilm *self)
{
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_unlink (self->part);
  g_clear_object (&self->source);
  g_clear_object (&self->bus);
  g_clear_object (&self->pipeline);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

gboolean
vc_film_add (VcFilm *self, const VcFrame *frame, guint64 pts, GError **error)
{
  gsize length = (gsize)4 * self->width;
  GstBuffer *buffer;
  GstMapInfo map;

  g_return_val_if_fail (frame->width == self->width, FALSE);
  g_return_val_if_fail (frame->height == self->height, FALSE);

  buffer = gst_buffer_new_allocate (NULL, length * self->height, NULL);
  if (gst_buffer_map (buffer, &map, GST_MAP_WRITE)) {
    for (int y = 0; y < self->height; y++)
      memcpy (map.data + y * length, frame->pixels + (gsize)y * frame->stride,
              length);
    gst_buffer_unmap (buffer, &map);
  }
  GST_BUFFER_PTS (buffer) = pts;
  GST_BUFFER_DURATION (buffer) = llround (GST_SECOND / self->rate);
  /* An error wakes up who waits for room, with a flow that is not ok. */
  gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer);
  return check_bus (self, 0, error);
}

gboolean
vc_film_finish (VcFilm *self, GError **error)
{
  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  if (!check_bus (self, GST_CLOCK_TIME_NONE, error))
    return FALSE;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  if (g_rename (self->part, self->path) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Failed to write “%s”: %s", self->path, g_strerror (errno));
  return FALSE;
}
