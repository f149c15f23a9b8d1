/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The pipeline that copies frames from one container to another.
 */

#include "remux-pipeline.h"

#define CANCELLED_NAME "vtkcast-cancelled"
/* What a last frame is shown for where nothing else is said. */
#define LAST_DURATION (GST_SECOND / 60)

static const struct {
  const char *ending;
  const char *muxer;
} muxers[] = {
  {"mp4", "mp4mux"},
  {"mkv", "matroskamux"},
  {"webm", "webmmux"},
};

/* What fills in what the muxers want to know. */
static const struct {
  const char *type;
  const char *parser;
} parsers[] = {
  {"video/x-h264", "h264parse"},
  {"video/x-vp8", "identity"},
  {"video/x-vp9", "vp9parse"},
  {"video/x-av1", "av1parse"},
};

typedef struct {
  GstElement *pipeline;
  GstElement *mux;
  gboolean has_video;
} Remux;

static const char *
find_muxer (const char *ending)
{
  for (guint i = 0; i < G_N_ELEMENTS (muxers); i++) {
    if (g_str_equal (ending, muxers[i].ending))
      return muxers[i].muxer;
  }

  return NULL;
}

static const char *
find_parser (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  const char *type = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  for (guint i = 0; i < G_N_ELEMENTS (parsers); i++) {
    if (g_str_equal (type, parsers[i].type))
      return parsers[i].parser;
  }

  return NULL;
}

/* No frame was encoded before one that is shown earlier, so each is decoded
 * when it is shown. MP4's muxer takes the difference to the next one as a
 * duration, but for the last. */
static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstBuffer *buffer =
    gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  gboolean is_mp4 = GPOINTER_TO_INT (user_data);

  GST_BUFFER_DTS (buffer) = GST_BUFFER_PTS (buffer);
  GST_BUFFER_DURATION (buffer) = is_mp4 ? LAST_DURATION : GST_CLOCK_TIME_NONE;
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  return GST_PAD_PROBE_OK;
}

static gboolean
is_mp4 (Remux *self)
{
  GstElementFactory *factory = gst_element_get_factory (self->mux);

  return g_str_equal (GST_OBJECT_NAME (factory), "mp4mux");
}

/* In the demuxer's thread. What cannot be linked ends in an error of the
 * demuxer. */
static void
on_pad_added (GstElement *demux, GstPad *pad, gpointer user_data)
{
  Remux *self = user_data;
  const char *name = find_parser (pad);
  GstElement *parser =
    name != NULL ? gst_element_factory_make (name, NULL) : NULL;
  g_autoptr (GstPad) sink = NULL;
  g_autoptr (GstPad) source = NULL;

  if (parser == NULL || self->has_video)
    return;

  self->has_video = TRUE;
  gst_bin_add (GST_BIN (self->pipeline), parser);
  source = gst_element_get_static_pad (parser, "src");
  gst_pad_add_probe (source, GST_PAD_PROBE_TYPE_BUFFER, on_frame,
                     GINT_TO_POINTER (is_mp4 (self)), NULL);
  gst_element_link (parser, self->mux);
  gst_element_sync_state_with_parent (parser);
  sink = gst_element_get_static_pad (parser, "sink");
  gst_pad_link (pad, sink);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GstElement *pipeline = user_data;

  gst_element_post_message (
    pipeline,
    gst_message_new_application (GST_OBJECT (pipeline),
                                 gst_structure_new_empty (CANCELLED_NAME)));
}

static void
set_error (GError **error, GstMessage *message, const char *ending)
{
  g_autoptr (GError) cause = NULL;

  gst_message_parse_error (message, &cause, NULL);
  if (g_error_matches (cause, GST_RESOURCE_ERROR,
                       GST_RESOURCE_ERROR_NO_SPACE_LEFT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 "Failed to copy a video: the disk is full");
  else if (g_error_matches (cause, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "Failed to copy a video: a file of type %s cannot hold it",
                 ending);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to copy a video: %s", cause->message);
}

static gboolean
run (GstElement *pipeline, const char *ending, GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  gulong handler = 0;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     pipeline, NULL);
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR |
                                          GST_MESSAGE_APPLICATION);
  g_cancellable_disconnect (cancellable, handler);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;

  set_error (error, message, ending);
  return FALSE;
}

static gboolean
build (Remux *self, const char *from, const char *muxer, int fd,
       const char *scratch, GError **error)
{
  GstElement *source = gst_element_factory_make ("filesrc", NULL);
  GstElement *demux = gst_element_factory_make ("matroskademux", NULL);
  GstElement *sink = gst_element_factory_make ("fdsink", NULL);

  self->mux = gst_element_factory_make (muxer, NULL);
  if (source == NULL || demux == NULL || sink == NULL || self->mux == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "Failed to copy a video: GStreamer's element %s or others are "
                 "not installed",
                 muxer);
    g_clear_object (&source);
    g_clear_object (&demux);
    g_clear_object (&sink);
    g_clear_object (&self->mux);
    return FALSE;
  }

  g_object_set (source, "location", from, NULL);
  g_object_set (sink, "fd", fd, "async", FALSE, NULL);
  if (is_mp4 (self))
    g_object_set (self->mux, "faststart", TRUE, "faststart-file", scratch,
                  NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, demux, self->mux, sink,
                    NULL);
  gst_element_link (source, demux);
  gst_element_link (self->mux, sink);
  g_signal_connect (demux, "pad-added", G_CALLBACK (on_pad_added), self);

  return TRUE;
}

gboolean
vc_remux_pipeline_run (const char *from, const char *ending, int fd,
                       const char *scratch, const VcRecordTags *tags,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GstElement) pipeline =
    gst_object_ref_sink (gst_pipeline_new (NULL));
  const char *muxer = find_muxer (ending);
  Remux remux = {.pipeline = pipeline};

  if (muxer == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "Failed to copy a video: files of type %s are not known: mp4, "
                 "mkv and webm are",
                 ending);
    return FALSE;
  }
  if (!build (&remux, from, muxer, fd, scratch, error))
    return FALSE;

  if (tags != NULL) {
    vc_record_tags_apply (tags, remux.mux);
    vc_record_tags_comment (remux.mux, tags->data_set,
                            "cut off by a crash and repaired");
  }
  return run (pipeline, ending, cancellable, error);
}
