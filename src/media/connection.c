/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcConnection: watches whether a peer's connection stands.
 */

#include "connection.h"

#include <stdatomic.h>
#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "certificate.h"
#include "element.h"
#include "peer.h"
#include "timer.h"

GST_DEBUG_CATEGORY_STATIC (vc_connection_debug);
#define GST_CAT_DEFAULT vc_connection_debug

#define TIMEOUT_MS 30000
#define LEFT_REASON "The browser closed the connection"
#define STRANGER_REASON                                                        \
  "Who connected has another certificate than the browser that asked"

struct _VcConnection {
  GObject parent_instance;

  GMainContext *context;
  GstElement *pipeline;
  GstElement *webrtc;
  GstElement *dtls;
  char *fingerprint;
  GSource *bus_source;
  GSource *timeout;
  gboolean is_connected;
  gboolean is_ended;
  GObject *rtp_session;
  /* Streaming threads, too. */
  _Atomic gint64 heard_us;
  _Atomic gboolean is_stranger;
};

G_DEFINE_FINAL_TYPE (VcConnection, vc_connection, G_TYPE_OBJECT)

enum { SIGNAL_CANDIDATE, SIGNAL_CONNECTED, SIGNAL_ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
end (VcConnection *self, VcPeerError code, const char *reason)
{
  g_autoptr (GError) error = NULL;

  if (self->is_ended)
    return;

  self->is_ended = TRUE;
  error = g_error_new_literal (VC_PEER_ERROR, code, reason);
  GST_INFO_OBJECT (self->pipeline, "%s", reason);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static void
check_connection (VcConnection *self)
{
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  g_object_get (self->webrtc, "connection-state", &state, NULL);
  GST_DEBUG_OBJECT (self->pipeline, "connection state %d", state);

  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED) {
    end (self, VC_PEER_ERROR_FAILED, "The connection to the browser was lost");
  } else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED) {
    end (self, VC_PEER_ERROR_LEFT, LEFT_REASON);
  } else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED &&
             !self->is_connected) {
    self->is_connected = TRUE;
    vc_timer_clear (&self->timeout);
    g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
  }
}

/* The state of the encryption, which tells of a good-bye at once. The type of
 * the property belongs to a plugin. */
static void
check_dtls (VcConnection *self)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GEnumValue *state;

  if (self->dtls == NULL)
    return;

  g_object_get_property (G_OBJECT (self->dtls), "connection-state", &value);
  if (!G_VALUE_HOLDS_ENUM (&value))
    return;

  state = g_enum_get_value (g_type_class_peek (G_VALUE_TYPE (&value)),
                            g_value_get_enum (&value));
  if (state == NULL)
    return;
  if (strcmp (state->value_nick, "closed") == 0)
    end (self, VC_PEER_ERROR_LEFT, LEFT_REASON);
  else if (strcmp (state->value_nick, "failed") == 0)
    end (self, VC_PEER_ERROR_FAILED,
         "The connection to the browser could not be encrypted");
}

static gboolean
on_change_posted (gpointer user_data)
{
  VcConnection *self = user_data;

  if (atomic_load (&self->is_stranger))
    end (self, VC_PEER_ERROR_FAILED, STRANGER_REASON);
  if (!self->is_ended)
    check_dtls (self);
  if (!self->is_ended)
    check_connection (self);

  return G_SOURCE_REMOVE;
}

/* In any thread. */
static void
on_changed (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  VcConnection *self = user_data;

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT,
                              on_change_posted, g_object_ref (self),
                              g_object_unref);
}

typedef struct {
  VcConnection *self;
  char *text;
} PostedCandidate;

static void
free_posted_candidate (PostedCandidate *posted)
{
  g_object_unref (posted->self);
  g_free (posted->text);
  g_free (posted);
}

static gboolean
on_candidate_posted (gpointer user_data)
{
  PostedCandidate *posted = user_data;

  if (!posted->self->is_ended)
    g_signal_emit (posted->self, signals[SIGNAL_CANDIDATE], 0, posted->text);

  return G_SOURCE_REMOVE;
}

/* In any thread. */
static void
on_candidate (GstElement *webrtc, guint mline, const char *text,
              gpointer user_data)
{
  VcConnection *self = user_data;
  PostedCandidate *posted = g_new (PostedCandidate, 1);

  posted->self = g_object_ref (self);
  posted->text = g_strdup (text);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT,
                              on_candidate_posted, posted,
                              (GDestroyNotify)free_posted_candidate);
}

static GstPadProbeReturn
drop (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  return GST_PAD_PROBE_DROP;
}

static void
drop_all (const GValue *value, gpointer user_data)
{
  g_autoptr (GstPad) pad =
    gst_element_get_static_pad (g_value_get_object (value), user_data);

  gst_pad_add_probe (pad,
                     GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
                     drop, NULL, NULL);
}

/* From here on nothing comes in or goes out. */
static void
cut_off (VcConnection *self)
{
  vc_element_for_each (self->webrtc, "nicesink", drop_all, "sink");
  vc_element_for_each (self->webrtc, "nicesrc", drop_all, "src");
}

/* In a streaming thread, in the middle of the handshake. GStreamer 1.22 takes
 * any certificate; that it is the offer's is what makes the connection secret
 * (RFC 8827, section 6.5). */
static void
on_certificate (GObject *dtls, GParamSpec *pspec, gpointer user_data)
{
  VcConnection *self = user_data;
  g_autofree char *pem = NULL;

  g_object_get (dtls, "peer-pem", &pem, NULL);
  if (vc_certificate_matches (pem, self->fingerprint))
    return;

  cut_off (self);
  atomic_store (&self->is_stranger, TRUE);
  on_changed (NULL, NULL, self);
}

/* In a streaming thread. */
static void
on_rtcp (GObject *session, GstBuffer *packet, gpointer user_data)
{
  VcConnection *self = user_data;

  atomic_store (&self->heard_us, g_get_monotonic_time ());
}

/* There is one for all media. */
static void
watch_rtcp (VcConnection *self)
{
  g_autoptr (GstElement) rtpbin =
    gst_bin_get_by_name (GST_BIN (self->webrtc), "rtpbin");

  if (rtpbin == NULL)
    return;
  g_signal_emit_by_name (rtpbin, "get-internal-session", 0, &self->rtp_session);
  if (self->rtp_session != NULL)
    vc_element_connect (self->rtp_session, "on-receiving-rtcp",
                        G_CALLBACK (on_rtcp), self);
}

static gboolean
is_sctp (GstMessage *message)
{
  GstObject *source = GST_MESSAGE_SRC (message);

  return GST_IS_ELEMENT (source) &&
         (vc_element_is_made_by (GST_ELEMENT (source), "sctpdec") ||
          vc_element_is_made_by (GST_ELEMENT (source), "sctpenc"));
}

/* When a browser closes its connection, the data channels' element fails,
 * since it cannot write any more. */
static void
handle_error (VcConnection *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  g_autofree char *reason = NULL;

  gst_message_parse_error (message, &error, &debug);
  if (is_sctp (message)) {
    end (self, VC_PEER_ERROR_LEFT, LEFT_REASON);
    return;
  }

  GST_WARNING_OBJECT (GST_MESSAGE_SRC (message), "%s (%s)", error->message,
                      GST_STR_NULL (debug));
  reason = g_strdup_printf ("The connection failed: %s", error->message);
  end (self, VC_PEER_ERROR_FAILED, reason);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  g_autoptr (VcConnection) self = g_object_ref (user_data);

  if (self->is_ended)
    return G_SOURCE_REMOVE;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    handle_error (self, message);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_timeout (gpointer user_data)
{
  g_autoptr (VcConnection) self = g_object_ref (user_data);

  end (self, VC_PEER_ERROR_FAILED, "The browser did not connect");

  return G_SOURCE_REMOVE;
}

static void
vc_connection_finalize (GObject *object)
{
  VcConnection *self = VC_CONNECTION (object);

  g_assert (self->bus_source == NULL);
  g_clear_object (&self->rtp_session);
  gst_clear_object (&self->dtls);
  gst_clear_object (&self->webrtc);
  gst_clear_object (&self->pipeline);
  g_free (self->fingerprint);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_connection_parent_class)->finalize (object);
}

static void
vc_connection_init (VcConnection *self)
{
  self->context = g_main_context_ref_thread_default ();
}

static void
vc_connection_class_init (VcConnectionClass *klass)
{
  GST_DEBUG_CATEGORY_INIT (vc_connection_debug, "vtkcastconnection", 0,
                           "Whether viewers are connected");

  G_OBJECT_CLASS (klass)->finalize = vc_connection_finalize;

  signals[SIGNAL_CANDIDATE] =
    g_signal_new ("candidate", VC_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CONNECTED] =
    g_signal_new ("connected", VC_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", VC_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

VcConnection *
vc_connection_new (const VcPeerPipeline *pipeline)
{
  VcConnection *self = g_object_new (VC_TYPE_CONNECTION, NULL);

  self->pipeline = gst_object_ref (pipeline->pipeline);
  self->webrtc = gst_object_ref (pipeline->webrtc);
  self->bus_source = vc_element_watch_bus (self->pipeline, self->context,
                                           on_bus_message, self, NULL);
  vc_element_connect (self->webrtc, "on-ice-candidate",
                      G_CALLBACK (on_candidate), self);
  vc_element_connect (self->webrtc, "notify::connection-state",
                      G_CALLBACK (on_changed), self);

  return self;
}

static void
watch_dtls (VcConnection *self)
{
  vc_element_connect (self->dtls, "notify::peer-pem",
                      G_CALLBACK (on_certificate), self);
  vc_element_connect (self->dtls, "notify::connection-state",
                      G_CALLBACK (on_changed), self);
}

void
vc_connection_begin (VcConnection *self, const char *fingerprint)
{
  self->fingerprint = g_strdup (fingerprint);
  /* There is one transport, so one such element. */
  self->dtls = vc_element_find (self->webrtc, "dtlsdec");
  if (self->dtls != NULL)
    watch_dtls (self);
  else
    atomic_store (&self->is_stranger, TRUE);

  watch_rtcp (self);
  self->timeout = vc_timer_new (TIMEOUT_MS, on_timeout, self);

  /* It may have connected already. */
  on_changed (NULL, NULL, self);
}

void
vc_connection_stop (VcConnection *self)
{
  self->is_ended = TRUE;
  vc_timer_clear (&self->bus_source);
  vc_timer_clear (&self->timeout);
  g_signal_handlers_disconnect_by_data (self->webrtc, self);
  if (self->dtls != NULL)
    g_signal_handlers_disconnect_by_data (self->dtls, self);
  if (self->rtp_session != NULL)
    g_signal_handlers_disconnect_by_data (self->rtp_session, self);
}

gint64
vc_connection_get_heard_us (VcConnection *self)
{
  return atomic_load (&self->heard_us);
}
