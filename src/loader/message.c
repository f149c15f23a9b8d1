/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMessage: what a loader process tells its parent.
 */

#include "message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

typedef union {
  char bytes[CMSG_SPACE (VC_MESSAGE_MAX_FDS * sizeof (int))];
  struct cmsghdr align;
} Control;

static guint
take_fds (struct msghdr *header, int fds[VC_MESSAGE_MAX_FDS])
{
  guint n_fds = 0;

  for (struct cmsghdr *c = CMSG_FIRSTHDR (header); c;
       c = CMSG_NXTHDR (header, c)) {
    guint n = (c->cmsg_len - CMSG_LEN (0)) / sizeof (int);

    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
      continue;
    n = MIN (n, VC_MESSAGE_MAX_FDS - n_fds);
    memcpy (fds + n_fds, CMSG_DATA (c), n * sizeof (int));
    n_fds += n;
  }
  return n_fds;
}

void
vc_message_init (VcMessage *self, VcMessageType type)
{
  memset (self, 0, sizeof *self);
  self->magic = VC_MESSAGE_MAGIC;
  self->type = type;
}

void
vc_message_set_text (VcMessage *self, const char *text)
{
  const char *end;

  g_strlcpy (self->text, text, sizeof self->text);
  if (!g_utf8_validate (self->text, -1, &end))
    self->text[end - self->text] = '\0';
}

gboolean
vc_message_send (const VcMessage *self, int socket, const int *fds, guint n_fds)
{
  Control control = {0};
  struct iovec part = {(void *)self, sizeof *self};
  struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
  gssize n;

  g_assert (n_fds <= VC_MESSAGE_MAX_FDS);
  if (n_fds > 0) {
    struct cmsghdr *c;

    header.msg_control = &control;
    header.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
    c = CMSG_FIRSTHDR (&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
    memcpy (CMSG_DATA (c), fds, n_fds * sizeof (int));
  }
  do
    n = sendmsg (socket, &header, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == sizeof *self;
}

int
vc_message_receive (VcMessage *self, int socket, int fds[VC_MESSAGE_MAX_FDS],
                    guint *n_fds)
{
  Control control;
  struct iovec part = {self, sizeof *self};
  struct msghdr header = {.msg_iov = &part,
                          .msg_iovlen = 1,
                          .msg_control = &control,
                          .msg_controllen = sizeof control};
  gssize n;

  *n_fds = 0;
  do
    n = recvmsg (socket, &header, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == ECONNRESET ? 0 : -1;
  *n_fds = take_fds (&header, fds);
  if (n == 0 && *n_fds == 0)
    return 0;
  if (n != sizeof *self || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ||
      self->magic != VC_MESSAGE_MAGIC ||
      memchr (self->text, '\0', sizeof self->text) == NULL)
    return -1;
  return 1;
}
