/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWire: messages and file descriptors over one local socket.
 */

#include "wire.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "json-text.h"

#define HEAD 4
#define DEPTH_MAX 6
#define READ_SIZE 65536
/* At once, so that a flood does not keep others waiting. */
#define READS_MAX 8
/* Of a program that does not read. */
#define UNSENT_MAX (4 * 1024 * 1024)
/* More than one comes from nobody who means well; the kernel closes what does
 * not fit. */
#define FDS_MAX 2

struct _VcWire {
  GSource *source;
  gpointer tag;
  int fd;
  int received_fd;
  const VcWireHandlers *handlers;
  gpointer user_data;
  GByteArray *in;
  GByteArray *out;
  char *reason;
  gboolean is_ending;
};

typedef struct {
  GSource source;
  VcWire *wire;
} WireSource;

/* The first reason is the one that counts. */
static void
end (VcWire *self, const char *reason)
{
  if (self->is_ending)
    return;
  self->is_ending = TRUE;
  self->reason = g_strdup (reason);
  g_source_set_ready_time (self->source, 0);
}

static void
flush (VcWire *self)
{
  while (self->out->len > 0) {
    ssize_t n = send (self->fd, self->out->data, self->out->len,
                      MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && errno != EAGAIN)
      g_byte_array_set_size (self->out, 0);
    if (n <= 0)
      break;
    g_byte_array_remove_range (self->out, 0, n);
  }
  if (self->out->len > UNSENT_MAX) {
    g_byte_array_set_size (self->out, 0);
    end (self, "The program does not read what it is sent.");
  }
  g_source_modify_unix_fd (self->source, self->tag,
                           self->out->len > 0 ? G_IO_IN | G_IO_OUT : G_IO_IN);
}

static void
keep_fd (VcWire *self, int fd)
{
  if (self->received_fd < 0) {
    self->received_fd = fd;
    return;
  }
  close (fd);
  vc_wire_refuse (self, "More file descriptors came than were announced.");
}

static void
take_control (VcWire *self, struct msghdr *head)
{
  for (struct cmsghdr *control = CMSG_FIRSTHDR (head); control != NULL;
       control = CMSG_NXTHDR (head, control)) {
    gsize n = (control->cmsg_len - CMSG_LEN (0)) / sizeof (int);
    int fds[FDS_MAX + 1];

    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
      continue;
    n = MIN (n, G_N_ELEMENTS (fds));
    memcpy (fds, CMSG_DATA (control), n * sizeof (int));
    for (gsize i = 0; i < n; i++)
      keep_fd (self, fds[i]);
  }
  if (head->msg_flags & MSG_CTRUNC)
    vc_wire_refuse (self, "More file descriptors came than were announced.");
}

/* Returns whether something came. */
static gboolean
receive (VcWire *self)
{
  guint8 buffer[READ_SIZE];
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE (FDS_MAX * sizeof (int))];
  } control;
  struct iovec part = {buffer, sizeof buffer};
  struct msghdr head = {.msg_iov = &part,
                        .msg_iovlen = 1,
                        .msg_control = control.bytes,
                        .msg_controllen = sizeof control.bytes};
  ssize_t n = recvmsg (self->fd, &head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return FALSE;
  if (n <= 0) {
    end (self, NULL);
    return FALSE;
  }
  take_control (self, &head);
  g_byte_array_append (self->in, buffer, n);
  return TRUE;
}

static void
handle (VcWire *self, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root =
    vc_json_parse_long (text, length, VC_WIRE_MESSAGE_MAX, DEPTH_MAX, &error);

  if (root == NULL) {
    vc_wire_refuse (self, error->message);
    return;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    vc_wire_refuse (self, "A message is a JSON object.");
    return;
  }
  if (!self->handlers->message (json_node_get_object (root), self->user_data,
                                &error))
    vc_wire_refuse (self, error->message);
}

/* Returns FALSE if there is no whole one. */
static gboolean
handle_next (VcWire *self)
{
  guint32 length;

  if (self->is_ending || self->in->len < HEAD)
    return FALSE;
  memcpy (&length, self->in->data, HEAD);
  length = GUINT32_FROM_LE (length);
  if (length > VC_WIRE_MESSAGE_MAX) {
    vc_wire_refuse (self, "A message is too long.");
    return FALSE;
  }
  if (self->in->len - HEAD < length)
    return FALSE;
  handle (self, (const char *)self->in->data + HEAD, length);
  g_byte_array_remove_range (self->in, 0, HEAD + length);
  return TRUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  VcWire *self = ((WireSource *)source)->wire;
  GIOCondition condition = g_source_query_unix_fd (source, self->tag);

  if (condition & G_IO_OUT)
    flush (self);
  for (int n = 0; n < READS_MAX && !self->is_ending && condition != 0; n++) {
    if (!receive (self))
      break;
    while (handle_next (self))
      ;
  }
  if (!self->is_ending)
    return G_SOURCE_CONTINUE;
  g_source_set_ready_time (source, -1);
  g_source_remove_unix_fd (source, self->tag);
  self->handlers->closed (self->reason, self->user_data);
  return G_SOURCE_REMOVE;
}

static GSourceFuncs source_funcs = {.dispatch = dispatch};

VcWire *
vc_wire_new (int fd, GMainContext *context, const VcWireHandlers *handlers,
             gpointer user_data)
{
  VcWire *self = g_new0 (VcWire, 1);

  self->fd = fd;
  self->received_fd = -1;
  self->handlers = handlers;
  self->user_data = user_data;
  self->in = g_byte_array_new ();
  self->out = g_byte_array_new ();
  self->source = g_source_new (&source_funcs, sizeof (WireSource));
  ((WireSource *)self->source)->wire = self;
  g_source_set_static_name (self->source, "[vtkcast] wire");
  self->tag = g_source_add_unix_fd (self->source, fd, G_IO_IN);
  g_source_attach (self->source, context);
  return self;
}

void
vc_wire_free (VcWire *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  if (self->received_fd >= 0)
    close (self->received_fd);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->out);
  g_free (self->reason);
  g_free (self);
}

void
vc_wire_send (VcWire *self, const char *text)
{
  guint32 length = GUINT32_TO_LE ((guint32)strlen (text));

  if (self->is_ending)
    return;
  g_byte_array_append (self->out, (const guint8 *)&length, HEAD);
  g_byte_array_append (self->out, (const guint8 *)text, strlen (text));
  flush (self);
}

int
vc_wire_take_fd (VcWire *self)
{
  int fd = self->received_fd;

  self->received_fd = -1;
  return fd;
}

void
vc_wire_refuse (VcWire *self, const char *reason)
{
  g_autoptr (GString) text = g_string_new ("{");

  vc_json_add_name (text, "type");
  vc_json_add_string (text, "refused");
  vc_json_add_name (text, "reason");
  vc_json_add_string (text, reason);
  g_string_append_c (text, '}');
  vc_wire_send (self, text->str);
  end (self, reason);
}
