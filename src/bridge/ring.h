/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRing: the memory into which a program puts its pictures.
 *
 * The program made it, and may write to it at any time; it cannot shrink, so
 * that reading within it never fails. Reference counted, one thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Enough for one that is drawn into, one on its way and one that is shown. */
#define VC_RING_BUFFERS_MIN 3
#define VC_RING_BUFFERS_MAX 8
#define VC_RING_SIDE_MAX 16384
#define VC_RING_LENGTH_MAX G_GUINT64_CONSTANT (0x80000000)

typedef struct _VcRing VcRing;

/**
 * VcRingPicture:
 * @buffer: which
 * @width: pixels
 * @height: rows
 * @stride: bytes from one row to the next
 * @bottom_up: the first row in memory is the lowest
 *
 * Where a picture lies: R, G, B and a byte that says nothing.
 */
typedef struct {
  guint buffer;
  int width;
  int height;
  int stride;
  gboolean bottom_up;
} VcRingPicture;

/* @fd: a memfd, sealed against shrinking, of at least @n_buffers × @size
 * bytes; the caller goes on owning it. Fails with a sentence. */
VcRing *vc_ring_new (int fd, gint64 n_buffers, gint64 size, GError **error);
VcRing *vc_ring_ref (VcRing *self);
void vc_ring_unref (VcRing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRing, vc_ring_unref)

guint vc_ring_get_n_buffers (const VcRing *self);

/* Does @picture lie within its buffer? */
gboolean vc_ring_check (const VcRing *self, const VcRingPicture *picture,
                        GError **error);

/* The upper left pixel of a checked picture; @step: bytes to the row below. */
const guint8 *vc_ring_get_pixels (const VcRing *self,
                                  const VcRingPicture *picture, gssize *step);

G_END_DECLS
