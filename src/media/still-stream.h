/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStillStream: the files of one exact picture, while they are being made.
 *
 * On a slow link the first are on their way before the last is compressed.
 * Written by any thread, read in the main context in which it was made.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Browsers take no more. */
#define VC_STILL_MAX_PARTS 16

/**
 * VcStillStreamState:
 * @VC_STILL_STREAM_OPEN: more will come
 * @VC_STILL_STREAM_WHOLE: everything is there
 * @VC_STILL_STREAM_BROKEN: nothing more will come, and something is missing
 */
typedef enum {
  VC_STILL_STREAM_OPEN,
  VC_STILL_STREAM_WHOLE,
  VC_STILL_STREAM_BROKEN,
} VcStillStreamState;

#define VC_TYPE_STILL_STREAM (vc_still_stream_get_type ())
G_DECLARE_FINAL_TYPE (VcStillStream, vc_still_stream, VC, STILL_STREAM, GObject)

/* Emits "changed" in the thread-default main context of now. */
VcStillStream *vc_still_stream_new (void);

/* As in VcStill. Any thread. */
void vc_still_stream_set_sha256 (VcStillStream *self, const char *sha256);

/* @file: (transfer none): strip @index of @n_parts, in any order. Any thread.
 */
void vc_still_stream_set_part (VcStillStream *self, guint index, guint n_parts,
                               GBytes *file);

/* Of a stream that is whole this changes nothing. Any thread. */
void vc_still_stream_break (VcStillStream *self);

VcStillStreamState vc_still_stream_get_state (VcStillStream *self);

/* (nullable): NULL until it is known. Nothing can be read before. */
const char *vc_still_stream_get_sha256 (VcStillStream *self);

/* Returns: (transfer full) (nullable): the file of strip @index if it can be
 * read: all above it are there, too */
GBytes *vc_still_stream_read (VcStillStream *self, guint index);

G_END_DECLS
