/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecording: a session on the record: its video with its journal.
 */

#include "recording.h"

#include <glib/gstdio.h>

#include "journal.h"
#include "rpc.h"

/**
 * _VcRecording:
 * @recorder: (nullable): from the begin until its files are finished
 * @journal: (nullable): a little longer
 * @stats: of the recorder, its last ones when it is gone
 * @problem: (nullable): what people should know
 */
struct _VcRecording {
  VcProducer *producer;
  VcView *view;
  char *folder;
  VcRecordFormat format;
  GStrv locations;
  VcRecordingFunc stopped;
  gpointer user_data;
  VcRecorder *recorder;
  VcJournal *journal;
  VcRecorderStats stats;
  char *problem;
  gboolean has_begun;
  gboolean is_stopping;
};

static void
note_problem (VcRecording *self, const GError *error)
{
  g_warning ("%s", error->message);
  if (self->problem == NULL)
    self->problem = g_strdup (error->message);
}

static void
on_failed (GObject *source, GError *error, gpointer user_data)
{
  note_problem (user_data, error);
}

static void
on_file_began (VcRecorder *recorder, const char *name, guint64 pts,
               gpointer user_data)
{
  VcRecording *self = user_data;

  vc_journal_note_video (self->journal, "began", name, pts, 0);
}

static void
on_file_ended (VcRecorder *recorder, const char *name, guint64 n_dropped,
               gpointer user_data)
{
  VcRecording *self = user_data;

  if (n_dropped > 0)
    vc_journal_note_video (self->journal, "dropped", name, 0, n_dropped);
  vc_journal_note_video (self->journal, "ended", name, 0, 0);
}

static void
on_frame (VcProducer *producer, const VcFrameReport *report, gpointer user_data)
{
  VcRecording *self = user_data;

  if (self->journal != NULL && report->id != 0)
    vc_journal_note_sent (self->journal, report->id, report->pts);
}

static void
on_journal_closed (VcJournal *journal, gpointer user_data)
{
  VcRecording *self = user_data;

  g_signal_handlers_disconnect_by_data (journal, self);
  g_clear_object (&self->journal);
  self->stopped (self->user_data);
}

/* The journal tells of the video's end. */
static void
on_recorder_stopped (VcRecorder *recorder, gpointer user_data)
{
  VcRecording *self = user_data;

  vc_recorder_get_stats (recorder, &self->stats);
  g_signal_handlers_disconnect_by_data (recorder, self);
  g_clear_object (&self->recorder);
  vc_journal_close (self->journal, self->problem);
}

/* In the order of time, and without what any file system objects to. */
static char *
create_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d-%H%M%S");
}

static gboolean
begin (VcRecording *self, const char *title, GError **error)
{
  g_autofree char *name = create_name ();
  g_autofree char *file = g_strconcat (name, ".jsonl", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  g_autofree char *data_set = g_strjoinv (", ", self->locations);
  VcJournalAbout about = {
    .title = title,
    .locations = (const char *const *)self->locations,
  };
  VcRecorderOptions options = {
    .folder = self->folder,
    .name = name,
    .format = self->format,
    .title = title,
    .data_set = data_set,
  };

  self->journal = vc_journal_new (path, self->view, &about, error);
  if (self->journal == NULL)
    return FALSE;
  self->recorder = vc_recorder_new (self->producer, &options, error);
  if (self->recorder == NULL) {
    g_clear_object (&self->journal);
    return FALSE;
  }
  g_signal_connect (self->journal, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->journal, "closed", G_CALLBACK (on_journal_closed),
                    self);
  g_signal_connect (self->recorder, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->recorder, "file-began", G_CALLBACK (on_file_began),
                    self);
  g_signal_connect (self->recorder, "file-ended", G_CALLBACK (on_file_ended),
                    self);
  g_signal_connect (self->recorder, "stopped", G_CALLBACK (on_recorder_stopped),
                    self);
  return TRUE;
}

static void
follow_status (VcRecording *self, const VcStatus *status)
{
  g_autoptr (GError) error = NULL;

  if (status == NULL || status->kind != VC_STATUS_READY || self->has_begun ||
      self->is_stopping)
    return;
  self->has_begun = TRUE;
  if (!begin (self, status->text, &error))
    note_problem (self, error);
}

static void
on_status (VcView *view, const VcStatus *status, gpointer user_data)
{
  follow_status (user_data, status);
}

static gboolean
check_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0 &&
      g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Failed to record into “%s”: %s.", folder, g_strerror (errno));
  return FALSE;
}

VcRecording *
vc_recording_new (VcProducer *producer, VcView *view,
                  const VcRecordingOptions *options, VcRecordingFunc stopped,
                  gpointer user_data, GError **error)
{
  g_autoptr (VcStatus) status = vc_view_dup_status (view);
  VcRecording *self;

  if (!check_folder (options->folder, error))
    return NULL;
  self = g_new0 (VcRecording, 1);
  self->producer = g_object_ref (producer);
  self->view = g_object_ref (view);
  self->folder = g_strdup (options->folder);
  self->format = options->format;
  self->locations = g_strdupv ((char **)options->locations);
  self->stopped = stopped;
  self->user_data = user_data;
  g_signal_connect (producer, "frame", G_CALLBACK (on_frame), self);
  g_signal_connect (view, "status", G_CALLBACK (on_status), self);
  follow_status (self, status);
  return self;
}

void
vc_recording_free (VcRecording *self)
{
  vc_recording_stop (self);
  g_signal_handlers_disconnect_by_data (self->producer, self);
  g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->recorder != NULL)
    g_signal_handlers_disconnect_by_data (self->recorder, self);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
  g_clear_object (&self->recorder);
  g_clear_object (&self->journal);
  g_object_unref (self->producer);
  g_object_unref (self->view);
  g_strfreev (self->locations);
  g_free (self->folder);
  g_free (self->problem);
  g_free (self);
}

void
vc_recording_stop (VcRecording *self)
{
  if (self == NULL)
    return;
  self->is_stopping = TRUE;
  if (self->recorder != NULL)
    vc_recorder_stop (self->recorder);
}

gboolean
vc_recording_is_busy (const VcRecording *self)
{
  return self != NULL && self->journal != NULL;
}

char *
vc_recording_build_state (VcRecording *self)
{
  JsonObject *params;

  if (self == NULL || (!self->has_begun && self->problem == NULL))
    return NULL;
  if (self->recorder != NULL)
    vc_recorder_get_stats (self->recorder, &self->stats);
  params = json_object_new ();
  json_object_set_boolean_member (
    params, "recording", self->recorder != NULL && self->problem == NULL);
  json_object_set_double_member (params, "seconds",
                                 self->stats.duration_us / 1e6);
  json_object_set_int_member (params, "bytes", self->stats.bytes);
  json_object_set_int_member (params, "dropped", self->stats.dropped);
  if (self->problem != NULL)
    json_object_set_string_member (params, "problem", self->problem);
  return vc_rpc_build_notification ("recording", params);
}

void
vc_recording_note_viewer (VcRecording *self, guint viewer, const char *what)
{
  if (self != NULL && self->journal != NULL)
    vc_journal_note_viewer (self->journal, viewer, what);
}

void
vc_recording_note_still (VcRecording *self, guint64 frame, const char *sha256)
{
  if (self != NULL && self->journal != NULL)
    vc_journal_note_still (self->journal, frame, sha256);
}
