/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFolder: reads files of a folder, and of nowhere else.
 *
 * It walks segment by segment with openat() and without following symbolic
 * links, so that neither a name nor a link that appears meanwhile leads out.
 */

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _VcFolder {
  int fd;
};

static gboolean
is_segment (const char *name)
{
  return *name != '\0' && *name != '.';
}

static int
open_segment (int folder, const char *name, gboolean last)
{
  /* Non-blocking: a FIFO would wait for a writer. */
  int flags = last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY;

  if (!is_segment (name))
    return -1;
  return openat (folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
}

static int
open_file (VcFolder *self, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  int fd = dup (self->fd);

  for (char **name = names; *name != NULL && fd >= 0; name++) {
    int next = open_segment (fd, *name, name[1] == NULL);

    g_close (fd, NULL);
    fd = next;
  }
  return fd;
}

/* Not mapped: a file that shrinks would end the program. */
static GBytes *
read_all (int fd, gsize size)
{
  g_autofree char *data = g_malloc (MAX (size, 1));
  gsize filled = 0;

  while (filled < size) {
    gssize n = read (fd, data + filled, size - filled);

    if (n == 0)
      break;
    if (n > 0)
      filled += n;
    else if (errno != EINTR)
      return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&data), filled);
}

VcFolder *
vc_folder_new (const char *path, GError **error)
{
  VcFolder *self;
  int fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 "Failed to open the folder “%s”: %s", path, g_strerror (code));
    return NULL;
  }
  self = g_new0 (VcFolder, 1);
  self->fd = fd;
  return self;
}

void
vc_folder_free (VcFolder *self)
{
  g_close (self->fd, NULL);
  g_free (self);
}

GBytes *
vc_folder_read (VcFolder *self, const char *path)
{
  GBytes *bytes = NULL;
  struct stat status;
  int fd = open_file (self, path);

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) &&
      status.st_size <= VC_FOLDER_FILE_MAX)
    bytes = read_all (fd, status.st_size);
  g_close (fd, NULL);
  return bytes;
}
