/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFingerprint: a SHA-256 that tells data apart, wherever they came from.
 *
 * Geometry and arrays count, names of files do not, nor the order in which they
 * were loaded. Adding takes a reference and no time.
 */

#pragma once

#include "surface.h"
#include "volume.h"

G_BEGIN_DECLS

typedef struct _VcFingerprint VcFingerprint;

VcFingerprint *vc_fingerprint_new (void);
void vc_fingerprint_free (VcFingerprint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFingerprint, vc_fingerprint_free)

void vc_fingerprint_add_volume (VcFingerprint *self, VcVolume *volume);
void vc_fingerprint_add_surface (VcFingerprint *self, VcSurface *surface);
/* What is known by its name. */
void vc_fingerprint_add_name (VcFingerprint *self, const char *name);

gboolean vc_fingerprint_is_empty (const VcFingerprint *self);

/* (transfer full) (nullable): 64 hexadecimal digits. Some 300 MB per second;
 * ends early, with NULL, once @is_cancelled returns TRUE. */
char *vc_fingerprint_compute (const VcFingerprint *self,
                              gboolean (*is_cancelled) (gpointer data),
                              gpointer data);

G_END_DECLS
