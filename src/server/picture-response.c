/* SPDX-License-Identifier: BSD-3-Clause
 *
 * An exact picture as the answer to a request, at once or when it is there.
 */

#include "picture-response.h"

#include "http.h"
#include "pause.h"
#include "problem.h"

#define RETRY_SECONDS "2"

struct _VcPictureWait {
  VcPause *pause;
  VcPictureFinish finish;
};

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

  self->pause = vc_pause_new (message, NULL);
  self->finish = finish;
  return self;
}

void
vc_picture_wait_end (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree VcPictureWait *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still = self->finish (result, &error);
  SoupServerMessage *message = vc_pause_get_message (self->pause);

  if (message != NULL && still != NULL)
    vc_picture_respond (message, still);
  else if (message != NULL)
    vc_picture_refuse (message, error);
  vc_pause_end (self->pause);
}
