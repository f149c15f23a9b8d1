/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProducer: the pipeline that turns a view's frames into raw video once and
 * hands each by reference to every consumer.
 */

#include "producer.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include "element.h"
#include "frame-report.h"
#include "frame-stamp.h"
#include "navigation-writer.h"

GST_DEBUG_CATEGORY_STATIC (vc_producer_debug);
#define GST_CAT_DEFAULT vc_producer_debug

#define REPEAT_NAME "vtkcast-repeat"
#define RAW_CAPS "video/x-raw, format=I420, colorimetry=bt601"

typedef struct {
  guint id;
  VcSampleFunc func;
  gpointer user_data;
} Consumer;

struct _VcProducer {
  GObject parent_instance;

  GMainContext *context;
  GstElement *pipeline;
  GstElement *sink;
  GSource *bus_source;
  GstClock *clock;

  /* Held while a frame is handed out, so that stamps and frames go out in the
   * same order to everybody; never while one is made. */
  GMutex delivery_mutex;
  GArray *consumers;
  guint last_consumer_id;
  VcFrameStamp stamp;
  GstSample *newest;
  guint newest_serial;

  /* The streaming thread's. */
  guint serial;
};

G_DEFINE_FINAL_TYPE (VcProducer, vc_producer, G_TYPE_OBJECT)

enum { SIGNAL_FRAME, SIGNAL_FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  VcProducer *producer;
  VcFrameReport report;
} PostedReport;

static void
free_posted_report (PostedReport *posted)
{
  g_object_unref (posted->producer);
  g_free (posted);
}

static gboolean
on_report_posted (gpointer user_data)
{
  PostedReport *posted = user_data;

  g_signal_emit (posted->producer, signals[SIGNAL_FRAME], 0, &posted->report);

  return G_SOURCE_REMOVE;
}

static void
post_report (VcProducer *self, const VcFrameReport *report)
{
  PostedReport *posted = g_new (PostedReport, 1);

  posted->producer = g_object_ref (self);
  posted->report = *report;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT,
                              on_report_posted, posted,
                              (GDestroyNotify)free_posted_report);
}

static void
deliver_locked (VcProducer *self, GstSample *sample)
{
  for (guint i = 0; i < self->consumers->len; i++) {
    Consumer *consumer = &g_array_index (self->consumers, Consumer, i);

    consumer->func (sample, consumer->user_data);
  }
}

static GstSample *
create_repeat_locked (VcProducer *self)
{
  GstClockTime pts;

  if (self->newest == NULL || self->clock == NULL)
    return NULL;

  pts = vc_frame_stamp_take (&self->stamp, vc_producer_get_running_time (self),
                             self->newest_serial);

  return vc_frame_stamp_apply (self->newest, pts,
                               gst_structure_new_empty (REPEAT_NAME));
}

static void
take_sample (VcProducer *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  g_autoptr (GstSample) stamped = NULL;
  VcFrameReport report = {0};
  GstClockTime pts;

  pts = gst_segment_to_running_time (gst_sample_get_segment (sample),
                                     GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (!GST_CLOCK_TIME_IS_VALID (pts))
    pts = vc_producer_get_running_time (self);
  vc_frame_report_read (&report, buffer);

  g_mutex_lock (&self->delivery_mutex);
  report.pts = vc_frame_stamp_take (&self->stamp, pts, self->serial);
  /* Only a copy if need be: the pixels go back to their pool with the buffer
   * that they came in. */
  stamped = report.pts == GST_BUFFER_PTS (buffer)
              ? gst_sample_ref (sample)
              : vc_frame_stamp_apply (sample, report.pts, NULL);
  g_clear_pointer (&self->newest, gst_sample_unref);
  self->newest = gst_sample_ref (stamped);
  self->newest_serial = self->serial;
  report.push_us = g_get_monotonic_time ();
  deliver_locked (self, stamped);
  g_mutex_unlock (&self->delivery_mutex);

  post_report (self, &report);
}

/* Here the buffer is nobody else's yet: its time can be set without a copy. */
static GstPadProbeReturn
on_source_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  VcProducer *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  self->serial++;
  if (GST_BUFFER_PTS_IS_VALID (buffer)) {
    buffer = gst_buffer_make_writable (buffer);
    GST_BUFFER_PTS (buffer) =
      vc_frame_stamp_align (GST_BUFFER_PTS (buffer), self->serial);
    GST_PAD_PROBE_INFO_DATA (info) = buffer;
  }

  return GST_PAD_PROBE_OK;
}

static GstFlowReturn
on_new_sample (GstAppSink *sink, gpointer user_data)
{
  VcProducer *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  if (gst_sample_get_buffer (sample) != NULL)
    take_sample (self, sample);

  return GST_FLOW_OK;
}

static void
fail (VcProducer *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED,
                                 "The source of pictures ended");
  else
    gst_message_parse_error (message, &error, &debug);

  GST_WARNING_OBJECT (self->pipeline, "%s (%s)", error->message,
                      GST_STR_NULL (debug));
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  VcProducer *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_LATENCY:
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));
    break;
  case GST_MESSAGE_ERROR:
  case GST_MESSAGE_EOS:
    fail (self, message);
    break;
  default:
    break;
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
build (VcProducer *self, GstElement *source, GError **error)
{
  GstAppSinkCallbacks callbacks = {.new_sample = on_new_sample};
  g_autoptr (GstCaps) caps = gst_caps_from_string (RAW_CAPS);
  g_autoptr (GstPad) pad = NULL;

  self->sink = gst_element_factory_make ("appsink", NULL);
  if (self->sink == NULL) {
    gst_object_unref (gst_object_ref_sink (source));
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "GStreamer's element appsink is not installed");
    return FALSE;
  }

  g_object_set (self->sink, "caps", caps, "sync", FALSE, "max-buffers", 1,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (self->sink), &callbacks, self,
                              NULL);
  pad = gst_element_get_static_pad (self->sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_source_buffer, self,
                     NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, self->sink, NULL);
  if (!gst_element_link (source, self->sink)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to link the source of pictures");
    return FALSE;
  }

  return TRUE;
}

static void
vc_producer_dispose (GObject *object)
{
  VcProducer *self = VC_PRODUCER (object);

  vc_producer_stop (self);
  g_clear_pointer (&self->newest, gst_sample_unref);
  g_clear_pointer (&self->bus_source, g_source_unref);
  gst_clear_object (&self->clock);
  gst_clear_object (&self->pipeline);

  G_OBJECT_CLASS (vc_producer_parent_class)->dispose (object);
}

static void
vc_producer_finalize (GObject *object)
{
  VcProducer *self = VC_PRODUCER (object);

  g_array_unref (self->consumers);
  g_mutex_clear (&self->delivery_mutex);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_producer_parent_class)->finalize (object);
}

static void
vc_producer_init (VcProducer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->consumers = g_array_new (FALSE, FALSE, sizeof (Consumer));
  self->pipeline = gst_object_ref_sink (gst_pipeline_new ("producer"));
  g_mutex_init (&self->delivery_mutex);
}

static void
vc_producer_class_init (VcProducerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (vc_producer_debug, "vtkcastproducer", 0,
                           "Frames for all viewers");

  object_class->dispose = vc_producer_dispose;
  object_class->finalize = vc_producer_finalize;

  signals[SIGNAL_FRAME] =
    g_signal_new ("frame", VC_TYPE_PRODUCER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", VC_TYPE_PRODUCER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

VcProducer *
vc_producer_new (VcView *view, double max_rate, GError **error)
{
  GstElement *source;
  int rate_n = 0;
  int rate_d = 1;

  g_return_val_if_fail (view != NULL, NULL);

  source = gst_element_factory_make ("vtksrc", NULL);
  if (source == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "GStreamer's element vtksrc is not installed");
    return NULL;
  }
  gst_util_double_to_fraction (max_rate, &rate_n, &rate_d);
  g_object_set (source, "view", view, "max-framerate", rate_n, rate_d, NULL);

  return vc_producer_new_for_source (source, error);
}

VcProducer *
vc_producer_new_for_source (GstElement *source, GError **error)
{
  g_autoptr (VcProducer) self = g_object_new (VC_TYPE_PRODUCER, NULL);

  if (!build (self, source, error))
    return NULL;

  self->bus_source = vc_element_watch_bus (self->pipeline, self->context,
                                           on_bus_message, self, NULL);

  return g_steal_pointer (&self);
}

gboolean
vc_producer_start (VcProducer *self, GError **error)
{
  g_return_val_if_fail (VC_IS_PRODUCER (self), FALSE);

  /* The clock is fixed before any frame comes, and so is the base time: peers
   * take both over. */
  gst_clear_object (&self->clock);
  self->clock = gst_system_clock_obtain ();
  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), self->clock);
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->pipeline, gst_clock_get_time (self->clock));

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to start the source of pictures");
    return FALSE;
  }

  return TRUE;
}

void
vc_producer_stop (VcProducer *self)
{
  g_return_if_fail (VC_IS_PRODUCER (self));

  if (self->bus_source != NULL)
    g_source_destroy (self->bus_source);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

void
vc_producer_push_event (VcProducer *self, const VcEvent *event)
{
  g_autoptr (GstPad) pad = NULL;

  g_return_if_fail (VC_IS_PRODUCER (self));

  pad = gst_element_get_static_pad (self->sink, "sink");
  vc_navigation_push (pad, event);
}

/* What is behind the clock's first tick counts as 0. */
GstClockTime
vc_producer_get_running_time (VcProducer *self)
{
  GstClockTime base = gst_element_get_base_time (self->pipeline);
  GstClockTime now = self->clock != NULL ? gst_clock_get_time (self->clock) : 0;

  return now > base ? now - base : 0;
}

GstClock *
vc_producer_get_clock (VcProducer *self)
{
  g_return_val_if_fail (VC_IS_PRODUCER (self), NULL);

  return self->clock;
}

GstClockTime
vc_producer_get_base_time (VcProducer *self)
{
  g_return_val_if_fail (VC_IS_PRODUCER (self), GST_CLOCK_TIME_NONE);

  return gst_element_get_base_time (self->pipeline);
}

GstCaps *
vc_producer_dup_caps (VcProducer *self)
{
  GstCaps *caps = NULL;

  g_return_val_if_fail (VC_IS_PRODUCER (self), NULL);

  g_mutex_lock (&self->delivery_mutex);
  if (self->newest != NULL)
    caps = gst_caps_ref (gst_sample_get_caps (self->newest));
  g_mutex_unlock (&self->delivery_mutex);

  return caps;
}

guint
vc_producer_add_consumer (VcProducer *self, VcSampleFunc func,
                          gpointer user_data)
{
  Consumer consumer = {.func = func, .user_data = user_data};
  g_autoptr (GstSample) sample = NULL;

  g_return_val_if_fail (VC_IS_PRODUCER (self), 0);

  g_mutex_lock (&self->delivery_mutex);
  consumer.id = ++self->last_consumer_id;
  g_array_append_val (self->consumers, consumer);
  sample = create_repeat_locked (self);
  if (sample != NULL)
    func (sample, user_data);
  g_mutex_unlock (&self->delivery_mutex);

  return consumer.id;
}

void
vc_producer_remove_consumer (VcProducer *self, guint id)
{
  g_return_if_fail (VC_IS_PRODUCER (self));

  g_mutex_lock (&self->delivery_mutex);
  for (guint i = 0; i < self->consumers->len; i++) {
    if (g_array_index (self->consumers, Consumer, i).id == id) {
      g_array_remove_index (self->consumers, i);
      break;
    }
  }
  g_mutex_unlock (&self->delivery_mutex);
}

gboolean
vc_producer_is_repeat (GstSample *sample)
{
  const GstStructure *info = gst_sample_get_info (sample);

  return info != NULL && gst_structure_has_name (info, REPEAT_NAME);
}

void
vc_producer_repeat_frame (VcProducer *self, guint id)
{
  g_autoptr (GstSample) sample = NULL;

  g_return_if_fail (VC_IS_PRODUCER (self));

  g_mutex_lock (&self->delivery_mutex);
  for (guint i = 0; i < self->consumers->len; i++) {
    Consumer *consumer = &g_array_index (self->consumers, Consumer, i);

    if (consumer->id != id)
      continue;
    sample = create_repeat_locked (self);
    if (sample != NULL)
      consumer->func (sample, consumer->user_data);
    break;
  }
  g_mutex_unlock (&self->delivery_mutex);
}
