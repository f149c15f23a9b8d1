/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordBranch: encodes frames behind a queue.
 */

#include "record-branch.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "element.h"
#include "frame-stamp.h"
#include "record-encoder.h"
#include "record-queue.h"

GST_DEBUG_CATEGORY_STATIC (vc_record_branch_debug);
#define GST_CAT_DEFAULT vc_record_branch_debug

/* A tenth of what others get when the cores are busy: an encoder needs a fifth
 * of one for all frames of a movement. */
#define NICE 10
/* x264 holds a frame back if the caps do not say a rate, whatever it is. */
#define ANY_RATE 60

/* The forms in which Matroska has them. */
#define ENCODED_CAPS                                                           \
  "video/x-h264, stream-format=avc, alignment=au; video/x-vp8; video/x-vp9; "  \
  "video/x-av1, stream-format=obu-stream, alignment=tu"

struct _VcRecordBranch {
  const VcRecordBranchFuncs *funcs;
  gpointer user_data;
  VcRecordQueue *queue;
  GstElement *pipeline;
  GstElement *encoder;
  GSource *bus_source;

  /* The encoder's thread. */
  gboolean is_niced;
  GstCaps *caps_in;
  GstCaps *caps;
};

/* Linux has it per thread, and threads that the encoder makes inherit it. */
static void
give_way (VcRecordBranch *self)
{
  if (self->is_niced)
    return;

  self->is_niced = TRUE;
  if (setpriority (PRIO_PROCESS, (id_t)syscall (SYS_gettid), NICE) != 0)
    GST_INFO ("the encoder's thread does not give way");
}

static GstCaps *
get_caps (VcRecordBranch *self, GstCaps *caps)
{
  GstStructure *structure;
  int n = 0;
  int d = 1;

  if (caps == self->caps_in)
    return self->caps;

  gst_caps_replace (&self->caps_in, caps);
  gst_clear_caps (&self->caps);
  self->caps = gst_caps_copy (caps);
  structure = gst_caps_get_structure (self->caps, 0);
  if (!gst_structure_get_fraction (structure, "framerate", &n, &d) || n == 0)
    gst_structure_set (structure, "framerate", GST_TYPE_FRACTION, ANY_RATE, 1,
                       NULL);
  return self->caps;
}

/* appsrc's thread is the encoder's: it waits here. */
static void
on_need_data (GstAppSrc *source, guint length, gpointer user_data)
{
  VcRecordBranch *self = user_data;
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GstSample) copy = NULL;

  give_way (self);
  sample = vc_record_queue_pop (self->queue);
  if (sample == NULL) {
    gst_app_src_end_of_stream (source);
    return;
  }

  copy =
    gst_sample_new (gst_sample_get_buffer (sample),
                    get_caps (self, gst_sample_get_caps (sample)), NULL, NULL);
  gst_app_src_push_sample (source, copy);
}

static GstFlowReturn
on_new_sample (GstAppSink *sink, gpointer user_data)
{
  VcRecordBranch *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer;

  if (sample == NULL)
    return GST_FLOW_EOS;

  buffer = gst_sample_get_buffer (sample);
  self->funcs->encoded (
    sample,
    gst_segment_to_running_time (gst_sample_get_segment (sample),
                                 GST_FORMAT_TIME, GST_BUFFER_PTS (buffer)),
    self->user_data);

  return GST_FLOW_OK;
}

static void
end (VcRecordBranch *self, GstMessage *message)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  g_source_destroy (self->bus_source);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &cause, &debug);
    GST_WARNING ("%s (%s)", cause->message, GST_STR_NULL (debug));
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to encode the recording: %s", cause->message);
    vc_record_queue_abort (self->queue);
  }
  self->funcs->ended (error, self->user_data);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR ||
      GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    end (user_data, message);
    return G_SOURCE_REMOVE;
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
build (VcRecordBranch *self, VcRecordFormat format, GError **error)
{
  GstAppSrcCallbacks source_callbacks = {.need_data = on_need_data};
  GstAppSinkCallbacks sink_callbacks = {.new_sample = on_new_sample};
  GstElement *source = gst_element_factory_make ("appsrc", NULL);
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  g_autoptr (GstCaps) caps = gst_caps_from_string (ENCODED_CAPS);

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->encoder = vc_record_encoder_new (format, error);
  if (self->encoder == NULL) {
    g_clear_object (&source);
    g_clear_object (&sink);
    return FALSE;
  }

  g_object_set (source, "format", GST_FORMAT_TIME, NULL);
  gst_app_src_set_callbacks (GST_APP_SRC (source), &source_callbacks, self,
                             NULL);
  g_object_set (sink, "caps", caps, "sync", FALSE, "async", FALSE,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &sink_callbacks, self, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, self->encoder, sink,
                    NULL);
  gst_element_link_many (source, self->encoder, sink, NULL);

  return TRUE;
}

VcRecordBranch *
vc_record_branch_new (VcRecordFormat format, const VcRecordBranchFuncs *funcs,
                      gpointer user_data, GError **error)
{
  g_autoptr (VcRecordBranch) self = g_new0 (VcRecordBranch, 1);
  g_autoptr (GMainContext) context = NULL;

  GST_DEBUG_CATEGORY_INIT (vc_record_branch_debug, "vtkcastrecordbranch", 0,
                           "Encoding of recordings");
  self->funcs = funcs;
  self->user_data = user_data;
  self->queue = vc_record_queue_new ();
  if (!build (self, format, error))
    return NULL;

  context = g_main_context_ref_thread_default ();
  self->bus_source =
    vc_element_watch_bus (self->pipeline, context, on_bus_message, self, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return g_steal_pointer (&self);
}

guint
vc_record_branch_push (VcRecordBranch *self, GstSample *sample,
                       GstClockTime time)
{
  /* Times are from the recording's beginning. */
  g_autoptr (GstSample) shifted = vc_frame_stamp_apply (sample, time, NULL);

  return vc_record_queue_push (self->queue, shifted);
}

void
vc_record_branch_force_key (VcRecordBranch *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->encoder, "src");

  gst_pad_send_event (pad, gst_video_event_new_upstream_force_key_unit (
                             GST_CLOCK_TIME_NONE, FALSE, 0));
}

void
vc_record_branch_end (VcRecordBranch *self)
{
  vc_record_queue_end (self->queue);
}

void
vc_record_branch_abort (VcRecordBranch *self)
{
  vc_record_queue_abort (self->queue);
}

void
vc_record_branch_free (VcRecordBranch *self)
{
  vc_record_queue_abort (self->queue);
  if (self->bus_source != NULL)
    g_source_destroy (self->bus_source);
  g_clear_pointer (&self->bus_source, g_source_unref);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_object (&self->pipeline);
  gst_clear_caps (&self->caps_in);
  gst_clear_caps (&self->caps);
  vc_record_queue_free (self->queue);
  g_free (self);
}
