/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Checks what a loader process handed over, and wraps it.
 *
 * The process has read a hostile file with code that is known to break on such
 * files, so nothing that it says is believed. Passes over all data: not for a
 * thread that has to answer quickly.
 */

#pragma once

#include "message.h"
#include "surface.h"
#include "volume.h"

G_BEGIN_DECLS

VcVolume *vc_unpack_volume (const VcMessage *message, const int *fds,
                            guint n_fds, GError **error);
VcSurface *vc_unpack_surface (const VcMessage *message, const int *fds,
                              guint n_fds, GError **error);

G_END_DECLS
