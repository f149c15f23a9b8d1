/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAssembly: a session and a server over a view, put together from settings.
 */

#include "assembly.h"

#include "plugins.h"
#include "token.h"

static struct {
  GMutex lock;
  gboolean is_done;
  GThread *warm_up;
} preparation;

gboolean
vc_assembly_prepare (GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&preparation.lock);

  if (preparation.is_done)
    return TRUE;
  if (!vc_plugins_load (error))
    return FALSE;
  preparation.warm_up = vc_peer_warm_up ();
  preparation.is_done = TRUE;
  return TRUE;
}

void
vc_assembly_wait (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&preparation.lock);

  if (preparation.warm_up != NULL)
    g_thread_join (g_steal_pointer (&preparation.warm_up));
}

static VcSession *
make_session (VcView *view, const VcSettings *settings, VcTransport *transport,
              GError **error)
{
  const VcRecordSettings *record = &settings->record;
  VcRecordingsOptions recordings = {
    .folder = record->folder,
    .format = record->format,
    .to_mp4 = record->to_mp4,
    .split_bytes = record->split_bytes,
    .split_us = record->split_us,
    .limit_bytes = record->limit_bytes,
    .whole = record->whole,
    .locations = (const char *const *)settings->data,
  };
  VcSessionOptions options = {
    .peer = {.codec = settings->codec,
             .bitrate = settings->bitrate,
             .max_rate = settings->max_fps,
             .ice = settings->ice},
    .max_viewers = settings->max_viewers,
    .transport = transport,
    .recordings =
      record->folder != NULL && transport == NULL ? &recordings : NULL,
  };

  return vc_session_new (view, &options, error);
}

static VcServer *
make_server (VcSession *session, const VcSettings *settings, GError **error)
{
  g_autofree char *token = settings->auth_key != NULL
                             ? g_strdup (settings->auth_key)
                             : vc_token_new ();
  VcServerOptions options = {
    .host = settings->host,
    .port = settings->port,
    .token = token,
    .content = settings->content,
    .allow_origin = settings->allow_origin,
    .certificate = settings->tls_certificate,
    .private_key = settings->tls_key,
    .ice = settings->ice,
  };

  return vc_server_new (session, &options, error);
}

VcAssembly *
vc_assembly_new (VcView *view, const VcSettings *settings,
                 VcTransport *transport, GError **error)
{
  g_autoptr (VcAssembly) self = g_new0 (VcAssembly, 1);

  vc_view_set_max_rate (view, settings->max_fps);
  self->session = make_session (view, settings, transport, error);
  if (self->session == NULL)
    return NULL;
  self->server = make_server (self->session, settings, error);
  return self->server != NULL ? g_steal_pointer (&self) : NULL;
}

void
vc_assembly_stop (VcAssembly *self)
{
  vc_server_stop (self->server);
  vc_session_stop (self->session);
}

void
vc_assembly_free (VcAssembly *self)
{
  g_clear_object (&self->server);
  g_clear_object (&self->session);
  g_free (self);
}
