/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Mends Matroska files in place: what matroskamux cannot say, or could not
 * write any more.
 *
 * Elements are those of RFC 9559, their coding that of RFC 8794.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VcMatroskaMap: where things are in a file
 * @duration_pos: of the element that says how long it is; 0 = nowhere
 * @tags_pos: of the first tag; 0 = nowhere
 * @tags_end: behind the last one
 * @time_scale: nanoseconds of a tick
 * @n_frames: that are there as a whole
 * @last_time: nanoseconds, of the last frame
 * @end: behind it
 */
typedef struct {
  guint64 duration_pos;
  guint64 tags_pos;
  guint64 tags_end;
  guint64 time_scale;
  guint64 n_frames;
  guint64 last_time;
  guint64 end;
} VcMatroskaMap;

/* Reads a file of one track, which may be cut off anywhere. Fails if it is no
 * Matroska or cannot be read. */
gboolean vc_matroska_map_read (VcMatroskaMap *map, int fd, GError **error);

/* @duration: nanoseconds */
gboolean vc_matroska_set_duration (const VcMatroskaMap *map, int fd,
                                   guint64 duration, GError **error);

/* matroskamux 1.22 writes tags as GStreamer's own serialisation, "with\ quotes"
 * and backslashes; this puts the texts themselves there, padded with zeros (RFC
 * 8794, 7.4). */
gboolean vc_matroska_unescape_tags (const VcMatroskaMap *map, int fd,
                                    GError **error);

G_END_DECLS
