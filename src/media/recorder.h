/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecorder: writes the producer's frames into video files, as they came.
 *
 *     producer ──▶ bounded queue ──▶ encoder ──▶ file, file, …
 *                  drops the oldest  niced       a pipeline of its own each
 *
 * Nothing of it slows the producer or its other consumers: a frame that neither
 * the encoder nor the disk can take is dropped and counted. Time stamps are the
 * true ones, so a rest costs no bytes. A frame is in the file as soon as it is
 * encoded: when the process is killed, NAME….part can be read up to there, and
 * remux.h repairs it.
 *
 * Files are complete in themselves and begin at time 0 with a key frame. They
 * are named NAME.mkv, or NAME-001.mkv, NAME-002.mkv … if a limit of size or
 * duration is given. Frames of another size begin a new file, too: after
 * NAME.mkv comes NAME-002.mkv. record-name.h parses these names.
 *
 * Several recorders may run at once, with different names.
 *
 * Main context only.
 */

#pragma once

#include "producer.h"
#include "record-format.h"

G_BEGIN_DECLS

/**
 * VcRecorderOptions:
 * @folder: exists
 * @name: without ending and slash
 * @title, @data_set: (nullable): for the tags TITLE and COMMENTS
 * @date: (nullable): when it began; now if %NULL
 * @split_bytes: no file becomes much larger; 0: never split
 * @split_us: nor longer, as long as frames come; 0: never split
 */
typedef struct {
  const char *folder;
  const char *name;
  VcRecordFormat format;
  const char *title;
  const char *data_set;
  GDateTime *date;
  guint64 split_bytes;
  gint64 split_us;
} VcRecorderOptions;

/**
 * VcRecorderStats:
 * @begin_us: monotonic, of the first frame's time stamp; 0 before it
 * @begin_pts: the same in the producer's running time, nanoseconds: a frame
 *   whose #VcFrameReport says pts is shown at pts - begin_pts
 * @duration_us: since then, until now or until it was stopped
 * @bytes: of all files
 * @frames: encoded, with the last one that is shown again when it is stopped
 * @dropped: that the encoder or the disk could not follow
 * @files: begun
 */
typedef struct {
  gint64 begin_us;
  GstClockTime begin_pts;
  gint64 duration_us;
  guint64 bytes;
  guint64 frames;
  guint64 dropped;
  guint files;
  gboolean is_stopped;
} VcRecorderStats;

#define VC_TYPE_RECORDER (vc_recorder_get_type ())
G_DECLARE_FINAL_TYPE (VcRecorder, vc_recorder, VC, RECORDER, GObject)

/**
 * VcRecorder::file-began:
 * @name: its base name when it will be finished
 * @pts: (type guint64): of its time 0, in the producer's running time
 */
/**
 * VcRecorder::file-ended:
 * @name: its base name
 * @dropped: (type guint64): frames that were dropped while it was written
 *
 * It is whole, on the disk, and has its name.
 */
/**
 * VcRecorder::dropping:
 *
 * The first frame was dropped.
 */
/**
 * VcRecorder::failed:
 * @error: a #GError, for people
 *
 * No more frames are recorded. What was written is finished and kept;
 * VcRecorder::stopped follows. Once at most.
 */
/**
 * VcRecorder::stopped:
 *
 * All files are finished. Once.
 */

/* Begins at once, with the producer's newest frame if there is one. Whatever
 * happens to the caller's reference, it lives on until it was stopped. */
VcRecorder *vc_recorder_new (VcProducer *producer,
                             const VcRecorderOptions *options, GError **error);

/* The last frame is shown until now, and the files are finished, which takes as
 * long as the disk needs. Idempotent. Must be called before the producer is
 * stopped. */
void vc_recorder_stop (VcRecorder *self);

void vc_recorder_get_stats (VcRecorder *self, VcRecorderStats *stats);

/* Base names of the finished files, in order. (transfer full) */
GStrv vc_recorder_get_files (VcRecorder *self);

G_END_DECLS
