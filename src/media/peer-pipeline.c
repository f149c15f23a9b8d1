/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeerPipeline: the elements of one peer.
 */

#include "peer-pipeline.h"

#include <gst/app/gstappsrc.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "association.h"
#include "element.h"
#include "encoder.h"
#include "peer.h"
#include "playout-delay.h"
#include "traversal.h"

/* Small enough for a VPN inside a VPN. */
#define MTU 1200

/* Until the first report: enough for a picture, not too much for a bad link.
 * Probes find out within the first second. */
#define START_BITRATE 1500000

static GMutex teardown_mutex;
static GCond teardown_cond;
static guint n_teardowns;

static GstElement *
create_source (void)
{
  GstElement *source = gst_element_factory_make ("appsrc", NULL);

  if (source == NULL)
    return NULL;

  g_object_set (source, "is-live", TRUE, "format", GST_FORMAT_TIME,
                "do-timestamp", FALSE, "max-buffers", (guint64)0, "max-bytes",
                (guint64)0, "max-time", (guint64)0, "emit-signals", FALSE,
                NULL);

  return source;
}

static GstElement *
create_payloader (const VcOfferVideo *video)
{
  gboolean is_h264 = video->codec == VC_CODEC_H264;
  GstElement *payloader =
    gst_element_factory_make (is_h264 ? "rtph264pay" : "rtpvp8pay", NULL);

  if (payloader == NULL)
    return NULL;

  /* Without offsets the browser's rtpTimestamp is the frame's time stamp. */
  g_object_set (payloader, "mtu", MTU, "pt", video->payload_type,
                "timestamp-offset", 0, NULL);
  if (is_h264)
    gst_util_set_object_arg (G_OBJECT (payloader), "aggregate-mode",
                             "zero-latency");
  if (is_h264)
    g_object_set (payloader, "config-interval", -1, NULL);
  else
    gst_util_set_object_arg (G_OBJECT (payloader), "picture-id-mode", "15-bit");

  return payloader;
}

static void
set_extension (GstCaps *caps, guint id, const char *uri)
{
  char name[16];

  if (id == 0)
    return;

  g_snprintf (name, sizeof name, "extmap-%u", id);
  gst_caps_set_simple (caps, name, G_TYPE_STRING, uri, NULL);
}

/* What these caps lack the answer lacks: the SSRC (without it retransmissions
 * belong to nobody), and the header extensions under the offer's numbers. */
static GstElement *
create_rtp_filter (const VcOfferVideo *video)
{
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  g_autoptr (GstCaps) caps = gst_caps_new_simple (
    "application/x-rtp", "media", G_TYPE_STRING, "video", "clock-rate",
    G_TYPE_INT, 90000, "payload", G_TYPE_INT, video->payload_type, "ssrc",
    G_TYPE_UINT, g_random_int_range (1, G_MAXINT32), "encoding-name",
    G_TYPE_STRING, video->codec == VC_CODEC_H264 ? "H264" : "VP8", NULL);

  if (filter == NULL)
    return NULL;

  if (video->codec == VC_CODEC_H264)
    gst_caps_set_simple (caps, "packetization-mode", G_TYPE_STRING, "1", NULL);
  set_extension (caps, video->transport_cc_id, VC_EXTENSION_TRANSPORT_CC);
  set_extension (caps, video->playout_delay_id, VC_EXTENSION_PLAYOUT_DELAY);
  g_object_set (filter, "caps", caps, NULL);

  return filter;
}

/* (transfer full) (nullable): without the plugin, or without reports, the
 * bitrate stays what it is. */
static GstElement *
create_gcc (const VcOfferVideo *video, const VcPeerOptions *options)
{
  GstElement *gcc;

  if (!video->transport_cc || video->transport_cc_id == 0)
    return NULL;

  gcc = gst_element_factory_make ("rtpgcc", NULL);
  if (gcc == NULL) {
    GST_WARNING ("GStreamer's element rtpgcc is not installed");
    return NULL;
  }
  g_object_set (gcc, "max-bitrate", options->bitrate, "start-bitrate",
                MIN (options->bitrate, START_BITRATE), NULL);

  return gst_object_ref_sink (gcc);
}

/* webrtcbin takes a floating reference over. There is one transport, so that
 * it asks once. */
static GstElement *
on_request_aux_sender (GstElement *webrtc, GObject *transport,
                       gpointer user_data)
{
  GstElement *gcc = user_data;

  if (GST_OBJECT_PARENT (gcc) != NULL)
    return NULL;

  g_object_force_floating (gst_object_ref (gcc));

  return gcc;
}

static GstElement *
create_webrtc (const VcIce *ice, GstElement *gcc)
{
  GstElement *webrtc = gst_element_factory_make ("webrtcbin", NULL);

  if (webrtc == NULL)
    return NULL;

  g_object_set (webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE,
                "latency", 0, NULL);
  vc_association_set_up (webrtc);
  vc_traversal_set_up (webrtc, ice);
  if (gcc != NULL)
    vc_element_connect (webrtc, "request-aux-sender",
                        G_CALLBACK (on_request_aux_sender), gcc);

  return webrtc;
}

static gboolean
add_all (GstElement *pipeline, GstElement **elements, gsize n_elements)
{
  gboolean has_all = TRUE;

  for (gsize i = 0; i < n_elements; i++) {
    if (elements[i] != NULL)
      gst_bin_add (GST_BIN (pipeline), elements[i]);
    else
      has_all = FALSE;
  }

  return has_all;
}

/* Makes the transceiver that the video goes through. */
static gboolean
link_webrtc (GstElement *filter, GstElement *webrtc, const VcOfferVideo *video)
{
  g_autoptr (GstPad) source = gst_element_get_static_pad (filter, "src");
  g_autoptr (GstPad) sink = gst_element_request_pad_simple (webrtc, "sink_%u");
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  if (sink == NULL)
    return FALSE;

  g_object_get (sink, "transceiver", &transceiver, NULL);
  g_object_set (transceiver, "direction",
                GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, "do-nack",
                video->nack && video->rtx_payload_type >= 0, "fec-type",
                GST_WEBRTC_FEC_TYPE_NONE, NULL);

  return gst_pad_link (source, sink) == GST_PAD_LINK_OK;
}

/* Passes frames on as they are while the size is the same. */
static GstElement *
create_scaler (void)
{
  GstElement *scaler = gst_element_factory_make ("videoscale", NULL);

  if (scaler != NULL)
    g_object_set (scaler, "add-borders", FALSE, NULL);

  return scaler;
}

static gboolean
build (VcPeerPipeline *self, const VcOfferVideo *video, GError **error)
{
  GstElement *payloader = create_payloader (video);
  GstElement *filter = create_rtp_filter (video);
  GstElement *scaler = create_scaler ();
  GstElement *elements[] = {self->source, scaler, self->filter, self->encoder,
                            payloader,    filter, self->webrtc};

  if (!add_all (self->pipeline, elements, G_N_ELEMENTS (elements))) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                 "GStreamer's WebRTC elements are not completely installed");
    return FALSE;
  }

  if (!gst_element_link_many (self->source, scaler, self->filter, self->encoder,
                              payloader, filter, NULL) ||
      !link_webrtc (filter, self->webrtc, video)) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                 "Failed to link the viewer's pipeline");
    return FALSE;
  }

  return TRUE;
}

static gboolean
play (VcPeerPipeline *self, VcProducer *producer, GError **error)
{
  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline),
                          vc_producer_get_clock (producer));
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->pipeline,
                             vc_producer_get_base_time (producer));

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                 "Failed to start the viewer's pipeline");
    return FALSE;
  }

  return TRUE;
}

gboolean
vc_peer_pipeline_init (VcPeerPipeline *self, const VcOfferVideo *video,
                       const VcPeerOptions *options, VcProducer *producer,
                       GError **error)
{
  g_autoptr (GError) local_error = NULL;

  vc_playout_delay_register ();

  self->encoder = vc_encoder_new (video->codec, options->bitrate,
                                  options->max_rate, &local_error);
  if (self->encoder == NULL) {
    g_set_error_literal (error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                         local_error->message);
    return FALSE;
  }

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->source = create_source ();
  if (self->source != NULL)
    self->mailbox = vc_mailbox_new (GST_APP_SRC (self->source));
  self->filter = gst_element_factory_make ("capsfilter", NULL);
  self->gcc = create_gcc (video, options);
  self->webrtc = create_webrtc (options->ice, self->gcc);

  return build (self, video, error) && play (self, producer, error);
}

static gpointer
stop_in_thread (gpointer data)
{
  g_autofree VcPeerPipeline *self = data;

  if (self->webrtc != NULL)
    vc_association_end (self->webrtc);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);

  g_mutex_lock (&teardown_mutex);
  n_teardowns--;
  g_cond_broadcast (&teardown_cond);
  g_mutex_unlock (&teardown_mutex);

  return NULL;
}

void
vc_peer_pipeline_clear (VcPeerPipeline *self)
{
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GThread) thread = NULL;

  if (self->pipeline == NULL)
    return;

  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_flushing (bus, TRUE);

  g_mutex_lock (&teardown_mutex);
  n_teardowns++;
  g_mutex_unlock (&teardown_mutex);
  gst_clear_object (&self->gcc);
  thread = g_thread_new ("peer-teardown", stop_in_thread,
                         g_memdup2 (self, sizeof *self));

  *self = (VcPeerPipeline){NULL};
}

gboolean
vc_peer_drain (gint64 timeout_us)
{
  gint64 end = g_get_monotonic_time () + timeout_us;
  gboolean is_drained = TRUE;

  g_mutex_lock (&teardown_mutex);
  while (n_teardowns > 0 && is_drained)
    is_drained = g_cond_wait_until (&teardown_cond, &teardown_mutex, end);
  g_mutex_unlock (&teardown_mutex);

  return is_drained;
}

GstElement *
vc_peer_pipeline_dup_rtp_session (VcPeerPipeline *self)
{
  g_autoptr (GstElement) rtpbin =
    gst_bin_get_by_name (GST_BIN (self->webrtc), "rtpbin");
  GstElement *session = NULL;

  if (rtpbin != NULL)
    g_signal_emit_by_name (rtpbin, "get-session", 0, &session);

  return session;
}
