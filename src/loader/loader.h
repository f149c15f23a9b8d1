/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLoader: reads one file or DICOM folder in a child process.
 *
 * VTK's readers crash or lie on bad files, so the parent sees nothing of a file
 * but arrays that it has checked. The child (vtkcast-loader) runs niced, with
 * bounded memory, and dies with its parent.
 */

#pragma once

#include <gio/gio.h>

#include "surface.h"
#include "volume.h"

G_BEGIN_DECLS

/**
 * VcLoaderError:
 * @VC_LOADER_ERROR_NOT_FOUND: there is no such file
 * @VC_LOADER_ERROR_UNSUPPORTED: no reader for it
 * @VC_LOADER_ERROR_BROKEN: truncated, inconsistent or hostile
 * @VC_LOADER_ERROR_TOO_LARGE: more than the memory allowed
 * @VC_LOADER_ERROR_CRASHED: the reader died
 *
 * Messages are whole sentences for people, naming the file.
 */
#define VC_LOADER_ERROR (vc_loader_error_quark ())
typedef enum {
  VC_LOADER_ERROR_NOT_FOUND,
  VC_LOADER_ERROR_UNSUPPORTED,
  VC_LOADER_ERROR_BROKEN,
  VC_LOADER_ERROR_TOO_LARGE,
  VC_LOADER_ERROR_CRASHED,
} VcLoaderError;
GQuark vc_loader_error_quark (void);

#define VC_TYPE_LOADER (vc_loader_get_type ())
G_DECLARE_FINAL_TYPE (VcLoader, vc_loader, VC, LOADER, GObject)

/* All signals are emitted in the thread-default main context of the thread
 * that called vc_loader_start(). */
/**
 * VcLoader::progress:
 * @fraction: 0…1
 */
/**
 * VcLoader::volume:
 * @volume: a #VcVolume
 */
/**
 * VcLoader::surface:
 * @surface: a #VcSurface
 */
/**
 * VcLoader::twin:
 * @surface: a #VcSurface of at most 40,000 triangles that resembles the one
 *   emitted before; only for surfaces of more than 80,000. May come seconds
 *   later
 */
/**
 * VcLoader::finished:
 * @error: (nullable): a #GError; what was emitted before it stays valid
 *
 * Emitted once, last; not after vc_loader_cancel().
 */

/* Looks at name and first bytes only: is there something that a reader exists
 * for? Fast enough for a command line. */
gboolean vc_loader_check (const char *path, GError **error);

VcLoader *vc_loader_new (const char *path);

/* Bytes of address space that the child may use; default three quarters of the
 * machine's memory. */
void vc_loader_set_memory_limit (VcLoader *self, guint64 bytes);

/* Returns FALSE if the child cannot be started. */
gboolean vc_loader_start (VcLoader *self, GError **error);

/* Kills the child; no signal is emitted afterwards. Also done by dispose. */
void vc_loader_cancel (VcLoader *self);

G_END_DECLS
