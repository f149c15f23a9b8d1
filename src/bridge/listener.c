/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcListener: a local socket for programs of the same user.
 */

#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "bridge-error.h"

#define BACKLOG 8
/* When descriptors have run out, trying again at once would be a busy loop. */
#define PAUSE_US G_USEC_PER_SEC

/**
 * _VcListener:
 * @lock: of the file at @lock_path, held as long as we live
 * @source: accepts, or waits until it can be tried again
 */
struct _VcListener {
  char *path;
  char *lock_path;
  int lock;
  int fd;
  GSource *source;
  gpointer tag;
  VcListenerFunc func;
  gpointer user_data;
};

typedef struct {
  GSource source;
  VcListener *listener;
} ListenerSource;

static gboolean
prepare_folder (const char *folder, GError **error)
{
  struct stat about;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return vc_bridge_fail (error, "Failed to make the folder %s: %s.", folder,
                           g_strerror (errno));
  if (lstat (folder, &about) != 0 || !S_ISDIR (about.st_mode) ||
      about.st_uid != geteuid () || (about.st_mode & 077) != 0)
    return vc_bridge_fail (
      error,
      "The folder %s must belong to you, and to nobody else: "
      "chmod 700 it, or name a socket elsewhere.",
      folder);
  return TRUE;
}

/* Is the file that we have locked still the one at @path? */
static gboolean
is_current (int fd, const char *path)
{
  struct stat ours, current;

  return fstat (fd, &ours) == 0 && stat (path, &current) == 0 &&
         ours.st_ino == current.st_ino && ours.st_dev == current.st_dev;
}

/* The lock goes with the process, however it ends; so who has it may remove
 * what another has left. Its file goes only while it is held: who opened it
 * before has to look again. */
static gboolean
take_lock (VcListener *self, GError **error)
{
  while (self->lock < 0) {
    int fd =
      open (self->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
      return vc_bridge_fail (error, "Failed to open %s: %s.", self->lock_path,
                             g_strerror (errno));
    if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
      close (fd);
      return vc_bridge_fail (error, "Another vtkcast is at %s already.",
                             self->path);
    }
    if (is_current (fd, self->lock_path))
      self->lock = fd;
    else
      close (fd);
  }
  return TRUE;
}

static gboolean
bind_socket (VcListener *self, GError **error)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};

  if (strlen (self->path) >= sizeof address.sun_path)
    return vc_bridge_fail (error,
                           "The path of a socket has at most %d bytes: %s.",
                           (int)sizeof address.sun_path - 1, self->path);
  strcpy (address.sun_path, self->path);
  self->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  unlink (self->path);
  if (self->fd < 0 ||
      bind (self->fd, (struct sockaddr *)&address, sizeof address) != 0 ||
      chmod (self->path, 0600) != 0 || listen (self->fd, BACKLOG) != 0)
    return vc_bridge_fail (error, "Failed to listen at %s: %s.", self->path,
                           g_strerror (errno));
  return TRUE;
}

static gboolean
is_of_our_user (int fd)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
         peer.uid == geteuid ();
}

static void
accept_one (VcListener *self)
{
  int fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

  if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
                 errno == ENOBUFS)) {
    g_source_modify_unix_fd (self->source, self->tag, 0);
    g_source_set_ready_time (self->source, g_get_monotonic_time () + PAUSE_US);
    return;
  }
  if (fd >= 0 && is_of_our_user (fd))
    self->func (fd, self->user_data);
  else if (fd >= 0)
    close (fd);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  VcListener *self = ((ListenerSource *)source)->listener;

  if (g_source_query_unix_fd (source, self->tag) & G_IO_IN) {
    accept_one (self);
  } else {
    g_source_set_ready_time (source, -1);
    g_source_modify_unix_fd (source, self->tag, G_IO_IN);
  }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {.dispatch = dispatch};

static void
attach (VcListener *self, GMainContext *context)
{
  self->source = g_source_new (&source_funcs, sizeof (ListenerSource));
  ((ListenerSource *)self->source)->listener = self;
  g_source_set_static_name (self->source, "[vtkcast] listener");
  self->tag = g_source_add_unix_fd (self->source, self->fd, G_IO_IN);
  g_source_attach (self->source, context);
}

char *
vc_listener_get_path (const char *name)
{
  g_autofree char *file = NULL;

  if (strchr (name, '/') != NULL)
    return g_canonicalize_filename (name, NULL);
  file = g_strconcat (name, ".sock", NULL);
  return g_build_filename (g_get_user_runtime_dir (), "vtkcast", file, NULL);
}

VcListener *
vc_listener_new (const char *name, GMainContext *context, VcListenerFunc func,
                 gpointer user_data, GError **error)
{
  g_autoptr (VcListener) self = g_new0 (VcListener, 1);
  g_autofree char *folder = NULL;

  self->lock = -1;
  self->fd = -1;
  self->path = vc_listener_get_path (name);
  self->lock_path = g_strconcat (self->path, ".lock", NULL);
  self->func = func;
  self->user_data = user_data;
  folder = g_path_get_dirname (self->path);
  if (!prepare_folder (folder, error) || !take_lock (self, error) ||
      !bind_socket (self, error))
    return NULL;
  attach (self, context);
  return g_steal_pointer (&self);
}

void
vc_listener_free (VcListener *self)
{
  if (self->source != NULL) {
    g_source_destroy (self->source);
    g_source_unref (self->source);
  }
  if (self->fd >= 0)
    close (self->fd);
  if (self->lock >= 0) {
    unlink (self->path);
    unlink (self->lock_path);
    close (self->lock);
  }
  g_free (self->lock_path);
  g_free (self->path);
  g_free (self);
}
