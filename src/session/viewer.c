/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcViewer: one of the people who watch.
 */

#include "viewer.h"

#include <math.h>

#include "rpc.h"
#include "secret.h"

#define ID_BYTES 16
#define ETAG_BYTES 8

/* A mouse reports up to 1000 times a second. */
#define MESSAGES_PER_SECOND 2000
#define BYTES_PER_SECOND (4 << 20)

VcViewer *
vc_viewer_new (guint number, VcPeer *peer, const char *offer, gint64 now_us)
{
  VcViewer *self = g_new0 (VcViewer, 1);

  self->number = number;
  self->peer = peer;
  self->layout = vc_layout_new (offer);
  self->id = vc_secret_new (ID_BYTES);
  self->etag = vc_secret_new (ETAG_BYTES);
  self->heard_us = now_us;
  vc_rate_init (&self->messages, MESSAGES_PER_SECOND, MESSAGES_PER_SECOND,
                now_us);
  vc_rate_init (&self->bytes, BYTES_PER_SECOND, BYTES_PER_SECOND, now_us);
  return self;
}

void
vc_viewer_free (VcViewer *self)
{
  g_clear_pointer (&self->delivery, vc_delivery_free);
  g_clear_object (&self->peer);
  vc_layout_free (self->layout);
  g_free (self->id);
  g_free (self->etag);
  g_free (self->predecessor);
  g_free (self);
}

VcAnswer *
vc_viewer_answer (VcViewer *self, const char *sdp)
{
  self->state = VC_VIEWER_ANSWERED;
  self->heard_us = g_get_monotonic_time ();
  return vc_answer_new (self->id, sdp, self->etag);
}

gboolean
vc_viewer_hear (VcViewer *self, gsize length, gint64 now_us)
{
  self->heard_us = now_us;
  return vc_rate_spend (&self->messages, 1, now_us) &&
         vc_rate_spend (&self->bytes, length, now_us);
}

void
vc_viewer_excuse (VcViewer *self, gsize length)
{
  vc_rate_return (&self->messages, 1);
  vc_rate_return (&self->bytes, length);
}

/* A player that has no voice reports what it receives, also if that is nothing.
 * Until it is connected, the peer sees to it. */
static gboolean
is_deaf (const VcViewer *self, gint64 now_us)
{
  VcPeerStats stats;

  return vc_peer_get_stats (self->peer, &stats) && stats.heard_us != 0 &&
         now_us - stats.heard_us > VC_VIEWER_SILENCE_US;
}

gboolean
vc_viewer_is_overdue (const VcViewer *self, gint64 now_us)
{
  gint64 silence = now_us - self->heard_us;

  if (self->state == VC_VIEWER_JOINING)
    return FALSE;
  if (!self->layout->has_channels)
    return is_deaf (self, now_us);
  return silence > (self->state == VC_VIEWER_OPEN ? VC_VIEWER_SILENCE_US
                                                  : VC_VIEWER_PATIENCE_US);
}

static void
notify (VcViewer *self, const char *method, JsonObject *params)
{
  g_autofree char *text = vc_rpc_build_notification (method, params);

  vc_peer_send (self->peer, VC_CHANNEL_CONTROL, text);
}

void
vc_viewer_pace_view (VcViewer *self, VcView *view)
{
  VcPeerStats stats;

  if (self == NULL || !vc_peer_get_stats (self->peer, &stats) ||
      stats.render_budget_us == 0)
    return;

  vc_view_set_max_rate (view, stats.fps_cap);
  vc_view_set_budget (view, stats.render_budget_us, stats.render_divisor);
}

void
vc_viewer_send_hello (VcViewer *self, gboolean controls)
{
  JsonObject *params = json_object_new ();

  self->controls = controls;
  json_object_set_string_member (params, "version", VC_VERSION);
  json_object_set_int_member (params, "viewer", self->number);
  json_object_set_boolean_member (params, "controls", controls);
  json_object_set_string_member (params, "codec",
                                 vc_peer_get_codec_name (self->peer));
  json_object_set_string_member (params, "encoder",
                                 vc_peer_get_encoder_name (self->peer));
  notify (self, "hello", params);
}

void
vc_viewer_send_role (VcViewer *self, gboolean controls)
{
  JsonObject *params;

  if (self->controls == controls)
    return;
  self->controls = controls;
  params = json_object_new ();
  json_object_set_boolean_member (params, "controls", controls);
  notify (self, "role", params);
}

void
vc_viewer_send_status (VcViewer *self, const VcStatus *status)
{
  static const char *kinds[] = {
    [VC_STATUS_LOADING] = "loading",
    [VC_STATUS_READY] = "ready",
    [VC_STATUS_FAILED] = "failed",
  };
  JsonObject *params = json_object_new ();
  double progress = isfinite (status->progress) ? status->progress : 0;
  /* It may quote the name of a file. */
  g_autofree char *text =
    g_utf8_make_valid (status->text != NULL ? status->text : "", -1);

  json_object_set_string_member (params, "kind", kinds[status->kind]);
  json_object_set_double_member (params, "progress", CLAMP (progress, -1, 1));
  json_object_set_string_member (params, "text", text);
  notify (self, "status", params);
}

void
vc_viewer_send_link (VcViewer *self)
{
  VcPeerStats stats;
  JsonObject *params;

  if (self->state != VC_VIEWER_OPEN ||
      !vc_peer_get_stats (self->peer, &stats) || !stats.has_estimate ||
      stats.frames == self->told_frames)
    return;
  self->told_frames = stats.frames;
  params = json_object_new ();
  json_object_set_int_member (params, "estimate", stats.estimate);
  json_object_set_int_member (params, "sent", stats.sent);
  json_object_set_double_member (params, "loss", stats.loss);
  json_object_set_double_member (
    params, "queue", (stats.link_queue_us + stats.pacer_queue_us) / 1000.0);
  notify (self, "link", params);
}

void
vc_viewer_send_bye (VcViewer *self, const char *reason, gboolean reconnect)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "reason", reason);
  json_object_set_boolean_member (params, "reconnect", reconnect);
  notify (self, "bye", params);
}
