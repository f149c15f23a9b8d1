/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeer: one browser's WebRTC connection with an encoder of its own.
 *
 *     new ──answer──▶ negotiating ──▶ answered ──▶ connected
 *                          │             │             │
 *                          ▼             ▼             ▼
 *                        (the answer  closed (signal), or stopped
 *                         fails)
 *
 * A state never goes backwards, and nothing leads out of stopped.
 */

#include "peer.h"

#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "candidate.h"
#include "channels.h"
#include "connection.h"
#include "encoder.h"
#include "negotiation.h"
#include "offer.h"
#include "peer-pipeline.h"
#include "sender.h"
#include "traversal.h"

typedef enum {
  STATE_NEW,
  STATE_NEGOTIATING,
  STATE_ANSWERED,
  STATE_STOPPED,
} State;

struct _VcPeer {
  GObject parent_instance;

  GMainContext *context;
  VcProducer *producer;
  VcPeerOptions options;

  State state;
  VcOffer *offer;
  VcPeerPipeline elements;
  VcConnection *connection;
  VcChannels *channels;
  VcSender *sender;
  char *encoder_name;
  guint n_candidates;
};

G_DEFINE_FINAL_TYPE (VcPeer, vc_peer, G_TYPE_OBJECT)
G_DEFINE_QUARK (vc_peer_error, vc_peer_error)

enum {
  SIGNAL_MESSAGE,
  SIGNAL_CANDIDATE,
  SIGNAL_CHANNEL_OPEN,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
close_with_error (VcPeer *self, const GError *error)
{
  gboolean was_answered = self->state == STATE_ANSWERED;

  if (self->state == STATE_STOPPED)
    return;

  vc_peer_stop (self);

  /* While the answer is under way, it is the answer that fails. */
  if (was_answered)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0, error);
}

static void
on_channel_opened (VcChannels *channels, const char *label, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CHANNEL_OPEN], 0, label);
}

static void
on_channel_message (VcChannels *channels, const char *label, const char *text,
                    gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_MESSAGE], 0, label, text);
}

static void
on_channels_abused (VcChannels *channels, const char *reason,
                    gpointer user_data)
{
  g_autoptr (GError) error =
    g_error_new_literal (VC_PEER_ERROR, VC_PEER_ERROR_FAILED, reason);

  close_with_error (user_data, error);
}

static void
on_connected (VcConnection *connection, gpointer user_data)
{
  VcPeer *self = user_data;

  if (self->sender != NULL)
    vc_sender_start (self->sender);
}

static void
on_ended (VcConnection *connection, const GError *error, gpointer user_data)
{
  close_with_error (user_data, error);
}

/* webrtcbin saw the offer less what was rejected; all candidates are those of
 * the video's transport. */
static void
on_candidate (VcConnection *connection, const char *text, gpointer user_data)
{
  VcPeer *self = user_data;

  g_signal_emit (self, signals[SIGNAL_CANDIDATE], 0, self->offer->video.section,
                 text);
}

static void
connect_webrtc (VcPeer *self)
{
  self->connection = vc_connection_new (&self->elements);
  g_signal_connect_object (self->connection, "candidate",
                           G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->connection, "connected",
                           G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (self->connection, "ended", G_CALLBACK (on_ended),
                           self, 0);

  self->channels = vc_channels_new (self->elements.webrtc);
  g_signal_connect_object (self->channels, "opened",
                           G_CALLBACK (on_channel_opened), self, 0);
  g_signal_connect_object (self->channels, "message",
                           G_CALLBACK (on_channel_message), self, 0);
  g_signal_connect_object (self->channels, "abused",
                           G_CALLBACK (on_channels_abused), self, 0);
}

static gboolean
parse_offer (VcPeer *self, const char *text, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  VcCodec codecs[3];

  vc_encoder_list_codecs (self->options.codec, codecs);
  self->offer = vc_offer_parse (text, -1, codecs, &local_error);
  if (self->offer != NULL)
    return TRUE;

  g_set_error_literal (
    error, VC_PEER_ERROR,
    g_error_matches (local_error, VC_OFFER_ERROR, VC_OFFER_ERROR_SYNTAX)
      ? VC_PEER_ERROR_OFFER
      : VC_PEER_ERROR_CODEC,
    local_error->message);

  return FALSE;
}

static void
await_connection (VcPeer *self)
{
  self->state = STATE_ANSWERED;
  self->sender = vc_sender_new (self->producer, &self->elements,
                                &self->offer->video, &self->options);
  vc_connection_begin (self->connection, self->offer->fingerprint);
}

static void
on_negotiated (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  VcPeer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *narrow = vc_negotiate_finish (result, &error);
  g_autofree char *answer = NULL;

  if (self->state != STATE_NEGOTIATING) {
    g_task_return_new_error (task, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                             "The connection ended before it was answered");
    return;
  }

  if (narrow != NULL)
    answer = vc_offer_complete_answer (self->offer, narrow);
  if (answer == NULL) {
    vc_peer_stop (self);
    if (error == NULL)
      error = g_error_new_literal (VC_PEER_ERROR, VC_PEER_ERROR_CODEC,
                                   "The offer's video cannot be sent");
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  await_connection (self);
  g_task_return_pointer (task, g_steal_pointer (&answer), g_free);
}

static gboolean
set_up (VcPeer *self, const char *offer, GError **error)
{
  if (!parse_offer (self, offer, error) ||
      !vc_peer_pipeline_init (&self->elements, &self->offer->video,
                              &self->options, self->producer, error))
    return FALSE;

  self->encoder_name = g_strdup (vc_encoder_get_name (self->elements.encoder));
  connect_webrtc (self);

  return TRUE;
}

static void
vc_peer_dispose (GObject *object)
{
  VcPeer *self = VC_PEER (object);

  vc_peer_stop (self);
  g_clear_object (&self->producer);

  G_OBJECT_CLASS (vc_peer_parent_class)->dispose (object);
}

static void
vc_peer_finalize (GObject *object)
{
  VcPeer *self = VC_PEER (object);

  g_clear_pointer (&self->offer, vc_offer_free);
  g_free (self->encoder_name);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_peer_parent_class)->finalize (object);
}

static void
vc_peer_init (VcPeer *self)
{
  self->context = g_main_context_ref_thread_default ();
}

static void
vc_peer_class_init (VcPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_peer_dispose;
  object_class->finalize = vc_peer_finalize;

  signals[SIGNAL_MESSAGE] = g_signal_new (
    "message", VC_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_CANDIDATE] =
    g_signal_new ("candidate", VC_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_CHANNEL_OPEN] =
    g_signal_new ("channel-open", VC_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", VC_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

VcPeer *
vc_peer_new (VcProducer *producer, const VcPeerOptions *options)
{
  VcPeer *self;

  g_return_val_if_fail (VC_IS_PRODUCER (producer), NULL);
  g_return_val_if_fail (options->bitrate > 0 && options->max_rate > 0, NULL);

  self = g_object_new (VC_TYPE_PEER, NULL);
  self->producer = g_object_ref (producer);
  self->options = *options;

  return self;
}

void
vc_peer_answer_async (VcPeer *self, const char *offer,
                      GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *narrow = NULL;

  g_return_if_fail (VC_IS_PEER (self));
  g_return_if_fail (self->state == STATE_NEW);

  self->state = STATE_NEGOTIATING;
  if (!set_up (self, offer, &error)) {
    vc_peer_stop (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  narrow = vc_offer_to_text (self->offer);
  vc_negotiate_async (self->elements.webrtc, narrow,
                      vc_traversal_get_patience (self->options.ice),
                      cancellable, on_negotiated, g_steal_pointer (&task));
}

char *
vc_peer_answer_finish (VcPeer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
vc_peer_add_candidate (VcPeer *self, guint mline, const char *candidate,
                       GError **error)
{
  VcCandidateVerdict verdict;

  g_return_val_if_fail (VC_IS_PEER (self), FALSE);

  if (candidate[0] == '\0')
    return TRUE;

  verdict = vc_candidate_check (candidate);
  if (verdict == VC_CANDIDATE_MALFORMED) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE,
                 "A candidate is malformed");
    return FALSE;
  }
  if (self->state != STATE_NEGOTIATING && self->state != STATE_ANSWERED) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE,
                 "There is no connection for a candidate");
    return FALSE;
  }
  if (mline >= self->offer->sections->len) {
    g_set_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE,
                 "A candidate is for media section %u of %u", mline,
                 self->offer->sections->len);
    return FALSE;
  }

  /* There is one transport, that of webrtcbin's first section. */
  if (verdict == VC_CANDIDATE_USE &&
      self->n_candidates++ < VC_OFFER_CANDIDATES_MAX)
    g_signal_emit_by_name (self->elements.webrtc, "add-ice-candidate", 0,
                           candidate);

  return TRUE;
}

const char *
vc_peer_get_remote_ufrag (VcPeer *self)
{
  g_return_val_if_fail (VC_IS_PEER (self), NULL);

  return self->offer != NULL ? self->offer->ufrag : NULL;
}

const char *
vc_peer_get_remote_pwd (VcPeer *self)
{
  g_return_val_if_fail (VC_IS_PEER (self), NULL);

  return self->offer != NULL ? self->offer->pwd : NULL;
}

gboolean
vc_peer_send (VcPeer *self, const char *channel, const char *text)
{
  g_return_val_if_fail (VC_IS_PEER (self), FALSE);

  return self->channels != NULL && self->state != STATE_STOPPED &&
         vc_channels_send (self->channels, channel, text);
}

gboolean
vc_peer_send_data (VcPeer *self, const char *channel, GBytes *data)
{
  g_return_val_if_fail (VC_IS_PEER (self), FALSE);

  return self->channels != NULL && self->state != STATE_STOPPED &&
         vc_channels_send_data (self->channels, channel, data);
}

void
vc_peer_expect_stills (VcPeer *self)
{
  g_return_if_fail (VC_IS_PEER (self));

  if (self->sender != NULL)
    vc_sender_expect_stills (self->sender);
}

gboolean
vc_peer_get_stats (VcPeer *self, VcPeerStats *stats)
{
  g_return_val_if_fail (VC_IS_PEER (self), FALSE);

  if (self->sender == NULL)
    return FALSE;

  vc_sender_get_stats (self->sender, stats);
  stats->heard_us = vc_connection_get_heard_us (self->connection);

  return TRUE;
}

const char *
vc_peer_get_codec_name (VcPeer *self)
{
  g_return_val_if_fail (VC_IS_PEER (self), NULL);

  if (self->encoder_name == NULL)
    return NULL;

  return self->offer->video.codec == VC_CODEC_H264 ? "H.264" : "VP8";
}

const char *
vc_peer_get_encoder_name (VcPeer *self)
{
  g_return_val_if_fail (VC_IS_PEER (self), NULL);

  return self->encoder_name;
}

void
vc_peer_stop (VcPeer *self)
{
  g_return_if_fail (VC_IS_PEER (self));

  if (self->state == STATE_STOPPED)
    return;
  self->state = STATE_STOPPED;

  if (self->connection != NULL) {
    g_signal_handlers_disconnect_by_data (self->connection, self);
    vc_connection_stop (self->connection);
  }
  g_clear_object (&self->connection);
  if (self->sender != NULL)
    vc_sender_stop (self->sender);
  g_clear_object (&self->sender);
  if (self->channels != NULL) {
    g_signal_handlers_disconnect_by_data (self->channels, self);
    vc_channels_stop (self->channels);
  }
  g_clear_object (&self->channels);
  vc_peer_pipeline_clear (&self->elements);
}
