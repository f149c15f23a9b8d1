/* SPDX-License-Identifier: BSD-3-Clause
 *
 * An exact picture as the answer to a request, at once or when it is there.
 */

#include "picture-response.h"

#include "http.h"
#include "problem.h"

#define RETRY_SECONDS "2"

struct _VcPictureWait {
  SoupServerMessage *message;
  VcPictureFinish finish;
  gboolean disconnected;
};

static void
on_disconnected (SoupServerMessage *message, gpointer user_data)
{
  VcPictureWait *self = user_data;

  self->disconnected = TRUE;
}

void
vc_picture_respond (SoupServerMessage *message, const VcStill *still)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", still->sha256);

  vc_http_set_header (message, "ETag", etag);
  soup_message_headers_set_content_type (
    soup_server_message_get_response_headers (message),
    still->n_parts == 1 ? vc_still_get_type_name (still)
                        : "application/octet-stream",
    NULL);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_append_bytes (body, still->bytes);
  soup_message_body_complete (body);
}

void
vc_picture_refuse (SoupServerMessage *message, const GError *error)
{
  guint status = SOUP_STATUS_SERVICE_UNAVAILABLE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    status = SOUP_STATUS_BAD_REQUEST;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    status = SOUP_STATUS_NOT_FOUND;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    status = SOUP_STATUS_NOT_IMPLEMENTED;
  else
    vc_http_set_header (message, "Retry-After", RETRY_SECONDS);
  vc_problem_respond (message, status, error->message);
}

VcPictureWait *
vc_picture_wait_begin (SoupServerMessage *message, VcPictureFinish finish)
{
  VcPictureWait *self = g_new0 (VcPictureWait, 1);

  self->message = g_object_ref (message);
  self->finish = finish;
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected),
                    self);
  soup_server_message_pause (message);
  return self;
}

void
vc_picture_wait_end (GObject *source, GAsyncResult *result, gpointer user_data)
{
  VcPictureWait *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still = self->finish (result, &error);

  if (!self->disconnected) {
    if (still != NULL)
      vc_picture_respond (self->message, still);
    else
      vc_picture_refuse (self->message, error);
    soup_server_message_unpause (self->message);
  }
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_free (self);
}
