/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcChannels: the data channels that one browser opened.
 */

#include "channels.h"

#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "element.h"

/* What waits in a channel. One that may lose messages has no use for old ones;
 * one that may not is also told all values that a scene can have, 256 texts. */
#define BUFFERED_MAX_LOSSY (256 * 1024)
#define BUFFERED_MAX_RELIABLE (8 * 1024 * 1024)
#define LABEL_LENGTH_MAX 256
/* Messages that wait for the main context: a browser sends some 200 a second,
 * so this many mean that it floods. */
#define PENDING_MAX 2048

struct _VcChannels {
  GObject parent_instance;

  GMainContext *context;
  GstElement *webrtc;

  /* Main context only. */
  gboolean is_stopped;
  GHashTable *open; /* label → GstWebRTCDataChannel */

  /* webrtcbin's threads, too. */
  GMutex mutex;
  GPtrArray *channels;
  gboolean is_closed;
  gint n_pending;
};

G_DEFINE_FINAL_TYPE (VcChannels, vc_channels, G_TYPE_OBJECT)

enum { SIGNAL_OPENED, SIGNAL_MESSAGE, SIGNAL_ABUSED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef enum {
  NOTE_OPENED,
  NOTE_CLOSED,
  NOTE_MESSAGE,
  NOTE_ABUSED,
} NoteKind;

/* What one of webrtcbin's threads has to tell. */
typedef struct {
  NoteKind kind;
  VcChannels *self;
  GstWebRTCDataChannel *channel;
  char *text;
} Note;

static void
free_note (Note *note)
{
  g_atomic_int_add (&note->self->n_pending, -1);
  g_clear_object (&note->channel);
  g_object_unref (note->self);
  g_free (note->text);
  g_free (note);
}

static char *
dup_label (GstWebRTCDataChannel *channel)
{
  char *label = NULL;

  g_object_get (channel, "label", &label, NULL);

  return label != NULL ? label : g_strdup ("");
}

static void
handle_opened (VcChannels *self, GstWebRTCDataChannel *channel)
{
  g_autofree char *label = dup_label (channel);
  GstWebRTCDataChannelState state = GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING;

  /* Told twice if it opened while the handlers were being connected. */
  g_object_get (channel, "ready-state", &state, NULL);
  if (state != GST_WEBRTC_DATA_CHANNEL_STATE_OPEN ||
      g_hash_table_lookup (self->open, label) == channel)
    return;

  g_hash_table_insert (self->open, g_strdup (label), g_object_ref (channel));
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, label);
}

static void
handle_closed (VcChannels *self, GstWebRTCDataChannel *channel)
{
  g_autofree char *label = dup_label (channel);

  if (g_hash_table_lookup (self->open, label) == channel)
    g_hash_table_remove (self->open, label);
}

static gboolean
on_note_posted (gpointer user_data)
{
  Note *note = user_data;
  VcChannels *self = note->self;
  g_autofree char *label = NULL;

  if (self->is_stopped)
    return G_SOURCE_REMOVE;

  switch (note->kind) {
  case NOTE_OPENED:
    handle_opened (self, note->channel);
    break;
  case NOTE_CLOSED:
    handle_closed (self, note->channel);
    break;
  case NOTE_MESSAGE:
    label = dup_label (note->channel);
    /* A message may overtake the news that its channel is open. */
    handle_opened (self, note->channel);
    if (!self->is_stopped)
      g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, label, note->text);
    break;
  case NOTE_ABUSED:
    self->is_stopped = TRUE;
    g_signal_emit (self, signals[SIGNAL_ABUSED], 0, note->text);
    break;
  }

  return G_SOURCE_REMOVE;
}

static void
post (VcChannels *self, NoteKind kind, GstWebRTCDataChannel *channel,
      const char *text)
{
  Note *note = g_new0 (Note, 1);

  note->kind = kind;
  note->self = g_object_ref (self);
  note->channel = channel != NULL ? g_object_ref (channel) : NULL;
  note->text = g_strdup (text);
  g_atomic_int_inc (&self->n_pending);

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, on_note_posted,
                              note, (GDestroyNotify)free_note);
}

/* Once; from then on messages are thrown away here, in webrtcbin's thread. */
static void
post_abuse (VcChannels *self, const char *reason)
{
  gboolean was_closed;

  g_mutex_lock (&self->mutex);
  was_closed = self->is_closed;
  self->is_closed = TRUE;
  g_mutex_unlock (&self->mutex);

  if (!was_closed)
    post (self, NOTE_ABUSED, NULL, reason);
}

static gboolean
is_closed (VcChannels *self)
{
  gboolean result;

  g_mutex_lock (&self->mutex);
  result = self->is_closed;
  g_mutex_unlock (&self->mutex);

  return result;
}

static void
on_message_string (GstWebRTCDataChannel *channel, const char *text,
                   gpointer user_data)
{
  VcChannels *self = user_data;

  if (is_closed (self))
    return;

  if (text == NULL)
    text = "";
  if (strlen (text) > VC_CHANNEL_MESSAGE_MAX)
    post_abuse (self, "A message was larger than 64 kB");
  else if (!g_utf8_validate (text, -1, NULL))
    post_abuse (self, "A message was not UTF-8");
  else if (g_atomic_int_get (&self->n_pending) >= PENDING_MAX)
    post_abuse (self, "Messages came faster than they could be read");
  else
    post (self, NOTE_MESSAGE, channel, text);
}

static void
on_message_data (GstWebRTCDataChannel *channel, GBytes *data,
                 gpointer user_data)
{
  post_abuse (user_data, "A message was not text");
}

static void
on_open (GstWebRTCDataChannel *channel, gpointer user_data)
{
  VcChannels *self = user_data;

  if (!is_closed (self))
    post (self, NOTE_OPENED, channel, NULL);
}

static void
on_close (GstWebRTCDataChannel *channel, gpointer user_data)
{
  VcChannels *self = user_data;

  if (!is_closed (self))
    post (self, NOTE_CLOSED, channel, NULL);
}

/* Returns FALSE if there are too many. */
static gboolean
keep_channel (VcChannels *self, GstWebRTCDataChannel *channel)
{
  gboolean is_kept;

  g_mutex_lock (&self->mutex);
  is_kept = !self->is_closed && self->channels->len < VC_CHANNELS_MAX;
  if (is_kept)
    g_ptr_array_add (self->channels, g_object_ref (channel));
  g_mutex_unlock (&self->mutex);

  return is_kept;
}

static void
connect_channel (VcChannels *self, GstWebRTCDataChannel *channel)
{
  vc_element_connect (channel, "on-message-string",
                      G_CALLBACK (on_message_string), self);
  vc_element_connect (channel, "on-message-data", G_CALLBACK (on_message_data),
                      self);
  vc_element_connect (channel, "on-open", G_CALLBACK (on_open), self);
  vc_element_connect (channel, "on-close", G_CALLBACK (on_close), self);
}

static void
on_data_channel (GstElement *webrtc, GstWebRTCDataChannel *channel,
                 gpointer user_data)
{
  VcChannels *self = user_data;
  g_autofree char *label = dup_label (channel);

  if (is_closed (self))
    return;

  if (strlen (label) > LABEL_LENGTH_MAX || !keep_channel (self, channel)) {
    post_abuse (self, "There were too many data channels");
    return;
  }
  connect_channel (self, channel);
  post (self, NOTE_OPENED, channel, NULL);
}

static void
vc_channels_finalize (GObject *object)
{
  VcChannels *self = VC_CHANNELS (object);

  g_assert (self->webrtc == NULL);
  g_hash_table_unref (self->open);
  g_ptr_array_unref (self->channels);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_channels_parent_class)->finalize (object);
}

static void
vc_channels_init (VcChannels *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->open =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->mutex);
}

static void
vc_channels_class_init (VcChannelsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vc_channels_finalize;

  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", VC_TYPE_CHANNELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MESSAGE] = g_signal_new (
    "message", VC_TYPE_CHANNELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_ABUSED] =
    g_signal_new ("abused", VC_TYPE_CHANNELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

VcChannels *
vc_channels_new (GstElement *webrtc)
{
  VcChannels *self = g_object_new (VC_TYPE_CHANNELS, NULL);

  self->webrtc = g_object_ref (webrtc);
  vc_element_connect (webrtc, "on-data-channel", G_CALLBACK (on_data_channel),
                      self);

  return self;
}

/* (transfer none) (nullable): NULL if nothing can be sent now. */
static GstWebRTCDataChannel *
find_channel (VcChannels *self, const char *label)
{
  GstWebRTCDataChannel *channel = g_hash_table_lookup (self->open, label);
  GstWebRTCDataChannelState state = GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED;
  guint64 buffered = 0;
  int retransmits = -1, lifetime = -1;
  gboolean is_reliable;

  if (channel == NULL || self->is_stopped)
    return NULL;

  g_object_get (channel, "buffered-amount", &buffered, "ready-state", &state,
                "max-retransmits", &retransmits, "max-packet-lifetime",
                &lifetime, NULL);
  is_reliable = retransmits < 0 && lifetime < 0;
  if (state != GST_WEBRTC_DATA_CHANNEL_STATE_OPEN ||
      buffered > (is_reliable ? BUFFERED_MAX_RELIABLE : BUFFERED_MAX_LOSSY))
    return NULL;

  return channel;
}

gboolean
vc_channels_send (VcChannels *self, const char *label, const char *text)
{
  GstWebRTCDataChannel *channel = find_channel (self, label);

  g_return_val_if_fail (strlen (text) <= VC_CHANNEL_MESSAGE_MAX, FALSE);

  if (channel != NULL)
    gst_webrtc_data_channel_send_string (channel, text);

  return channel != NULL;
}

gboolean
vc_channels_send_data (VcChannels *self, const char *label, GBytes *data)
{
  GstWebRTCDataChannel *channel = find_channel (self, label);

  if (channel != NULL)
    gst_webrtc_data_channel_send_data (channel, data);

  return channel != NULL;
}

void
vc_channels_stop (VcChannels *self)
{
  g_autoptr (GPtrArray) channels = NULL;

  if (self->webrtc == NULL)
    return;

  self->is_stopped = TRUE;
  g_mutex_lock (&self->mutex);
  self->is_closed = TRUE;
  channels = g_steal_pointer (&self->channels);
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&self->mutex);

  g_signal_handlers_disconnect_by_data (self->webrtc, self);
  for (guint i = 0; i < channels->len; i++)
    g_signal_handlers_disconnect_by_data (channels->pdata[i], self);
  g_hash_table_remove_all (self->open);
  g_clear_object (&self->webrtc);
}
