/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecording: a session on the record: its video with its journal.
 */

#include "recording.h"

#include <string.h>

#include "journal.h"

/**
 * _VcRecording:
 * @recorder: (nullable): until its files are finished
 * @journal: (nullable): a little longer
 * @stats: of the recorder, its last ones when it is gone
 * @problem: (nullable): what people should know
 */
struct _VcRecording {
  VcProducer *producer;
  char *ending;
  VcRecordingFunc stopped;
  gpointer user_data;
  VcRecorder *recorder;
  VcJournal *journal;
  VcRecorderStats stats;
  guint64 journal_bytes;
  char *problem;
};

/* The one is no evidence without the other. */
static void
on_failed (GObject *source, GError *error, gpointer user_data)
{
  vc_recording_fail (user_data, error->message);
}

/* The file's name when all is done: (transfer full) */
static char *
get_final_name (VcRecording *self, const char *name)
{
  const char *dot = strrchr (name, '.');

  return g_strdup_printf ("%.*s.%s", (int)(dot - name), name, self->ending);
}

static void
note_video (VcRecording *self, const char *what, const char *file, guint64 pts,
            guint64 n)
{
  g_autofree char *name = get_final_name (self, file);

  if (self->journal != NULL)
    vc_journal_note_video (self->journal, what, name, pts, n);
}

static void
on_file_began (VcRecorder *recorder, const char *name, guint64 pts,
               gpointer user_data)
{
  note_video (user_data, "began", name, pts, 0);
}

static void
on_file_ended (VcRecorder *recorder, const char *name, guint64 n_dropped,
               gpointer user_data)
{
  if (n_dropped > 0)
    note_video (user_data, "dropped", name, 0, n_dropped);
  note_video (user_data, "ended", name, 0, 0);
}

static void
on_frame (VcProducer *producer, const VcFrameReport *report, gpointer user_data)
{
  VcRecording *self = user_data;

  if (self->journal != NULL && report->id != 0)
    vc_journal_note_sent (self->journal, report->id, report->pts);
}

/* The caller may free it then. */
static void
check_stopped (VcRecording *self)
{
  if (self->recorder == NULL && self->journal == NULL)
    self->stopped (self->user_data);
}

static void
on_journal_closed (VcJournal *journal, gpointer user_data)
{
  VcRecording *self = user_data;

  self->journal_bytes = vc_journal_get_bytes (journal);
  g_signal_handlers_disconnect_by_data (journal, self);
  g_clear_object (&self->journal);
  check_stopped (self);
}

/* The journal tells of the video's end. */
static void
on_recorder_stopped (VcRecorder *recorder, gpointer user_data)
{
  VcRecording *self = user_data;

  vc_recorder_get_stats (recorder, &self->stats);
  g_signal_handlers_disconnect_by_data (recorder, self);
  g_clear_object (&self->recorder);
  if (self->journal != NULL)
    vc_journal_close (self->journal, self->problem);
  else
    check_stopped (self);
}

static void
connect_signals (VcRecording *self)
{
  g_object_connect (self->journal, "signal::failed", G_CALLBACK (on_failed),
                    self, "signal::closed", G_CALLBACK (on_journal_closed),
                    self, NULL);
  g_object_connect (self->recorder, "signal::failed", G_CALLBACK (on_failed),
                    self, "signal::file-began", G_CALLBACK (on_file_began),
                    self, "signal::file-ended", G_CALLBACK (on_file_ended),
                    self, "signal::stopped", G_CALLBACK (on_recorder_stopped),
                    self, NULL);
  g_signal_connect (self->producer, "frame", G_CALLBACK (on_frame), self);
}

static gboolean
begin (VcRecording *self, VcView *view, const VcRecordingOptions *options,
       GError **error)
{
  g_autofree char *file = g_strconcat (options->id, ".jsonl", NULL);
  g_autofree char *path = g_build_filename (options->folder, file, NULL);
  g_autofree char *data_set = g_strjoinv (", ", (char **)options->locations);
  VcJournalAbout about = {
    .title = options->video.title,
    .locations = options->locations,
  };
  VcRecorderOptions video = options->video;

  self->journal = vc_journal_new (path, view, &about, error);
  if (self->journal == NULL)
    return FALSE;
  video.folder = options->folder;
  video.name = options->id;
  video.data_set = data_set;
  self->recorder = vc_recorder_new (self->producer, &video, error);
  if (self->recorder == NULL)
    return FALSE;
  connect_signals (self);
  return TRUE;
}

VcRecording *
vc_recording_new (VcProducer *producer, VcView *view,
                  const VcRecordingOptions *options, VcRecordingFunc stopped,
                  gpointer user_data, GError **error)
{
  VcRecording *self = g_new0 (VcRecording, 1);

  self->producer = g_object_ref (producer);
  self->ending = g_strdup (options->ending);
  self->stopped = stopped;
  self->user_data = user_data;
  if (begin (self, view, options, error))
    return self;
  vc_recording_free (self);
  return NULL;
}

void
vc_recording_free (VcRecording *self)
{
  vc_recording_stop (self);
  g_signal_handlers_disconnect_by_data (self->producer, self);
  if (self->recorder != NULL)
    g_signal_handlers_disconnect_by_data (self->recorder, self);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
  g_clear_object (&self->recorder);
  g_clear_object (&self->journal);
  g_object_unref (self->producer);
  g_free (self->ending);
  g_free (self->problem);
  g_free (self);
}

void
vc_recording_stop (VcRecording *self)
{
  if (self->recorder != NULL)
    vc_recorder_stop (self->recorder);
}

void
vc_recording_fail (VcRecording *self, const char *sentence)
{
  g_warning ("%s", sentence);
  if (self->problem == NULL)
    self->problem = g_strdup (sentence);
  vc_recording_stop (self);
}

void
vc_recording_get_stats (VcRecording *self, VcRecorderStats *stats)
{
  if (self->recorder != NULL)
    vc_recorder_get_stats (self->recorder, &self->stats);
  if (self->journal != NULL)
    self->journal_bytes = vc_journal_get_bytes (self->journal);
  *stats = self->stats;
  stats->bytes += self->journal_bytes;
}

const char *
vc_recording_get_problem (VcRecording *self)
{
  return self->problem;
}

void
vc_recording_note_viewer (VcRecording *self, guint viewer, const char *what)
{
  if (self->journal != NULL)
    vc_journal_note_viewer (self->journal, viewer, what);
}

void
vc_recording_note_shown (VcRecording *self, guint viewer, guint64 frame,
                         const char *sha256, const char *quality)
{
  if (self->journal != NULL)
    vc_journal_note_shown (self->journal, viewer, frame, sha256, quality);
}

void
vc_recording_note_still (VcRecording *self, guint64 frame, const char *sha256)
{
  if (self->journal != NULL)
    vc_journal_note_still (self->journal, frame, sha256);
}
