/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecorder: writes the producer's frames into video files, as they came.
 */

#include "recorder.h"

#include <string.h>

#include "record-branch.h"
#include "record-file.h"
#include "record-plan.h"
#include "record-post.h"

GST_DEBUG_CATEGORY_STATIC (vc_recorder_debug);
#define GST_CAT_DEFAULT vc_recorder_debug

/* What a block costs besides its frame, at most. */
#define BLOCK_OVERHEAD 16
#define FILE_OVERHEAD 1024

struct _VcRecorder {
  GObject parent_instance;

  GMainContext *context;
  VcProducer *producer;
  guint consumer;
  VcRecordBranch *branch;
  VcRecordPlan plan;
  gboolean is_stopping;
  gboolean has_failed;
  gboolean has_branch_ended;
  gboolean has_stopped;
  GPtrArray *finished;
  guint64 finished_bytes;

  GMutex mutex;
  GstClockTime begin;
  GstClockTime newest_pts;
  GstSample *newest;
  GstClockTime end;
  guint64 frames;
  guint64 dropped;
  guint n_files;
  GPtrArray *open; /* files that are not finished, the newest last */

  /* The encoder's thread, and the main context when it has ended. */
  VcRecordFile *file;
  gboolean is_broken;
  GstCaps *caps;
  VcSplitState split;
  gboolean is_split_due;
  guint64 dropped_before;
  GstClockTime newest_time;
};

G_DEFINE_FINAL_TYPE (VcRecorder, vc_recorder, G_TYPE_OBJECT)

enum {
  SIGNAL_FILE_BEGAN,
  SIGNAL_FILE_ENDED,
  SIGNAL_DROPPING,
  SIGNAL_FAILED,
  SIGNAL_STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_dropping (gpointer user_data)
{
  VcRecordPost *message = user_data;

  g_signal_emit (message->owner, signals[SIGNAL_DROPPING], 0);

  return G_SOURCE_REMOVE;
}

static void
push (VcRecorder *self, GstSample *sample, GstClockTime time)
{
  guint n_dropped = vc_record_branch_push (self->branch, sample, time);
  gboolean is_first;

  if (n_dropped == 0)
    return;

  g_mutex_lock (&self->mutex);
  is_first = self->dropped == 0;
  self->dropped += n_dropped;
  g_mutex_unlock (&self->mutex);
  if (is_first)
    vc_record_post (G_OBJECT (self), self->context, on_dropping, NULL, NULL);
}

/* In the producer's streaming thread. */
static void
on_sample (GstSample *sample, gpointer user_data)
{
  VcRecorder *self = user_data;
  GstClockTime pts = GST_BUFFER_PTS (gst_sample_get_buffer (sample));

  g_mutex_lock (&self->mutex);
  if (!GST_CLOCK_TIME_IS_VALID (self->begin))
    self->begin = pts;
  self->newest_pts = pts;
  g_clear_pointer (&self->newest, gst_sample_unref);
  self->newest = gst_sample_ref (sample);
  g_mutex_unlock (&self->mutex);

  push (self, sample, pts - self->begin);
}

/* Main context. Stops for a reason that people should know. */
static void
fail (VcRecorder *self, const GError *error)
{
  if (self->has_failed || self->has_stopped)
    return;

  self->has_failed = TRUE;
  GST_WARNING ("%s", error->message);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  vc_record_branch_abort (self->branch);
  vc_recorder_stop (self);
}

static gboolean
on_failure (gpointer user_data)
{
  VcRecordPost *message = user_data;

  fail (VC_RECORDER (message->owner), message->error);

  return G_SOURCE_REMOVE;
}

static void
on_file_failed (VcRecordFile *file, GError *error, gpointer user_data)
{
  fail (user_data, error);
}

/* Main context. Nothing is left to do once no frame and no file is left. */
static void
check_stopped (VcRecorder *self)
{
  gboolean has_open;

  g_mutex_lock (&self->mutex);
  has_open = self->open->len > 0;
  g_mutex_unlock (&self->mutex);
  if (has_open || !self->has_branch_ended || self->has_stopped)
    return;

  self->has_stopped = TRUE;
  g_clear_pointer (&self->branch, vc_record_branch_free);
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
  g_object_unref (self);
}

static void
on_file_ended (VcRecordFile *file, gboolean is_kept, gpointer user_data)
{
  VcRecorder *self = user_data;
  g_autoptr (VcRecordFile) hold = g_object_ref (file);

  g_signal_handlers_disconnect_by_data (file, self);
  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->open, file);
  g_mutex_unlock (&self->mutex);
  self->finished_bytes += vc_record_file_get_bytes (file);
  if (is_kept) {
    g_ptr_array_add (self->finished, g_strdup (vc_record_file_get_name (file)));
    g_signal_emit (self, signals[SIGNAL_FILE_ENDED], 0,
                   vc_record_file_get_name (file),
                   vc_record_file_get_dropped (file));
  }
  check_stopped (self);
}

static gboolean
on_file_began (gpointer user_data)
{
  VcRecordPost *message = user_data;

  g_signal_emit (message->owner, signals[SIGNAL_FILE_BEGAN], 0,
                 vc_record_file_get_name (message->file),
                 vc_record_file_get_pts (message->file));

  return G_SOURCE_REMOVE;
}

/* @end: when the next file begins, or the recording ended. */
static void
finish_file (VcRecorder *self, GstClockTime end)
{
  guint64 dropped;

  if (self->file == NULL)
    return;

  g_mutex_lock (&self->mutex);
  dropped = self->dropped;
  g_mutex_unlock (&self->mutex);
  vc_record_file_finish (self->file, dropped - self->dropped_before,
                         self->begin + end -
                           vc_record_file_get_pts (self->file));
  self->dropped_before = dropped;
  g_clear_object (&self->file);
}

static void
begin_file (VcRecorder *self, GstCaps *caps, GstClockTime time)
{
  g_autofree char *name = vc_record_plan_name (&self->plan, self->n_files + 1);
  VcRecordFileOptions options = {
    .name = name,
    .caps = caps,
    .pts = self->begin + time,
    .context = self->context,
  };
  GError *error = NULL;

  vc_record_plan_fill (&self->plan, &options);
  self->file = vc_record_file_new (&options, &error);
  if (self->file == NULL) {
    self->is_broken = TRUE;
    vc_record_post (G_OBJECT (self), self->context, on_failure, NULL, error);
    return;
  }

  g_signal_connect (self->file, "failed", G_CALLBACK (on_file_failed), self);
  g_signal_connect (self->file, "ended", G_CALLBACK (on_file_ended), self);
  g_mutex_lock (&self->mutex);
  self->n_files++;
  g_ptr_array_add (self->open, g_object_ref (self->file));
  g_mutex_unlock (&self->mutex);
  vc_record_post (G_OBJECT (self), self->context, on_file_began, self->file,
                  NULL);

  gst_caps_replace (&self->caps, caps);
  self->split = (VcSplitState){.bytes = FILE_OVERHEAD};
  self->is_split_due = FALSE;
}

static void
note_frame (VcRecorder *self, GstBuffer *buffer, GstClockTime time)
{
  gsize size = gst_buffer_get_size (buffer);
  GstClockTime begin = vc_record_file_get_pts (self->file) - self->begin;

  self->newest_time = time;
  self->split.bytes += size + BLOCK_OVERHEAD;
  self->split.largest = MAX (self->split.largest, size);
  self->split.n_keys +=
    GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT) ? 0 : 1;
  self->split.us = (gint64)GST_TIME_AS_USECONDS (time - begin);
  g_mutex_lock (&self->mutex);
  self->frames++;
  g_mutex_unlock (&self->mutex);

  if (!self->is_split_due &&
      vc_record_split_is_due (&self->plan.rule, &self->split)) {
    self->is_split_due = TRUE;
    vc_record_branch_force_key (self->branch);
  }
}

/* Is it the one that is shown again when the recording stops? */
static gboolean
is_last (VcRecorder *self, GstClockTime time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return GST_CLOCK_TIME_IS_VALID (self->end) && time >= self->end - self->begin;
}

/* Can this frame not be in the file of those before it? */
static gboolean
needs_file (VcRecorder *self, GstCaps *caps, gboolean is_key, GstClockTime time)
{
  if (self->file == NULL)
    return TRUE;
  if (!is_key)
    return FALSE;
  if (!gst_caps_is_equal (caps, self->caps))
    return TRUE;

  return self->is_split_due && !is_last (self, time);
}

/* In the encoder's thread. */
static void
on_encoded (GstSample *sample, GstClockTime time, gpointer user_data)
{
  VcRecorder *self = user_data;
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstCaps *caps = gst_sample_get_caps (sample);
  gboolean is_key =
    !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);

  if (!self->is_broken && needs_file (self, caps, is_key, time)) {
    finish_file (self, time);
    begin_file (self, caps, time);
  }
  if (self->is_broken)
    return;

  vc_record_file_write (self->file, buffer,
                        self->begin + time -
                          vc_record_file_get_pts (self->file));
  note_frame (self, buffer, time);
}

static void
on_branch_ended (const GError *error, gpointer user_data)
{
  VcRecorder *self = user_data;

  if (error != NULL)
    fail (self, error);
  self->has_branch_ended = TRUE;
  finish_file (self, self->newest_time);
  check_stopped (self);
}

static const VcRecordBranchFuncs branch_funcs = {
  .encoded = on_encoded,
  .ended = on_branch_ended,
};

static void
vc_recorder_finalize (GObject *object)
{
  VcRecorder *self = VC_RECORDER (object);

  g_assert (self->consumer == 0);
  g_assert (self->file == NULL);
  g_clear_pointer (&self->branch, vc_record_branch_free);
  g_clear_pointer (&self->newest, gst_sample_unref);
  gst_clear_caps (&self->caps);
  g_clear_object (&self->producer);
  g_ptr_array_unref (self->finished);
  g_ptr_array_unref (self->open);
  vc_record_plan_clear (&self->plan);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (vc_recorder_parent_class)->finalize (object);
}

static void
vc_recorder_init (VcRecorder *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->finished = g_ptr_array_new_with_free_func (g_free);
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
  self->begin = GST_CLOCK_TIME_NONE;
  self->end = GST_CLOCK_TIME_NONE;
  g_mutex_init (&self->mutex);
}

static void
vc_recorder_class_init (VcRecorderClass *klass)
{
  GST_DEBUG_CATEGORY_INIT (vc_recorder_debug, "vtkcastrecorder", 0,
                           "Recordings");

  G_OBJECT_CLASS (klass)->finalize = vc_recorder_finalize;

  signals[SIGNAL_FILE_BEGAN] =
    g_signal_new ("file-began", VC_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT64);
  signals[SIGNAL_FILE_ENDED] =
    g_signal_new ("file-ended", VC_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT64);
  signals[SIGNAL_DROPPING] =
    g_signal_new ("dropping", VC_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", VC_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_STOPPED] =
    g_signal_new ("stopped", VC_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

VcRecorder *
vc_recorder_new (VcProducer *producer, const VcRecorderOptions *options,
                 GError **error)
{
  g_autoptr (VcRecorder) self = g_object_new (VC_TYPE_RECORDER, NULL);

  g_return_val_if_fail (VC_IS_PRODUCER (producer), NULL);
  g_return_val_if_fail (strchr (options->name, '/') == NULL, NULL);

  if (!g_file_test (options->folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY,
                 "Failed to record: “%s” is no folder", options->folder);
    return NULL;
  }

  vc_record_plan_init (&self->plan, options);
  self->producer = g_object_ref (producer);
  self->branch =
    vc_record_branch_new (options->format, &branch_funcs, self, error);
  if (self->branch == NULL)
    return NULL;

  self->consumer = vc_producer_add_consumer (producer, on_sample, self);
  g_object_ref (self); /* until it has stopped */

  return g_steal_pointer (&self);
}

void
vc_recorder_stop (VcRecorder *self)
{
  g_return_if_fail (VC_IS_RECORDER (self));

  if (self->is_stopping)
    return;

  self->is_stopping = TRUE;
  vc_producer_remove_consumer (self->producer, self->consumer);
  self->consumer = 0;
  if (self->newest != NULL) {
    GstClockTime end = MAX (vc_producer_get_running_time (self->producer),
                            self->newest_pts + GST_MSECOND);

    g_mutex_lock (&self->mutex);
    self->end = end;
    g_mutex_unlock (&self->mutex);
    push (self, self->newest, end - self->begin);
    g_clear_pointer (&self->newest, gst_sample_unref);
  }
  vc_record_branch_end (self->branch);
}

static guint64
count_bytes_locked (VcRecorder *self)
{
  guint64 bytes = self->finished_bytes;

  for (guint i = 0; i < self->open->len; i++)
    bytes += vc_record_file_get_bytes (g_ptr_array_index (self->open, i));
  return bytes;
}

void
vc_recorder_get_stats (VcRecorder *self, VcRecorderStats *stats)
{
  GstClockTime now = vc_producer_get_running_time (self->producer);
  GstClockTime base = vc_producer_get_base_time (self->producer);

  g_return_if_fail (VC_IS_RECORDER (self));

  memset (stats, 0, sizeof *stats);
  g_mutex_lock (&self->mutex);
  if (GST_CLOCK_TIME_IS_VALID (self->begin)) {
    /* GStreamer's system clock is the monotonic one. */
    stats->begin_us = (gint64)GST_TIME_AS_USECONDS (base + self->begin);
    stats->begin_pts = self->begin;
    now = GST_CLOCK_TIME_IS_VALID (self->end) ? self->end : now;
    stats->duration_us =
      MAX (GST_CLOCK_DIFF (self->begin, now), 0) / GST_USECOND;
  }
  stats->bytes = count_bytes_locked (self);
  stats->frames = self->frames;
  stats->dropped = self->dropped;
  stats->files = self->n_files;
  stats->is_stopped = self->has_stopped;
  g_mutex_unlock (&self->mutex);
}

GStrv
vc_recorder_get_files (VcRecorder *self)
{
  GStrv files;

  g_return_val_if_fail (VC_IS_RECORDER (self), NULL);

  files = g_new0 (char *, self->finished->len + 1);
  for (guint i = 0; i < self->finished->len; i++)
    files[i] = g_strdup (g_ptr_array_index (self->finished, i));
  return files;
}
