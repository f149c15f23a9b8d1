/* SPDX-License-Identifier: BSD-3-Clause
 *
 * rtpgcc as the aux sender of a real webrtcbin that sends to another one: the
 * feedback arrives, and the estimate rises.
 */

#define GST_USE_UNSTABLE_API
#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

#define START 400000
#define AIM 3000000
#define WATCHDOG_S 60
#define VIDEO_CAPS                                                             \
  "application/x-rtp,media=video,encoding-name=VP8,payload=96,"                \
  "clock-rate=90000,rtcp-fb-transport-cc=true,extmap-3=(string)"               \
  "\"http://www.ietf.org/id/"                                                  \
  "draft-holmer-rmcat-transport-wide-cc-extensions-01\""

typedef struct {
  GMainLoop *loop;
  GstElement *pipeline;
  GstElement *encoder;
  GstElement *sender;
  GstElement *receiver;
  GstElement *gcc;
} Fixture;

static void
set_description (GstElement *peer, const char *action,
                 GstWebRTCSessionDescription *description)
{
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (peer, action, description, promise);
  gst_promise_interrupt (promise);
  gst_promise_unref (promise);
}

static GstWebRTCSessionDescription *
take_description (GstPromise *promise, const char *field)
{
  GstWebRTCSessionDescription *description = NULL;

  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
  gst_structure_get (gst_promise_get_reply (promise), field,
                     GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);
  g_assert_nonnull (description);
  gst_promise_unref (promise);
  return description;
}

static void
on_answer (GstPromise *promise, gpointer data)
{
  Fixture *f = data;
  g_autoptr (GstWebRTCSessionDescription) answer =
    take_description (promise, "answer");

  set_description (f->receiver, "set-local-description", answer);
  set_description (f->sender, "set-remote-description", answer);
}

static void
on_offer (GstPromise *promise, gpointer data)
{
  Fixture *f = data;
  g_autoptr (GstWebRTCSessionDescription) offer =
    take_description (promise, "offer");

  set_description (f->sender, "set-local-description", offer);
  set_description (f->receiver, "set-remote-description", offer);
  g_signal_emit_by_name (f->receiver, "create-answer", NULL,
                         gst_promise_new_with_change_func (on_answer, f, NULL));
}

static void
on_negotiation_needed (GstElement *sender, gpointer data)
{
  g_signal_emit_by_name (
    sender, "create-offer", NULL,
    gst_promise_new_with_change_func (on_offer, data, NULL));
}

static void
on_candidate (GstElement *peer, guint line, const char *candidate,
              GstElement *other)
{
  g_signal_emit_by_name (other, "add-ice-candidate", line, candidate);
}

static void
on_pad_added (GstElement *receiver, GstPad *pad, gpointer data)
{
  Fixture *f = data;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (f->pipeline), sink);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_link (pad, sink_pad);
  gst_element_sync_state_with_parent (sink);
}

/* Without these the answer lacks the extension, and there is no feedback. */
static void
on_new_transceiver (GstElement *receiver, GstWebRTCRTPTransceiver *transceiver)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (VIDEO_CAPS);

  g_object_set (transceiver, "codec-preferences", caps, NULL);
}

/* In a streaming thread: the encoder follows, and the main loop is told. */
static void
on_estimate (GstElement *gcc, GParamSpec *pspec, gpointer data)
{
  Fixture *f = data;
  guint estimate;

  g_object_get (gcc, "estimated-bitrate", &estimate, NULL);
  g_object_set (f->encoder, "target-bitrate", (int)(estimate * 0.95), NULL);
  if (estimate >= AIM)
    g_main_loop_quit (f->loop);
}

static GstElement *
on_request_aux_sender (GstElement *sender, GObject *transport, gpointer data)
{
  Fixture *f = data;

  f->gcc = gst_element_factory_make ("rtpgcc", NULL);
  g_object_set (f->gcc, "start-bitrate", START, NULL);
  g_signal_connect (f->gcc, "notify::estimated-bitrate",
                    G_CALLBACK (on_estimate), f);
  gst_object_ref_sink (f->gcc);
  return gst_object_ref (f->gcc);
}

static gboolean
on_watchdog (gpointer data)
{
  g_error ("The estimate did not rise within %d s", WATCHDOG_S);
  return G_SOURCE_REMOVE;
}

static gboolean
have_elements (void)
{
  static const char *const names[] = {"webrtcbin", "vp8enc", "nicesink",
                                      "dtlsenc"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (names[i]);
    if (factory == NULL)
      return FALSE;
  }
  return TRUE;
}

/* A test has no business with the network's router. */
static void
forbid_upnp (GstElement *peer)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (peer, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, NULL);
}

static void
set_up (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->loop = g_main_loop_new (NULL, FALSE);
  f->pipeline = gst_parse_launch (
    "videotestsrc is-live=true pattern=snow "
    "! video/x-raw,width=320,height=180,framerate=30/1 "
    "! vp8enc name=encoder deadline=1 cpu-used=16 threads=1 end-usage=cbr "
    "keyframe-max-dist=2000 target-bitrate=380000 "
    "! rtpvp8pay pt=96 mtu=1200 ! " VIDEO_CAPS " "
    "! webrtcbin name=sender bundle-policy=max-bundle "
    "webrtcbin name=receiver bundle-policy=max-bundle",
    &error);
  g_assert_no_error (error);
  f->encoder = gst_bin_get_by_name (GST_BIN (f->pipeline), "encoder");
  f->sender = gst_bin_get_by_name (GST_BIN (f->pipeline), "sender");
  f->receiver = gst_bin_get_by_name (GST_BIN (f->pipeline), "receiver");
  forbid_upnp (f->sender);
  forbid_upnp (f->receiver);
  g_signal_connect (f->sender, "on-negotiation-needed",
                    G_CALLBACK (on_negotiation_needed), f);
  g_signal_connect (f->sender, "request-aux-sender",
                    G_CALLBACK (on_request_aux_sender), f);
  g_signal_connect (f->sender, "on-ice-candidate", G_CALLBACK (on_candidate),
                    f->receiver);
  g_signal_connect (f->receiver, "on-ice-candidate", G_CALLBACK (on_candidate),
                    f->sender);
  g_signal_connect (f->receiver, "on-new-transceiver",
                    G_CALLBACK (on_new_transceiver), NULL);
  g_signal_connect (f->receiver, "pad-added", G_CALLBACK (on_pad_added), f);
}

static void
tear_down (Fixture *f)
{
  gst_element_set_state (f->pipeline, GST_STATE_NULL);
  gst_clear_object (&f->gcc);
  gst_object_unref (f->encoder);
  gst_object_unref (f->sender);
  gst_object_unref (f->receiver);
  gst_object_unref (f->pipeline);
  g_main_loop_unref (f->loop);
}

static void
estimate_rises (void)
{
  Fixture f = {0};

  if (!have_elements ()) {
    g_test_skip ("webrtcbin and what it needs is not installed");
    return;
  }

  set_up (&f);
  guint watchdog = g_timeout_add_seconds (WATCHDOG_S, on_watchdog, NULL);
  gst_element_set_state (f.pipeline, GST_STATE_PLAYING);
  g_main_loop_run (f.loop);
  g_source_remove (watchdog);

  g_autoptr (GstStructure) stats = NULL;
  guint64 feedbacks = 0, acked = 0;
  g_object_get (f.gcc, "stats", &stats, NULL);
  g_autofree char *text = gst_structure_to_string (stats);
  g_test_message ("%s", text);
  gst_structure_get (stats, "feedbacks", G_TYPE_UINT64, &feedbacks,
                     "acked-packets", G_TYPE_UINT64, &acked, NULL);
  g_assert_cmpuint (feedbacks, >, 0);
  g_assert_cmpuint (acked, >, 50);
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/rtpgcc-webrtc/estimate-rises", estimate_rises);
  return g_test_run ();
}
