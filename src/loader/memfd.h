/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Anonymous memory that one process fills and another maps.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcMemfd:
 * @fd: −1 after vc_memfd_steal()
 * @data: writable
 */
typedef struct {
  int fd;
  void *data;
  gsize size;
} VcMemfd;

/* @size: ≥ 1 */
VcMemfd *vc_memfd_new (gsize size, GError **error);
void vc_memfd_free (VcMemfd *self);

/* Unmaps and seals: from here on nobody can change or resize it.
 *
 * Returns: the descriptor, or −1. */
int vc_memfd_steal (VcMemfd *self, GError **error);

/* Maps @fd, which may come from a hostile process: it has to have exactly
 * @size bytes and be sealed against shrinking, growing and writing, so that no
 * access can raise SIGBUS and nothing that was checked can change. */
GBytes *vc_memfd_map (int fd, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcMemfd, vc_memfd_free)

G_END_DECLS
