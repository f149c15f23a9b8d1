/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStill: the exact pixels of one frame, compressed without loss.
 *
 * Any thread; immutable and reference counted.
 */

#pragma once

#include <gio/gio.h>

#include "frame.h"
#include "still-stream.h"

G_BEGIN_DECLS

/**
 * VcStillFormat:
 * @VC_STILL_WEBP: lossless WebP in strips, for browsers
 * @VC_STILL_PNG: one file, for everybody else
 */
typedef enum {
  VC_STILL_WEBP,
  VC_STILL_PNG,
} VcStillFormat;

/**
 * VcStill:
 * @id: of the frame
 * @width, @height: pixels
 * @format: of @bytes
 * @bytes: a whole file; or several, which are strips of the picture from top to
 *   bottom, each as wide as the picture
 * @parts: the length of each, bytes
 * @n_parts: how many
 * @sha256: of the pixels, three bytes R, G, B each, row by row from the top;
 *   64 hexadecimal digits
 */
typedef struct {
  guint64 id;
  int width;
  int height;
  VcStillFormat format;
  GBytes *bytes;
  gsize parts[VC_STILL_MAX_PARTS];
  guint n_parts;
  char *sha256;
} VcStill;

VcStill *vc_still_ref (VcStill *self);
void vc_still_unref (VcStill *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcStill, vc_still_unref)

/* "image/webp" or "image/png". */
const char *vc_still_get_type_name (const VcStill *self);

/**
 * VcStillEffort: for WebP
 * @VC_STILL_FAST: for links on which the time to compress counts
 * @VC_STILL_SMALL: three times the work, a quarter less to send
 */
typedef enum {
  VC_STILL_FAST,
  VC_STILL_SMALL,
} VcStillEffort;

/* (transfer full): of @frame's pixels, as `sha256` above. */
char *vc_still_hash_frame (const VcFrame *frame);

/* Compresses @frame; tens of milliseconds. Gives up soon after @cancellable is
 * cancelled. */
VcStill *vc_still_new (const VcFrame *frame, VcStillFormat format,
                       VcStillEffort effort, GCancellable *cancellable,
                       GError **error);

/* The same in a thread of its own. @stream: (nullable): a new one, which is
 * given the files and the checksum of a WebP as soon as they are there. */
void vc_still_new_async (VcFrame *frame, VcStillFormat format,
                         VcStillEffort effort, VcStillStream *stream,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
VcStill *vc_still_new_finish (GAsyncResult *result, GError **error);

G_END_DECLS
