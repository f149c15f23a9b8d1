/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordings: the recordings of a session: the one that runs, and those that
 * are finished.
 */

#include "recordings.h"

#include "archive.h"
#include "record-encoder.h"
#include "recording-notice.h"
#include "timer.h"

/**
 * _VcRecordings:
 * @title: (nullable): of what is shown; NULL until it is
 * @current: (nullable): what is being recorded
 * @id: (nullable): of that, or of the last one
 * @tick: each second while something is recorded
 * @n_finishing: that are brought into their last form
 */
struct _VcRecordings {
  GObject parent_instance;

  VcProducer *producer;
  VcView *view;
  VcRoster *roster;
  VcArchive *archive;
  GStrv locations;
  VcRecordingsOptions options;
  VcRecording *current;
  char *id;
  GSource *tick;
  guint n_finishing;
  gboolean has_begun;
  gboolean is_shut_down;
};

enum { SIGNAL_IDLE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_QUARK (vc_recordings_error, vc_recordings_error)
G_DEFINE_FINAL_TYPE (VcRecordings, vc_recordings, G_TYPE_OBJECT)

static gboolean
fail (GError **error, VcRecordingsError code, const char *sentence)
{
  g_set_error_literal (error, VC_RECORDINGS_ERROR, code, sentence);
  return FALSE;
}

/* What its files do not say yet. */
static void
update_current (VcRecordings *self)
{
  VcRecorded *recorded = vc_archive_find (self->archive, self->id);
  VcRecorderStats stats;

  if (self->current == NULL)
    return;
  vc_recording_get_stats (self->current, &stats);
  recorded->seconds = stats.duration_us / 1e6;
  recorded->bytes = stats.bytes;
  recorded->dropped = stats.dropped;
  if (recorded->problem == NULL)
    recorded->problem = g_strdup (vc_recording_get_problem (self->current));
}

/* (transfer full) */
static char *
build_notice (VcRecordings *self)
{
  update_current (self);
  return vc_recording_notice_build (vc_archive_find (self->archive, self->id),
                                    self->options.whole);
}

static void
tell_everybody (VcRecordings *self)
{
  g_autofree char *text = NULL;

  if (self->roster == NULL)
    return;
  text = build_notice (self);
  vc_roster_send_control (self->roster, text);
}

static gboolean
on_tick (gpointer user_data)
{
  static const char *const sentences[] = {
    [VC_ARCHIVE_LIMIT] = "Recordings have all the space that they may have: "
                         "recording stopped, what was recorded is kept",
    [VC_ARCHIVE_FULL] = "The disk is nearly full: recording stopped, what was "
                        "recorded is kept",
  };
  VcRecordings *self = user_data;
  VcArchiveRoom room;

  update_current (self);
  room = vc_archive_get_room (self->archive, self->options.limit_bytes);
  if (self->current != NULL && room != VC_ARCHIVE_ROOM &&
      vc_recording_get_problem (self->current) == NULL)
    vc_recording_fail (self->current, sentences[room]);
  tell_everybody (self);
  return G_SOURCE_CONTINUE;
}

static void
on_completed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (VcRecordings) self = user_data;

  self->n_finishing--;
  tell_everybody (self);
  if (self->is_shut_down && !vc_recordings_is_busy (self))
    g_signal_emit (self, signals[SIGNAL_IDLE], 0);
}

static void
on_stopped (gpointer user_data)
{
  VcRecordings *self = user_data;

  update_current (self);
  vc_timer_clear (&self->tick);
  g_clear_pointer (&self->current, vc_recording_free);
  self->n_finishing++;
  vc_archive_complete_async (self->archive, self->id, self->options.to_mp4,
                             on_completed, g_object_ref (self));
  tell_everybody (self);
}

/* Who is here already. */
static void
note_everybody (VcRecordings *self)
{
  const VcViewer *controller = self->roster->controller;

  for (guint i = 0; i < self->roster->viewers->len; i++) {
    const VcViewer *viewer = self->roster->viewers->pdata[i];

    if (viewer->state == VC_VIEWER_OPEN)
      vc_recording_note_viewer (self->current, viewer->number, "joined");
  }
  if (controller != NULL)
    vc_recording_note_viewer (self->current, controller->number, "controls");
}

static gboolean
begin (VcRecordings *self, const VcRecorded *recorded, GError **error)
{
  const char *ending = self->options.to_mp4
                         ? "mp4"
                         : vc_record_format_get_ending (self->options.format);
  VcRecordingOptions options = {
    .folder = vc_archive_get_folder (self->archive),
    .id = recorded->id,
    .video = {.format = self->options.format,
              .title = recorded->title,
              .split_bytes = self->options.split_bytes,
              .split_us = self->options.split_us},
    .ending = ending,
    .locations = (const char *const *)self->locations,
  };
  g_autoptr (GError) cause = NULL;

  self->current = vc_recording_new (self->producer, self->view, &options,
                                    on_stopped, self, &cause);
  if (self->current != NULL)
    return TRUE;
  return fail (error,
               g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                 ? VC_RECORDINGS_ERROR_FULL
                 : VC_RECORDINGS_ERROR_FAILED,
               cause->message);
}

static gboolean
check_room (VcRecordings *self, GError **error)
{
  switch (vc_archive_get_room (self->archive, self->options.limit_bytes)) {
  case VC_ARCHIVE_ROOM:
    return TRUE;
  case VC_ARCHIVE_LIMIT:
    return fail (error, VC_RECORDINGS_ERROR_FULL,
                 "Recordings have all the space that they may have: delete "
                 "some first");
  case VC_ARCHIVE_FULL:
    break;
  }
  return fail (error, VC_RECORDINGS_ERROR_FULL,
               "The disk is full: nothing can be recorded");
}

static gboolean
check_start (VcRecordings *self, const VcStatus *status, GError **error)
{
  if (self->is_shut_down)
    return fail (error, VC_RECORDINGS_ERROR_STATE, "The server is stopping");
  if (self->current != NULL)
    return fail (error, VC_RECORDINGS_ERROR_STATE,
                 "The session is being recorded already, or the last recording "
                 "is still being written");
  if (status == NULL || status->kind != VC_STATUS_READY)
    return fail (error, VC_RECORDINGS_ERROR_STATE,
                 "There is nothing to record yet: the data are not loaded");
  return check_room (self, error);
}

static void
follow_status (VcRecordings *self, const VcStatus *status)
{
  g_autoptr (GError) error = NULL;

  if (!self->options.whole || self->has_begun || self->is_shut_down ||
      status == NULL || status->kind != VC_STATUS_READY)
    return;
  self->has_begun = TRUE;
  if (vc_recordings_start (self, &error) == NULL)
    g_warning ("%s", error->message);
}

static void
on_status (VcView *view, const VcStatus *status, gpointer user_data)
{
  follow_status (user_data, status);
}

static void
vc_recordings_dispose (GObject *object)
{
  VcRecordings *self = VC_RECORDINGS (object);

  vc_recordings_shut_down (self);
  self->roster = NULL;
  g_clear_pointer (&self->current, vc_recording_free);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->producer);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (vc_recordings_parent_class)->dispose (object);
}

static void
vc_recordings_finalize (GObject *object)
{
  VcRecordings *self = VC_RECORDINGS (object);

  g_object_unref (self->archive);
  g_strfreev (self->locations);
  g_free (self->id);
  G_OBJECT_CLASS (vc_recordings_parent_class)->finalize (object);
}

static void
vc_recordings_init (VcRecordings *self)
{
}

static void
vc_recordings_class_init (VcRecordingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_recordings_dispose;
  object_class->finalize = vc_recordings_finalize;

  signals[SIGNAL_IDLE] =
    g_signal_new ("idle", VC_TYPE_RECORDINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

VcRecordings *
vc_recordings_new (VcProducer *producer, VcView *view, VcRoster *roster,
                   const VcRecordingsOptions *options, GError **error)
{
  g_autoptr (VcStatus) status = vc_view_dup_status (view);
  g_autoptr (VcArchive) archive = NULL;
  VcRecordings *self;

  if (!vc_record_encoder_check (options->format, error))
    return NULL;
  archive = vc_archive_new (options->folder, error);
  if (archive == NULL)
    return NULL;
  self = g_object_new (VC_TYPE_RECORDINGS, NULL);
  self->producer = g_object_ref (producer);
  self->view = g_object_ref (view);
  self->roster = roster;
  self->archive = g_steal_pointer (&archive);
  self->options = *options;
  self->locations = g_strdupv ((char **)options->locations);
  g_signal_connect (view, "status", G_CALLBACK (on_status), self);
  follow_status (self, status);
  return self;
}

gboolean
vc_recordings_install (VcRoster *roster, VcProducer *producer, VcView *view,
                       const VcRecordingsOptions *options, VcFarewell *farewell,
                       GError **error)
{
  if (options == NULL)
    return TRUE;
  roster->recordings =
    vc_recordings_new (producer, view, roster, options, error);
  if (roster->recordings == NULL)
    return FALSE;
  g_signal_connect_swapped (roster->recordings, "idle",
                            G_CALLBACK (vc_farewell_wake), farewell);
  return TRUE;
}

void
vc_recordings_remove (VcRoster *roster)
{
  if (roster->recordings != NULL)
    g_object_run_dispose (G_OBJECT (roster->recordings));
  g_clear_object (&roster->recordings);
}

void
vc_recordings_shut_down (VcRecordings *self)
{
  if (self == NULL || self->is_shut_down)
    return;
  self->is_shut_down = TRUE;
  vc_archive_stop (self->archive);
  vc_timer_clear (&self->tick);
  if (self->current != NULL)
    vc_recording_stop (self->current);
}

gboolean
vc_recordings_is_busy (VcRecordings *self)
{
  return self != NULL && (self->current != NULL || self->n_finishing > 0);
}

const GPtrArray *
vc_recordings_get_list (VcRecordings *self)
{
  g_return_val_if_fail (VC_IS_RECORDINGS (self), NULL);

  update_current (self);
  return vc_archive_get_list (self->archive);
}

const VcRecorded *
vc_recordings_find (VcRecordings *self, const char *id)
{
  g_return_val_if_fail (VC_IS_RECORDINGS (self), NULL);

  update_current (self);
  return vc_archive_find (self->archive, id);
}

const VcRecorded *
vc_recordings_start (VcRecordings *self, GError **error)
{
  g_autoptr (VcStatus) status = vc_view_dup_status (self->view);
  const VcRecorded *recorded;

  g_return_val_if_fail (VC_IS_RECORDINGS (self), NULL);

  if (!check_start (self, status, error))
    return NULL;
  recorded = vc_archive_add (self->archive, status->text);
  if (!begin (self, recorded, error)) {
    vc_archive_forget (self->archive, recorded->id);
    return NULL;
  }
  g_free (self->id);
  self->id = g_strdup (recorded->id);
  self->tick = vc_timer_new (1000, on_tick, self);
  note_everybody (self);
  tell_everybody (self);
  return recorded;
}

/* (nullable): it can be fetched and deleted. */
static const VcRecorded *
find_finished (VcRecordings *self, const char *id, GError **error)
{
  const VcRecorded *recorded = vc_recordings_find (self, id);

  if (recorded == NULL) {
    fail (error, VC_RECORDINGS_ERROR_UNKNOWN, "There is no such recording");
    return NULL;
  }
  if (recorded->state == VC_RECORDED_FINISHED)
    return recorded;
  fail (error, VC_RECORDINGS_ERROR_STATE,
        recorded->state == VC_RECORDED_RUNNING
          ? "It is still being recorded: stop it first"
          : "Its files are still being brought into their last form");
  return NULL;
}

gboolean
vc_recordings_stop (VcRecordings *self, const char *id, GError **error)
{
  VcRecorded *recorded = vc_archive_find (self->archive, id);

  g_return_val_if_fail (VC_IS_RECORDINGS (self), FALSE);

  if (recorded == NULL)
    return fail (error, VC_RECORDINGS_ERROR_UNKNOWN,
                 "There is no such recording");
  if (recorded->state != VC_RECORDED_RUNNING)
    return fail (error, VC_RECORDINGS_ERROR_STATE,
                 "It is not being recorded any more");
  if (self->options.whole)
    return fail (error, VC_RECORDINGS_ERROR_STATE,
                 "This server records the whole session");
  recorded->state = VC_RECORDED_FINISHING;
  vc_recording_stop (self->current);
  return TRUE;
}

gboolean
vc_recordings_delete (VcRecordings *self, const char *id, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (find_finished (self, id, error) == NULL)
    return FALSE;
  return vc_archive_delete (self->archive, id, &cause) ||
         fail (error, VC_RECORDINGS_ERROR_FAILED, cause->message);
}

char *
vc_recordings_build_path (VcRecordings *self, const char *id, const char *name,
                          GError **error)
{
  const VcRecorded *recorded = find_finished (self, id, error);
  const VcRecordedFile *file =
    recorded != NULL ? vc_recorded_find_file (recorded, name) : NULL;

  if (file != NULL)
    return g_build_filename (vc_archive_get_folder (self->archive), file->name,
                             NULL);
  if (recorded != NULL)
    fail (error, VC_RECORDINGS_ERROR_UNKNOWN, "It has no such file");
  return NULL;
}

void
vc_recordings_welcome (VcRecordings *self, VcViewer *viewer)
{
  g_autofree char *text = NULL;

  if (self == NULL)
    return;
  text = build_notice (self);
  vc_peer_send (viewer->peer, VC_CHANNEL_CONTROL, text);
}

void
vc_recordings_note_viewer (VcRecordings *self, guint viewer, const char *what)
{
  if (self != NULL && self->current != NULL)
    vc_recording_note_viewer (self->current, viewer, what);
}

void
vc_recordings_note_shown (VcRecordings *self, guint viewer, guint64 frame,
                          const char *sha256, const char *quality)
{
  if (self != NULL && self->current != NULL)
    vc_recording_note_shown (self->current, viewer, frame, sha256, quality);
}

void
vc_recordings_note_still (VcRecordings *self, guint64 frame, const char *sha256)
{
  if (self != NULL && self->current != NULL)
    vc_recording_note_still (self->current, frame, sha256);
}
