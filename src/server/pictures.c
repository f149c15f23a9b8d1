/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPictures: exact pictures over HTTP.
 */

#include "pictures.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "http.h"
#include "pause.h"
#include "picture-response.h"
#include "problem.h"
#include "still-body.h"

#define SNAPSHOT_PATH "/api/v1/snapshot.png"
#define STILLS_PATH "/api/v1/stills/"
#define NEXT_PATH STILLS_PATH "next"
#define METHODS "GET, OPTIONS"

/* It looks for the rate and the delay of the way, not for losses, which are no
 * congestion on a radio link: several times as fast with one lost in a hundred,
 * and no queue before the video. Not every kernel has it. */
#define CONGESTION "bbr"
/* What waits in the kernel cannot be called back. */
#define UNSENT_MAX 16384

struct _VcPictures {
  VcSession *session;
  VcConnections *connections;
  char *token;
  GCancellable *cancellable;
};

static void
tune_connection (VcPictures *self, SoupServerMessage *message)
{
  GSocket *socket = vc_connections_get_socket (self->connections, message);
  int unsent = UNSENT_MAX;

  if (socket == NULL)
    return;
  if (setsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_CONGESTION,
                  CONGESTION, strlen (CONGESTION)) != 0)
    g_debug ("no " CONGESTION " in this kernel");
  setsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent,
              sizeof unsent);
}

static void
respond_id (VcPictures *self, SoupServerMessage *message, const char *text)
{
  g_autoptr (VcStill) still = NULL;
  guint64 id;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL))
    still = vc_stills_dup (vc_session_get_stills (self->session), id);
  if (still != NULL)
    vc_picture_respond (message, still);
  else
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                        "There is no such picture (any more)");
}

static void
respond_snapshot (VcPictures *self, SoupServerMessage *message)
{
  vc_snapshot_take_async (
    vc_session_get_snapshot (self->session), self->cancellable,
    vc_picture_wait_end,
    vc_picture_wait_begin (message, vc_snapshot_take_finish));
}

/* Without connections there is no message any more. */
typedef struct {
  VcConnections *connections;
  VcPause *pause;
} NextWait;

static void
on_next (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree NextWait *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStillStream) stream = vc_stills_take_finish (result, &error);
  SoupServerMessage *message = vc_pause_get_message (self->pause);

  if (message != NULL && stream != NULL)
    vc_still_body_respond (self->connections, message, stream);
  else if (message != NULL)
    vc_picture_refuse (message, error);
  vc_pause_end (self->pause);
}

static void
respond_next (VcPictures *self, SoupServerMessage *message)
{
  NextWait *wait = g_new (NextWait, 1);

  wait->connections = self->connections;
  wait->pause = vc_pause_new (message, NULL);
  vc_stills_take_async (vc_session_get_stills (self->session),
                        self->cancellable, on_next, wait);
}

static void
respond (VcPictures *self, SoupServerMessage *message, const char *path)
{
  if (strcmp (path, SNAPSHOT_PATH) == 0)
    respond_snapshot (self, message);
  else if (strcmp (path, NEXT_PATH) == 0)
    respond_next (self, message);
  else
    respond_id (self, message, path + strlen (STILLS_PATH));
}

VcPictures *
vc_pictures_new (VcSession *session, VcConnections *connections,
                 const char *token)
{
  VcPictures *self = g_new0 (VcPictures, 1);

  self->session = g_object_ref (session);
  self->connections = connections;
  self->token = g_strdup (token);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
vc_pictures_free (VcPictures *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self);
}

const char *
vc_pictures_get_methods (const char *path)
{
  return strcmp (path, SNAPSHOT_PATH) == 0 ||
             g_str_has_prefix (path, STILLS_PATH)
           ? METHODS
           : NULL;
}

void
vc_pictures_respond (VcPictures *self, SoupServerMessage *message,
                     const char *path)
{
  vc_http_set_header (message, "Cache-Control", "no-store");
  if (!vc_http_check_method (message, METHODS))
    return;
  if (!vc_http_check_token (message, self->token)) {
    vc_http_ask_for_token (message);
  } else {
    tune_connection (self, message);
    respond (self, message, path);
  }
}
