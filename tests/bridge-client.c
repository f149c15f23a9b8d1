/* SPDX-License-Identifier: BSD-3-Clause
 *
 * BridgeClient: a program in C at the other end of a bridge.
 */

#include "bridge-client.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define N_BUFFERS 3
#define FDS_MAX 64

BridgeClient *
bridge_client_new (const char *path)
{
  BridgeClient *self = g_new0 (BridgeClient, 1);
  struct sockaddr_un address = {.sun_family = AF_UNIX};

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  self->memory = -1;
  self->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (
    connect (self->fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return self;
}

void
bridge_client_free (BridgeClient *self)
{
  close (self->fd);
  if (self->memory >= 0) {
    munmap (self->pixels, self->size * self->n_buffers);
    close (self->memory);
  }
  g_free (self);
}

int
bridge_client_make_memory (gsize size, int seals)
{
  int fd = memfd_create ("pictures", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);
  return fd;
}

void
bridge_client_join (BridgeClient *self, const char *title, gsize size)
{
  g_autofree char *buffers = g_strdup_printf (
    "{\"type\":\"buffers\",\"count\":%d,\"size\":%" G_GSIZE_FORMAT "}",
    N_BUFFERS, size);
  g_autoptr (JsonNode) welcome = NULL;

  bridge_client_send (
    self, "{\"type\":\"hello\",\"version\":1,\"title\":\"%s\"}", title);
  welcome = bridge_client_wait (self, "welcome");
  self->n_buffers = N_BUFFERS;
  self->size = size;
  self->memory = bridge_client_make_memory (size * N_BUFFERS, F_SEAL_SHRINK);
  self->pixels = mmap (NULL, size * N_BUFFERS, PROT_READ | PROT_WRITE,
                       MAP_SHARED, self->memory, 0);
  g_assert_true (self->pixels != MAP_FAILED);
  bridge_client_send_fds (self, buffers, &self->memory, 1);
}

/* A server that has had enough closes while we still talk. */
static void
send_all (BridgeClient *self, const guint8 *data, gsize size)
{
  while (size > 0) {
    ssize_t n = send (self->fd, data, size, MSG_NOSIGNAL);

    if (n <= 0)
      return;
    data += n;
    size -= n;
  }
}

void
bridge_client_send_raw (BridgeClient *self, const void *data, gsize size)
{
  send_all (self, data, size);
}

void
bridge_client_send_fds (BridgeClient *self, const char *text, const int *fds,
                        guint n)
{
  guint32 length = GUINT32_TO_LE ((guint32)strlen (text));
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE (FDS_MAX * sizeof (int))];
  } control = {0};
  struct iovec part = {&length, sizeof length};
  struct msghdr head = {.msg_iov = &part, .msg_iovlen = 1};

  if (n > 0) {
    struct cmsghdr *rights = &control.align;

    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN (n * sizeof (int));
    memcpy (CMSG_DATA (rights), fds, n * sizeof (int));
    head.msg_control = control.bytes;
    head.msg_controllen = CMSG_SPACE (n * sizeof (int));
  }
  if (sendmsg (self->fd, &head, MSG_NOSIGNAL) == sizeof length)
    send_all (self, (const guint8 *)text, strlen (text));
}

void
bridge_client_send (BridgeClient *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  bridge_client_send_fds (self, text, NULL, 0);
}

static gboolean
receive_all (BridgeClient *self, void *data, gsize size)
{
  return size == 0 || recv (self->fd, data, size, MSG_WAITALL) == (ssize_t)size;
}

JsonNode *
bridge_client_receive (BridgeClient *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint32 length;
  JsonNode *node;

  if (!receive_all (self, &length, sizeof length))
    return NULL;
  length = GUINT32_FROM_LE (length);
  text = g_malloc (length + 1);
  if (!receive_all (self, text, length))
    return NULL;
  node = vc_json_parse_long (text, length, G_MAXUINT32, 8, &error);
  g_assert_no_error (error);
  return node;
}

JsonNode *
bridge_client_wait (BridgeClient *self, const char *type)
{
  for (;;) {
    g_autoptr (JsonNode) node = bridge_client_receive (self);

    g_assert_nonnull (node);
    if (g_strcmp0 (vc_json_get_string (json_node_get_object (node), "type"),
                   type) == 0)
      return g_steal_pointer (&node);
  }
}

gint64
bridge_client_get (JsonNode *message, const char *name)
{
  return json_object_get_int_member (json_node_get_object (message), name);
}

void
bridge_client_fill (BridgeClient *self, guint buffer, guint8 value)
{
  memset (self->pixels + buffer * self->size, value, self->size);
}

void
bridge_client_show (BridgeClient *self, guint buffer, int width, int height,
                    gint64 batch, const char *tier)
{
  gint64 now = g_get_monotonic_time ();

  bridge_client_send (
    self,
    "{\"type\":\"frame\",\"buffer\":%u,\"width\":%d,\"height\":%d,"
    "\"stride\":%d,\"bottom-up\":true,\"tier\":\"%s\","
    "\"batch\":%" G_GINT64_FORMAT ",\"start\":%" G_GINT64_FORMAT
    ",\"end\":%" G_GINT64_FORMAT "}",
    buffer, width, height, 4 * width, tier, batch, now - 1000, now);
}
