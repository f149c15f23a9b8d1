/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordFile: one file of a recording, written by a pipeline of its own.
 */

#include "record-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gst/app/gstappsrc.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "element.h"
#include "matroska.h"
#include "record-name.h"

GST_DEBUG_CATEGORY_STATIC (vc_record_file_debug);
#define GST_CAT_DEFAULT vc_record_file_debug

/* What may wait for the disk: some seconds. */
#define BACKLOG (16 * 1024 * 1024)
/* A block's time is 16 bits of milliseconds from its cluster's. */
#define MOST_CLUSTER (30 * (gint64)GST_SECOND)

struct _VcRecordFile {
  GObject parent_instance;

  char *folder;
  char *name;
  char *part_path;
  char *data_set;
  GstClockTime pts;
  GMainContext *context;
  GSource *bus_source;
  GstElement *pipeline;
  GstElement *source;
  GstElement *mux;
  int fd;

  GMutex mutex;
  guint64 bytes;
  guint64 dropped;
  GstClockTime end;
  gboolean is_finishing;

  /* Of the context, then of the thread that completes it. */
  gboolean is_completing;
  gboolean has_failed;
};

G_DEFINE_FINAL_TYPE (VcRecordFile, vc_record_file, G_TYPE_OBJECT)

enum { SIGNAL_FAILED, SIGNAL_ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_errno_error (GError **error, const char *what, const char *name)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "Failed to %s the recording “%s”: %s", what, name,
               g_strerror (code));
}

/* Creates the file, or takes an empty one, for this process alone. */
static gboolean
open_file (VcRecordFile *self, GError **error)
{
  struct stat status;

  /* Recordings are for nobody else on the machine. */
  self->fd =
    open (self->part_path,
          O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (self->fd < 0) {
    set_errno_error (error, "create", self->name);
    return FALSE;
  }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 ||
      fstat (self->fd, &status) != 0) {
    set_errno_error (error, "lock", self->name);
    return FALSE;
  }
  if (status.st_size != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 "Failed to create the recording “%s”: there is one already",
                 self->name);
    return FALSE;
  }

  return TRUE;
}

static GstPadProbeReturn
on_written (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  VcRecordFile *self = user_data;
  gsize n =
    GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER
      ? gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info))
      : gst_buffer_list_calculate_size (GST_PAD_PROBE_INFO_BUFFER_LIST (info));

  g_mutex_lock (&self->mutex);
  self->bytes += n;
  g_mutex_unlock (&self->mutex);

  return GST_PAD_PROBE_OK;
}

/* A caps' frame rate would become a duration of each frame, and be wrong. */
static GstCaps *
create_caps (GstCaps *caps)
{
  GstCaps *copy = gst_caps_copy (caps);

  gst_structure_set (gst_caps_get_structure (copy, 0), "framerate",
                     GST_TYPE_FRACTION, 0, 1, NULL);
  return copy;
}

static gboolean
build (VcRecordFile *self, const VcRecordFileOptions *options, GError **error)
{
  g_autoptr (GstCaps) caps = create_caps (options->caps);
  gboolean is_webm =
    g_str_equal (vc_record_format_get_ending (options->format), "webm");
  GstElement *sink = gst_element_factory_make ("fdsink", NULL);
  g_autoptr (GstPad) pad = NULL;

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->source = gst_element_factory_make ("appsrc", NULL);
  self->mux =
    gst_element_factory_make (is_webm ? "webmmux" : "matroskamux", NULL);
  if (sink == NULL || self->source == NULL || self->mux == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "GStreamer's elements for Matroska files are not installed");
    g_clear_object (&sink);
    return FALSE;
  }

  g_object_set (self->source, "caps", caps, "format", GST_FORMAT_TIME, "block",
                TRUE, "max-bytes", (guint64)BACKLOG, NULL);
  g_object_set (self->mux, "max-cluster-duration", MOST_CLUSTER, NULL);
  g_object_set (sink, "fd", self->fd, "async", FALSE, NULL);
  vc_record_tags_apply (&options->tags, self->mux);
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, self->mux, sink,
                    NULL);
  gst_element_link_pads (self->source, "src", self->mux, "video_%u");
  gst_element_link (self->mux, sink);
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad,
                     GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
                     on_written, self, NULL);

  return TRUE;
}

static gboolean
sync_folder (VcRecordFile *self)
{
  int fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_done;

  if (fd < 0)
    return FALSE;
  is_done = fsync (fd) == 0;
  close (fd);
  return is_done;
}

/* What a failed file has at its end is no whole frame. */
static gboolean
mend (VcRecordFile *self, GError **error)
{
  VcMatroskaMap map;
  guint64 end;

  if (!vc_matroska_map_read (&map, self->fd, error))
    return FALSE;
  if (map.n_frames == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "There is no picture in it");
    return FALSE;
  }

  end = self->end;
  if (self->has_failed) {
    end = map.last_time;
    if (ftruncate (self->fd, (off_t)map.end) != 0)
      GST_WARNING ("%s keeps a part of a frame", self->name);
    map.tags_pos = 0;
  }

  return vc_matroska_set_duration (&map, self->fd, MAX (end, map.last_time),
                                   error) &&
         vc_matroska_unescape_tags (&map, self->fd, error);
}

/* The name promises that the file is whole, also after a power cut. Returns
 * whether there is something to name. */
static gboolean
name_file (VcRecordFile *self)
{
  g_autofree char *path = g_build_filename (self->folder, self->name, NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;

  if (fstat (self->fd, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  if (!mend (self, &error)) {
    GST_WARNING ("%s: %s", self->name, error->message);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
      unlink (self->part_path);
      return FALSE;
    }
  }
  if (fsync (self->fd) != 0)
    GST_WARNING ("%s: %s", self->name, g_strerror (errno));
  if (rename (self->part_path, path) != 0) {
    GST_WARNING ("%s cannot be renamed: %s", self->name, g_strerror (errno));
    return FALSE;
  }

  return sync_folder (self);
}

/* In a thread of its own, for a disk may take its time. */
static void
run_completion (GTask *task, gpointer source, gpointer data,
                GCancellable *cancellable)
{
  VcRecordFile *self = source;
  gboolean is_kept;

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  is_kept = name_file (self);
  close (self->fd);
  self->fd = -1;
  g_task_return_boolean (task, is_kept);
}

static void
on_completed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  VcRecordFile *self = VC_RECORD_FILE (object);

  g_signal_emit (self, signals[SIGNAL_ENDED], 0,
                 g_task_propagate_boolean (G_TASK (result), NULL));
}

static void
complete (VcRecordFile *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->is_completing)
    return;

  self->is_completing = TRUE;
  g_source_destroy (self->bus_source);
  task = g_task_new (self, NULL, on_completed, NULL);
  g_task_run_in_thread (task, run_completion);
}

static gboolean
is_full (const GError *error)
{
  return g_error_matches (error, GST_RESOURCE_ERROR,
                          GST_RESOURCE_ERROR_NO_SPACE_LEFT);
}

static void
fail (VcRecordFile *self, GstMessage *message)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &cause, &debug);
  GST_WARNING ("%s: %s (%s)", self->name, cause->message, GST_STR_NULL (debug));
  if (is_full (cause))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 "The disk is full: recording stopped, what was recorded is "
                 "kept in “%s”",
                 self->name);
  else
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to write the recording “%s”: %s", self->name,
                 cause->message);

  self->has_failed = TRUE;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  g_autoptr (VcRecordFile) self = g_object_ref (user_data);

  if (self->is_completing)
    return G_SOURCE_REMOVE;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_ERROR:
    fail (self, message);
    complete (self);
    break;
  case GST_MESSAGE_EOS:
    complete (self);
    break;
  default:
    break;
  }

  return G_SOURCE_CONTINUE;
}

/* The bus is not watched before frames come, so that who connects to the
 * signals misses none. */
static gboolean
start (VcRecordFile *self, GError **error)
{
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to begin the recording “%s”", self->name);
    return FALSE;
  }

  /* The watch holds the file until it is complete. */
  self->bus_source =
    vc_element_watch_bus (self->pipeline, self->context, on_bus_message,
                          g_object_ref (self), g_object_unref);
  return TRUE;
}

static void
vc_record_file_finalize (GObject *object)
{
  VcRecordFile *self = VC_RECORD_FILE (object);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_object (&self->pipeline);
  g_clear_pointer (&self->bus_source, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->part_path);
  g_free (self->data_set);
  g_free (self->folder);
  g_free (self->name);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (vc_record_file_parent_class)->finalize (object);
}

static void
vc_record_file_init (VcRecordFile *self)
{
  g_mutex_init (&self->mutex);
  self->fd = -1;
}

static void
vc_record_file_class_init (VcRecordFileClass *klass)
{
  GST_DEBUG_CATEGORY_INIT (vc_record_file_debug, "vtkcastrecordfile", 0,
                           "Files of recordings");

  G_OBJECT_CLASS (klass)->finalize = vc_record_file_finalize;

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", VC_TYPE_RECORD_FILE, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", VC_TYPE_RECORD_FILE, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

VcRecordFile *
vc_record_file_new (const VcRecordFileOptions *options, GError **error)
{
  g_autoptr (VcRecordFile) self = g_object_new (VC_TYPE_RECORD_FILE, NULL);
  g_autofree char *path =
    g_build_filename (options->folder, options->name, NULL);

  self->folder = g_strdup (options->folder);
  self->name = g_strdup (options->name);
  self->part_path = g_strconcat (path, VC_RECORD_PART_ENDING, NULL);
  self->data_set = g_strdup (options->tags.data_set);
  self->pts = options->pts;
  self->context = g_main_context_ref (options->context);
  if (!open_file (self, error))
    return NULL;
  if (!build (self, options, error) || !start (self, error)) {
    unlink (self->part_path);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
vc_record_file_write (VcRecordFile *self, GstBuffer *frame, GstClockTime time)
{
  GstBuffer *copy = gst_buffer_copy (frame);

  GST_BUFFER_PTS (copy) = time;
  GST_BUFFER_DTS (copy) = time;
  GST_BUFFER_DURATION (copy) = GST_CLOCK_TIME_NONE;
  gst_app_src_push_buffer (GST_APP_SRC (self->source), copy);
}

void
vc_record_file_finish (VcRecordFile *self, guint64 dropped, GstClockTime end)
{
  g_autofree char *remark =
    g_strdup_printf ("dropped frames: %" G_GUINT64_FORMAT, dropped);
  gboolean is_finishing;

  g_mutex_lock (&self->mutex);
  is_finishing = self->is_finishing;
  self->is_finishing = TRUE;
  self->dropped = dropped;
  self->end = end;
  g_mutex_unlock (&self->mutex);
  if (is_finishing)
    return;

  vc_record_tags_comment (self->mux, self->data_set, remark);
  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
}

const char *
vc_record_file_get_name (VcRecordFile *self)
{
  return self->name;
}

GstClockTime
vc_record_file_get_pts (VcRecordFile *self)
{
  return self->pts;
}

guint64
vc_record_file_get_dropped (VcRecordFile *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->dropped;
}

guint64
vc_record_file_get_bytes (VcRecordFile *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->bytes;
}
