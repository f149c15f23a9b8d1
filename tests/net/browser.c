/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Browser: a receiving webrtcbin that stands for a browser in tests.
 */

#include "browser.h"

#include <string.h>

#include <gst/rtp/rtp.h>
#include <gst/video/video.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "association.h"
#include "element.h"

/* With less, packets count as lost on a busy machine. */
#define LATENCY_MS 100
/* Chromium reports that often; GStreamer's default is seconds. */
#define REPORT_NS (50 * GST_MSECOND)
#define WAIT_US (10 * G_USEC_PER_SEC)

struct _Browser {
  VcCodec codec;
  GstElement *pipeline;
  GstElement *webrtc;
  GstElement *jitter_buffer;
  GstPad *decoder_pad;
  GHashTable *channels;
  char *offer;

  gint is_deaf;
  gint loss;
  gint n_arrivals;

  GMutex mutex;
  guint n_lost;
  GHashTable *missing; /* RTP sequence numbers */
  int first_seq;       /* −1 = none came yet */
  guint n_first_repeats;
  GArray *packets;
  guint64 n_bytes;
  guint n_key_frames;
  guint n_frames;
  GstSample *picture;
  GQueue messages;
  GByteArray *data;
  guint n_data;
};

static void
read_packet (Browser *self, GstBuffer *buffer)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  Packet packet = {0};
  gpointer data = NULL;
  guint size = 0;

  g_assert_true (gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp));
  packet.payload_type = gst_rtp_buffer_get_payload_type (&rtp);
  packet.timestamp = gst_rtp_buffer_get_timestamp (&rtp);
  packet.ssrc = gst_rtp_buffer_get_ssrc (&rtp);
  packet.marker = gst_rtp_buffer_get_marker (&rtp);
  packet.has_playout_delay =
    gst_rtp_buffer_get_extension_onebyte_header (&rtp, BROWSER_PLAYOUT_DELAY_ID,
                                                 0, &data, &size) &&
    size == 3 && memcmp (data, "\0\0\0", 3) == 0;
  gst_rtp_buffer_unmap (&rtp);

  g_array_append_val (self->packets, packet);
  self->n_bytes += gst_buffer_get_size (buffer);
}

static GstPadProbeReturn
on_packet (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Browser *self = user_data;

  g_mutex_lock (&self->mutex);
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    read_packet (self, GST_PAD_PROBE_INFO_BUFFER (info));
  } else {
    GstBufferList *list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);

    for (guint i = 0; i < gst_buffer_list_length (list); i++)
      read_packet (self, gst_buffer_list_get (list, i));
  }
  g_mutex_unlock (&self->mutex);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Browser *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  g_mutex_lock (&self->mutex);
  self->n_frames++;
  if (!GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT))
    self->n_key_frames++;
  g_mutex_unlock (&self->mutex);

  return GST_PAD_PROBE_OK;
}

static int
get_payload_type (VcCodec codec)
{
  return codec == VC_CODEC_H264 ? BROWSER_H264_PAYLOAD_TYPE
                                : BROWSER_VP8_PAYLOAD_TYPE;
}

/* SRTP's header is not encrypted (RFC 3711, section 3.1). */
static void
note_lost (Browser *self, const guint8 *header)
{
  if ((header[1] & 0x7f) != get_payload_type (self->codec))
    return;

  g_mutex_lock (&self->mutex);
  self->n_lost++;
  g_hash_table_add (self->missing,
                    GUINT_TO_POINTER (GST_READ_UINT16_BE (header + 2)));
  g_mutex_unlock (&self->mutex);
}

/* Of SRTP alone (RFC 7983): what is lost of data channels comes again, but
 * only after seconds. */
static gboolean
is_lost (Browser *self, GstPadProbeInfo *info)
{
  int loss = g_atomic_int_get (&self->loss);
  guint8 header[4] = {0};

  if (loss == 0 ||
      !(GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER))
    return FALSE;
  gst_buffer_extract (GST_PAD_PROBE_INFO_BUFFER (info), 0, header,
                      sizeof header);
  if (header[0] < 128 || header[0] >= 192 ||
      g_atomic_int_add (&self->n_arrivals, 1) % loss != loss - 1)
    return FALSE;

  note_lost (self, header);
  return TRUE;
}

static void
note_repeat_locked (Browser *self, guint16 seq)
{
  g_hash_table_remove (self->missing, GUINT_TO_POINTER (seq));
  if (seq == self->first_seq)
    self->n_first_repeats++;
}

/* A retransmission begins with the original's number (RFC 4588, section 4). */
static GstPadProbeReturn
on_decrypted (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Browser *self = user_data;
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  if (!gst_rtp_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), GST_MAP_READ,
                           &rtp))
    return GST_PAD_PROBE_OK;

  g_mutex_lock (&self->mutex);
  if (gst_rtp_buffer_get_payload_type (&rtp) ==
      get_payload_type (self->codec)) {
    if (self->first_seq < 0)
      self->first_seq = gst_rtp_buffer_get_seq (&rtp);
  } else if (gst_rtp_buffer_get_payload_len (&rtp) >= 2) {
    note_repeat_locked (self,
                        GST_READ_UINT16_BE (gst_rtp_buffer_get_payload (&rtp)));
  }
  g_mutex_unlock (&self->mutex);
  gst_rtp_buffer_unmap (&rtp);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_arrival (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Browser *self = user_data;

  return is_lost (self, info) || g_atomic_int_get (&self->is_deaf)
           ? GST_PAD_PROBE_DROP
           : GST_PAD_PROBE_OK;
}

/* It predicts the next packet from those before, asks for it, and then takes it
 * for lost, which does not suit a stream that pauses. webrtcbin asks for that.
 */
static void
forbid_requests (GstElement *jitter_buffer)
{
  gboolean is_on;

  g_object_get (jitter_buffer, "do-retransmission", &is_on, NULL);
  if (is_on)
    g_object_set (jitter_buffer, "do-retransmission", FALSE, NULL);
}

static void
take_jitter_buffer (Browser *self, GstElement *element)
{
  gst_object_replace ((GstObject **)&self->jitter_buffer, GST_OBJECT (element));
  g_signal_connect (element, "notify::do-retransmission",
                    G_CALLBACK (forbid_requests), NULL);
}

static void
add_probe (GstElement *element, const char *pad_name, GstPadProbeType type,
           GstPadProbeCallback callback, Browser *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, pad_name);

  gst_pad_add_probe (pad, type, callback, self, NULL);
}

/* Each nicesrc is where packets enter webrtcbin. */
static void
on_element_added (GstBin *bin, GstBin *parent, GstElement *element,
                  gpointer user_data)
{
  const char *name = GST_OBJECT_NAME (element);

  if (g_str_has_prefix (name, "rtpjitterbuffer"))
    take_jitter_buffer (user_data, element);
  else if (g_str_has_prefix (name, "rtprtxreceive"))
    add_probe (element, "sink", GST_PAD_PROBE_TYPE_BUFFER, on_decrypted,
               user_data);
  else if (g_str_has_prefix (name, "nicesrc"))
    add_probe (element, "src",
               GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
               on_arrival, user_data);
}

static GstFlowReturn
on_picture (GstElement *sink, gpointer user_data)
{
  Browser *self = user_data;
  GstSample *sample = NULL;

  g_signal_emit_by_name (sink, "pull-sample", &sample);
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->picture, gst_sample_unref);
  self->picture = sample;
  g_mutex_unlock (&self->mutex);

  return GST_FLOW_OK;
}

static void
on_pad_added (GstElement *webrtc, GstPad *pad, gpointer user_data)
{
  Browser *self = user_data;
  g_autoptr (GstPad) sink_pad = NULL;
  g_autoptr (GstElement) decoder = NULL;
  g_autoptr (GstElement) sink = NULL;
  GstElement *bin;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  bin = gst_parse_bin_from_description (
    self->codec == VC_CODEC_H264
      ? "rtph264depay ! h264parse ! avdec_h264 name=decoder max-threads=1 ! "
        "appsink name=sink emit-signals=true sync=false"
      : "rtpvp8depay ! vp8dec name=decoder ! "
        "appsink name=sink emit-signals=true sync=false",
    TRUE, NULL);
  g_assert_nonnull (bin);

  sink = gst_bin_get_by_name (GST_BIN (bin), "sink");
  g_signal_connect (sink, "new-sample", G_CALLBACK (on_picture), self);
  decoder = gst_bin_get_by_name (GST_BIN (bin), "decoder");
  self->decoder_pad = gst_element_get_static_pad (decoder, "sink");
  gst_pad_add_probe (self->decoder_pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame,
                     self, NULL);
  gst_pad_add_probe (pad,
                     GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
                     on_packet, self, NULL);

  gst_bin_add (GST_BIN (self->pipeline), bin);
  gst_element_sync_state_with_parent (bin);
  sink_pad = gst_element_get_static_pad (bin, "sink");
  g_assert_cmpint (gst_pad_link (pad, sink_pad), ==, GST_PAD_LINK_OK);
}

static void
on_message (GstWebRTCDataChannel *channel, const char *text, gpointer user_data)
{
  Browser *self = user_data;
  g_autofree char *label = NULL;

  g_object_get (channel, "label", &label, NULL);
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->messages, g_strdup_printf ("%s:%s", label, text));
  g_mutex_unlock (&self->mutex);
}

static void
on_message_data (GstWebRTCDataChannel *channel, GBytes *bytes,
                 gpointer user_data)
{
  Browser *self = user_data;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_mutex_lock (&self->mutex);
  g_byte_array_append (self->data, data, size);
  self->n_data++;
  g_mutex_unlock (&self->mutex);
}

static GstCaps *
create_caps (VcCodec codec)
{
  g_autofree char *text = g_strdup_printf (
    "application/x-rtp, media=video, clock-rate=90000, encoding-name=%s, "
    "payload=%d, rtcp-fb-nack=true, rtcp-fb-nack-pli=true, "
    "rtcp-fb-transport-cc=true%s, "
    "extmap-%d=\"http://www.ietf.org/id/"
    "draft-holmer-rmcat-transport-wide-cc-extensions-01\", "
    "extmap-%d=\"http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\"",
    codec == VC_CODEC_H264 ? "H264" : "VP8", get_payload_type (codec),
    codec == VC_CODEC_H264
      ? ", packetization-mode=(string)1, profile-level-id=(string)42e01f"
      : "",
    BROWSER_TRANSPORT_CC_ID, BROWSER_PLAYOUT_DELAY_ID);

  return gst_caps_from_string (text);
}

static void
wait_promise (GstPromise *promise)
{
  const GstStructure *reply;

  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
  reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    g_assert_false (gst_structure_has_field (reply, "error"));
}

static void
create_offer (Browser *self)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GstPromise) local_promise = gst_promise_new ();
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  g_autoptr (GstWebRTCSessionDescription) full = NULL;
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;
  gint64 end = g_get_monotonic_time () + WAIT_US;

  g_signal_emit_by_name (self->webrtc, "create-offer", NULL, promise);
  wait_promise (promise);
  gst_structure_get (gst_promise_get_reply (promise), "offer",
                     GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);
  g_signal_emit_by_name (self->webrtc, "set-local-description", description,
                         local_promise);
  wait_promise (local_promise);

  while (state != GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, FALSE);
    g_object_get (self->webrtc, "ice-gathering-state", &state, NULL);
    g_thread_yield ();
  }

  g_object_get (self->webrtc, "local-description", &full, NULL);
  self->offer = gst_sdp_message_as_text (full->sdp);
}

static void
forbid_upnp (GstElement *webrtc)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (webrtc, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, NULL);
}

static Browser *
create_browser (VcCodec codec)
{
  Browser *self = g_new0 (Browser, 1);
  g_autoptr (GstCaps) caps = create_caps (codec);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_mutex_init (&self->mutex);
  self->codec = codec;
  self->data = g_byte_array_new ();
  self->packets = g_array_new (FALSE, FALSE, sizeof (Packet));
  self->missing = g_hash_table_new (NULL, NULL);
  self->first_seq = -1;
  self->channels =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pipeline = gst_pipeline_new ("browser");
  self->webrtc = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (self->webrtc, "bundle-policy",
                GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, "latency", LATENCY_MS,
                NULL);
  vc_association_set_up (self->webrtc);
  forbid_upnp (self->webrtc);
  g_signal_connect (self->webrtc, "deep-element-added",
                    G_CALLBACK (on_element_added), self);
  g_signal_connect (self->webrtc, "pad-added", G_CALLBACK (on_pad_added), self);
  gst_bin_add (GST_BIN (self->pipeline), self->webrtc);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  g_signal_emit_by_name (self->webrtc, "add-transceiver",
                         GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps,
                         &transceiver);
  g_object_set (transceiver, "do-nack", TRUE, NULL);

  return self;
}

Browser *
browser_new (VcCodec codec)
{
  Browser *self = create_browser (codec);

  browser_open_channel (self, "input");
  browser_open_channel (self, "control");
  create_offer (self);

  return self;
}

Browser *
browser_new_player (VcCodec codec)
{
  Browser *self = create_browser (codec);

  create_offer (self);

  return self;
}

void
browser_free (Browser *self)
{
  GHashTableIter iter;
  gpointer channel;

  vc_association_end (self->webrtc);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &channel))
    g_signal_handlers_disconnect_by_data (channel, self);
  g_hash_table_unref (self->channels);
  gst_clear_object (&self->decoder_pad);
  gst_clear_object (&self->jitter_buffer);
  gst_object_unref (self->pipeline);
  g_queue_clear_full (&self->messages, g_free);
  g_clear_pointer (&self->picture, gst_sample_unref);
  g_array_unref (self->packets);
  g_hash_table_unref (self->missing);
  g_byte_array_unref (self->data);
  g_mutex_clear (&self->mutex);
  g_free (self->offer);
  g_free (self);
}

static void
close_transport (const GValue *value, gpointer user_data)
{
  GstElement *encoder = g_value_get_object (value);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "sink");

  gst_pad_send_event (pad, gst_event_new_eos ());
}

void
browser_leave (Browser *self)
{
  vc_element_for_each (self->pipeline, "dtlsenc", close_transport, NULL);
}

const char *
browser_get_offer (Browser *self)
{
  return self->offer;
}

static void
set_up_session (Browser *self)
{
  g_autoptr (GstElement) rtpbin =
    gst_bin_get_by_name (GST_BIN (self->webrtc), "rtpbin");
  g_autoptr (GObject) session = NULL;

  g_signal_emit_by_name (rtpbin, "get-internal-session", 0, &session);
  g_assert_nonnull (session);
  /* Browsers believe the first packet of a retransmission. */
  g_object_set (session, "rtcp-min-interval", (guint64)REPORT_NS,
                "twcc-feedback-interval", (guint64)REPORT_NS, "probation", 0,
                NULL);
}

void
browser_set_answer (Browser *self, const char *answer)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  GstSDPMessage *sdp = NULL;

  g_assert_cmpint (gst_sdp_message_new_from_text (answer, &sdp), ==,
                   GST_SDP_OK);
  description =
    gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, sdp);
  g_signal_emit_by_name (self->webrtc, "set-remote-description", description,
                         promise);
  wait_promise (promise);
  set_up_session (self);
}

void
browser_request_key_frame (Browser *self)
{
  g_assert_nonnull (self->decoder_pad);
  gst_pad_push_event (self->decoder_pad,
                      gst_video_event_new_upstream_force_key_unit (
                        GST_CLOCK_TIME_NONE, FALSE, 0));
}

void
browser_set_deaf (Browser *self, gboolean is_deaf)
{
  g_atomic_int_set (&self->is_deaf, is_deaf);
}

void
browser_open_channel (Browser *self, const char *label)
{
  GstWebRTCDataChannel *channel = NULL;
  g_autoptr (GstStructure) options = gst_structure_new (
    "options", "ordered", G_TYPE_BOOLEAN, strcmp (label, "input") != 0, NULL);

  if (strcmp (label, "input") == 0)
    gst_structure_set (options, "max-retransmits", G_TYPE_INT, 0, NULL);
  g_signal_emit_by_name (self->webrtc, "create-data-channel", label, options,
                         &channel);
  g_assert_nonnull (channel);
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_message),
                    self);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_message_data),
                    self);
  g_hash_table_insert (self->channels, g_strdup (label), channel);
}

void
browser_set_loss (Browser *self, int n)
{
  g_atomic_int_set (&self->loss, n);
}

gboolean
browser_is_open (Browser *self, const char *label)
{
  GstWebRTCDataChannelState state;

  g_object_get (g_hash_table_lookup (self->channels, label), "ready-state",
                &state, NULL);

  return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

void
browser_send (Browser *self, const char *label, const char *text)
{
  gst_webrtc_data_channel_send_string (
    g_hash_table_lookup (self->channels, label), text);
}

void
browser_send_data (Browser *self, const char *label, gsize size)
{
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (size), size);

  gst_webrtc_data_channel_send_data (
    g_hash_table_lookup (self->channels, label), data);
}

char *
browser_take_message (Browser *self)
{
  char *message;

  g_mutex_lock (&self->mutex);
  message = g_queue_pop_head (&self->messages);
  g_mutex_unlock (&self->mutex);

  return message;
}

static guint
read_counter (Browser *self, const guint *counter)
{
  guint value;

  g_mutex_lock (&self->mutex);
  value = *counter;
  g_mutex_unlock (&self->mutex);

  return value;
}

GBytes *
browser_take_data (Browser *self)
{
  GByteArray *data;

  g_mutex_lock (&self->mutex);
  data = self->data;
  self->data = g_byte_array_new ();
  g_mutex_unlock (&self->mutex);

  return g_byte_array_free_to_bytes (data);
}

guint
browser_count_data (Browser *self)
{
  return read_counter (self, &self->n_data);
}

guint
browser_count_lost (Browser *self)
{
  return read_counter (self, &self->n_lost);
}

guint
browser_count_first_repeats (Browser *self)
{
  return read_counter (self, &self->n_first_repeats);
}

guint
browser_count_missing (Browser *self)
{
  guint n_missing;

  g_mutex_lock (&self->mutex);
  n_missing = g_hash_table_size (self->missing);
  g_mutex_unlock (&self->mutex);

  return n_missing;
}

guint
browser_count_packets (Browser *self)
{
  return read_counter (self, &self->packets->len);
}

guint
browser_count_key_frames (Browser *self)
{
  return read_counter (self, &self->n_key_frames);
}

guint
browser_count_frames (Browser *self)
{
  return read_counter (self, &self->n_frames);
}

guint64
browser_count_bytes (Browser *self)
{
  guint64 value;

  g_mutex_lock (&self->mutex);
  value = self->n_bytes;
  g_mutex_unlock (&self->mutex);

  return value;
}

gboolean
browser_get_packet (Browser *self, guint index, Packet *packet)
{
  gboolean has_packet;

  g_mutex_lock (&self->mutex);
  has_packet = index < self->packets->len;
  if (has_packet)
    *packet = g_array_index (self->packets, Packet, index);
  g_mutex_unlock (&self->mutex);

  return has_packet;
}

GstSample *
browser_dup_picture (Browser *self)
{
  GstSample *sample = NULL;

  g_mutex_lock (&self->mutex);
  if (self->picture != NULL)
    sample = gst_sample_ref (self->picture);
  g_mutex_unlock (&self->mutex);

  return sample;
}
