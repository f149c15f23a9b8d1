/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Anonymous memory that one process fills and another maps.
 */

#include "memfd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader.h"

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
#define NEEDED_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

typedef struct {
  void *data;
  gsize size;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->data, mapping->size);
  g_free (mapping);
}

static gboolean
set_no_memory (gsize size, GError **error)
{
  g_autofree char *text = g_format_size (size);

  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
               "it needs %s, and there is not enough memory", text);
  return FALSE;
}

VcMemfd *
vc_memfd_new (gsize size, GError **error)
{
  g_autoptr (VcMemfd) self = g_new0 (VcMemfd, 1);

  self->fd = memfd_create ("vtkcast", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  self->size = size;
  if (self->fd < 0 || size == 0 || size > G_MAXSSIZE ||
      ftruncate (self->fd, size) < 0) {
    set_no_memory (size, error);
    return NULL;
  }
  self->data =
    mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (self->data == MAP_FAILED) {
    self->data = NULL;
    set_no_memory (size, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
vc_memfd_free (VcMemfd *self)
{
  if (self->data)
    munmap (self->data, self->size);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

int
vc_memfd_steal (VcMemfd *self, GError **error)
{
  int fd = self->fd;

  if (self->data)
    munmap (self->data, self->size);
  self->data = NULL;
  if (fcntl (fd, F_ADD_SEALS, SEALS) < 0) {
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
                 "its memory cannot be sealed (%s)", g_strerror (errno));
    return -1;
  }
  self->fd = -1;
  return fd;
}

/* MAP_PRIVATE, because kernels before 6.7 refuse shared mappings of what is
 * sealed against writing, read-only ones too. */
GBytes *
vc_memfd_map (int fd, gsize size, GError **error)
{
  struct stat st;
  int seals = fcntl (fd, F_GET_SEALS);
  Mapping *mapping;
  void *data;

  if (seals < 0 || (seals & NEEDED_SEALS) != NEEDED_SEALS ||
      fstat (fd, &st) < 0 || size == 0 || (guint64)st.st_size != size) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
                         "its reader handed over memory of the wrong size");
    return NULL;
  }
  data = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (data == MAP_FAILED) {
    set_no_memory (size, error);
    return NULL;
  }
  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){data, size};
  return g_bytes_new_with_free_func (data, size, unmap, mapping);
}
