/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFileBody: answers with a file, or with a part of it.
 */

#include "file-body.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http.h"
#include "problem.h"

#define PIECE (256 * 1024)

/**
 * Body:
 * @left: bytes that were not read yet
 * @is_over: nobody waits for them any more
 */
typedef struct {
  VcConnections *connections;
  SoupServerMessage *message;
  GInputStream *stream;
  GCancellable *cancellable;
  guint64 left;
  gboolean is_reading;
  gboolean is_over;
} Body;

static void
free_body (Body *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* The other end is gone, or has everything. */
static void
on_over (SoupServerMessage *message, gpointer user_data)
{
  Body *self = user_data;

  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (!self->is_reading)
    free_body (self);
}

/* A file that has become shorter leaves an answer that is too short; the client
 * sees that by its length. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Body *self = user_data;
  SoupMessageBody *body;
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (self->stream, result, NULL);
  gsize n = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  self->is_reading = FALSE;
  if (self->is_over) {
    free_body (self);
    return;
  }
  if (n == 0) {
    GSocket *socket =
      vc_connections_get_socket (self->connections, self->message);

    if (socket != NULL)
      g_socket_shutdown (socket, TRUE, TRUE, NULL);
  } else {
    body = soup_server_message_get_response_body (self->message);
    soup_message_body_append_bytes (body, bytes);
    self->left -= n;
    if (self->left == 0)
      soup_message_body_complete (body);
  }
  soup_server_message_unpause (self->message);
}

static void
read_on (Body *self)
{
  self->is_reading = TRUE;
  g_input_stream_read_bytes_async (self->stream, (gsize)MIN (self->left, PIECE),
                                   G_PRIORITY_DEFAULT, self->cancellable,
                                   on_read, self);
}

/* libsoup waits by itself while there is nothing to write. */
static void
on_wrote_chunk (SoupServerMessage *message, gpointer user_data)
{
  Body *self = user_data;

  vc_connections_extend (self->connections, message);
  if (self->left > 0 && !self->is_reading)
    read_on (self);
}

static int
open_file (const char *path, struct stat *status)
{
  /* Non-blocking: a FIFO would wait for a writer. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (fd >= 0 && fstat (fd, status) == 0 && S_ISREG (status->st_mode))
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static char *
build_etag (const struct stat *status)
{
  return g_strdup_printf ("\"%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x\"",
                          (gint64)status->st_size,
                          (gint64)status->st_mtim.tv_sec * G_USEC_PER_SEC +
                            status->st_mtim.tv_nsec / 1000);
}

/* What the client wants of @size bytes; the whole file if it wants several
 * parts or has another version. Returns the status. */
static guint
choose_range (SoupServerMessage *message, const char *etag, goffset size,
              goffset *begin, goffset *end)
{
  SoupMessageHeaders *request =
    soup_server_message_get_request_headers (message);
  const char *version = soup_message_headers_get_one (request, "If-Range");
  SoupRange *ranges = NULL;
  int n = 0;
  guint status = SOUP_STATUS_OK;

  *begin = 0;
  *end = size - 1;
  if (version != NULL && strcmp (version, etag) != 0)
    return status;
  if (!soup_message_headers_get_ranges (request, size, &ranges, &n))
    return status;
  if (n == 1 && ranges[0].start < size && ranges[0].start <= ranges[0].end) {
    *begin = MAX (ranges[0].start, 0);
    *end = MIN (ranges[0].end, size - 1);
    status = SOUP_STATUS_PARTIAL_CONTENT;
  } else if (n == 1) {
    status = SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE;
  }
  soup_message_headers_free_ranges (request, ranges);
  return status;
}

static void
start (VcConnections *connections, SoupServerMessage *message, int fd,
       guint64 length)
{
  Body *self = g_new0 (Body, 1);

  self->connections = connections;
  self->message = g_object_ref (message);
  self->stream = g_unix_input_stream_new (fd, TRUE);
  self->cancellable = g_cancellable_new ();
  self->left = length;
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self);
  g_signal_connect (message, "finished", G_CALLBACK (on_over), self);
  /* When the server stops while nothing is being written, that is all. */
  g_signal_connect (message, "disconnected", G_CALLBACK (on_over), self);
  soup_message_body_set_accumulate (
    soup_server_message_get_response_body (message), FALSE);
  read_on (self);
}

static void
respond_unsatisfiable (SoupServerMessage *message, goffset size)
{
  g_autofree char *range =
    g_strdup_printf ("bytes */%" G_GINT64_FORMAT, (gint64)size);

  vc_http_set_header (message, "Content-Range", range);
  vc_problem_respond (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE,
                      "The file is shorter than that");
}

void
vc_file_body_respond (VcConnections *connections, SoupServerMessage *message,
                      const char *path, const char *type)
{
  SoupMessageHeaders *response =
    soup_server_message_get_response_headers (message);
  g_autofree char *etag = NULL;
  struct stat status;
  goffset begin, end;
  guint code;
  int fd = open_file (path, &status);

  if (fd < 0) {
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                        "The file is not there any more");
    return;
  }
  etag = build_etag (&status);
  code = choose_range (message, etag, status.st_size, &begin, &end);
  vc_http_set_header (message, "Accept-Ranges", "bytes");
  if (code == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE ||
      lseek (fd, begin, SEEK_SET) < 0) {
    close (fd);
    respond_unsatisfiable (message, status.st_size);
    return;
  }
  soup_server_message_set_status (message, code, NULL);
  vc_http_set_header (message, "ETag", etag);
  soup_message_headers_set_content_type (response, type, NULL);
  soup_message_headers_set_content_length (response, end - begin + 1);
  if (code == SOUP_STATUS_PARTIAL_CONTENT)
    soup_message_headers_set_content_range (response, begin, end,
                                            status.st_size);
  if (soup_server_message_get_method (message) == SOUP_METHOD_HEAD ||
      end < begin)
    close (fd);
  else
    start (connections, message, fd, (guint64)(end - begin + 1));
}
