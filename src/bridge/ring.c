/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRing: the memory into which a program puts its pictures.
 */

#include "ring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "bridge-error.h"

#define N_CHANNELS 4

struct _VcRing {
  guint n_refs;
  const guint8 *data;
  guint n_buffers;
  gsize size;
};

static gboolean
check_memory (int fd, gsize length, GError **error)
{
  int seals = fcntl (fd, F_GET_SEALS);
  struct stat about;

  if (seals < 0 || !(seals & F_SEAL_SHRINK))
    return vc_bridge_fail (error,
                           "The memory is no memfd that is sealed against "
                           "shrinking.");
  if (fstat (fd, &about) != 0 || about.st_size < 0 ||
      (gsize)about.st_size < length)
    return vc_bridge_fail (error, "The memory is smaller than its buffers.");
  return TRUE;
}

VcRing *
vc_ring_new (int fd, gint64 n_buffers, gint64 size, GError **error)
{
  VcRing *self;
  gsize length;
  void *data;

  if (n_buffers < VC_RING_BUFFERS_MIN || n_buffers > VC_RING_BUFFERS_MAX) {
    vc_bridge_fail (
      error, "There are from %d to %d buffers, not %" G_GINT64_FORMAT ".",
      VC_RING_BUFFERS_MIN, VC_RING_BUFFERS_MAX, n_buffers);
    return NULL;
  }
  if (size < N_CHANNELS || (guint64)size > VC_RING_LENGTH_MAX / n_buffers) {
    vc_bridge_fail (error, "A buffer cannot have %" G_GINT64_FORMAT " bytes.",
                    size);
    return NULL;
  }
  length = (gsize)n_buffers * size;
  if (!check_memory (fd, length, error))
    return NULL;
  data = mmap (NULL, length, PROT_READ, MAP_SHARED, fd, 0);
  if (data == MAP_FAILED) {
    vc_bridge_fail (error, "Failed to map the memory: %s.", g_strerror (errno));
    return NULL;
  }
  self = g_new0 (VcRing, 1);
  self->n_refs = 1;
  self->data = data;
  self->n_buffers = n_buffers;
  self->size = size;
  return self;
}

VcRing *
vc_ring_ref (VcRing *self)
{
  self->n_refs++;
  return self;
}

void
vc_ring_unref (VcRing *self)
{
  if (--self->n_refs > 0)
    return;
  munmap ((void *)self->data, self->n_buffers * self->size);
  g_free (self);
}

guint
vc_ring_get_n_buffers (const VcRing *self)
{
  return self->n_buffers;
}

gboolean
vc_ring_check (const VcRing *self, const VcRingPicture *picture, GError **error)
{
  gsize stride = picture->stride;

  if (picture->buffer >= self->n_buffers)
    return vc_bridge_fail (error, "There is no buffer %u.", picture->buffer);
  if (picture->width < 1 || picture->width > VC_RING_SIDE_MAX ||
      picture->height < 1 || picture->height > VC_RING_SIDE_MAX)
    return vc_bridge_fail (error, "A picture cannot have %d × %d pixels.",
                           picture->width, picture->height);
  if (picture->stride < N_CHANNELS * picture->width ||
      stride * (picture->height - 1) + N_CHANNELS * (gsize)picture->width >
        self->size)
    return vc_bridge_fail (
      error,
      "%d rows of %d pixels with %d bytes each do not lie within a "
      "buffer.",
      picture->height, picture->width, picture->stride);
  return TRUE;
}

const guint8 *
vc_ring_get_pixels (const VcRing *self, const VcRingPicture *picture,
                    gssize *step)
{
  const guint8 *first = self->data + picture->buffer * self->size;

  *step = picture->bottom_up ? -(gssize)picture->stride : picture->stride;
  return picture->bottom_up
           ? first + (gsize)picture->stride * (picture->height - 1)
           : first;
}
