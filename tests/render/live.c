/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Live: a session in a view of real data, and its journal.
 */

#include "live.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data-scene.h"
#include "still.h"

#define WIDTH 640
#define HEIGHT 360
#define WATCHDOG_SECONDS 120

static gpointer
take_frames (gpointer data)
{
  Live *self = data;

  for (;;) {
    g_autoptr (VcFrame) frame = vc_view_take_frame (self->view, NULL, NULL);

    if (frame == NULL)
      return NULL;
    g_mutex_lock (&self->lock);
    self->taken = frame->seq;
    g_cond_signal (&self->cond);
    g_mutex_unlock (&self->lock);
  }
}

static void
iterate_until_ready (VcView *view)
{
  for (;;) {
    g_autoptr (VcStatus) status = vc_view_dup_status (view);

    if (status != NULL && status->kind == VC_STATUS_READY)
      return;
    g_main_context_iteration (NULL, TRUE);
  }
}

Live *
live_new (const char *location)
{
  const char *locations[] = {location, NULL};
  Live *self = g_new0 (Live, 1);
  g_autoptr (VcDataScene) scene = vc_data_scene_new (locations, VC_GPU_NONE);
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->location = location;
  self->folder = g_dir_make_tmp ("vtkcast-replay-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "session.jsonl", NULL);
  self->view = vc_view_new (VC_SCENE (scene), WIDTH, HEIGHT, &error);
  g_assert_no_error (error);
  self->renderer = g_strdup (vc_data_scene_get_renderer_name (scene));
  self->taker = g_thread_new ("taker", take_frames, self);
  iterate_until_ready (self->view);
  return self;
}

void
live_record (Live *self)
{
  const char *locations[] = {self->location, NULL};
  VcJournalAbout about = {"A test", locations, self->renderer};
  g_autoptr (GError) error = NULL;

  self->journal = vc_journal_new (self->path, self->view, &about, &error);
  g_assert_no_error (error);
}

void
live_push (Live *self, VcEventType type, guint button, VcButtons buttons,
           double x, double y)
{
  VcEvent event = {
    .type = type,
    .viewer = 1,
    .seq = ++self->seq,
    .x = x,
    .y = y,
    .button = button,
    .buttons = buttons,
    .click_count = 1,
    .delta_y = type == VC_EVENT_WHEEL ? 1 : 0,
  };

  vc_view_push_event (self->view, &event);
}

/* So that each move is a picture. */
static void
live_wait_for_frame (Live *self)
{
  g_mutex_lock (&self->lock);
  while (self->taken != self->seq)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
live_press (Live *self, guint button, double x, double y)
{
  live_push (self, VC_EVENT_POINTER_MOVE, 0, 0, x, y);
  live_push (self, VC_EVENT_BUTTON_PRESS, button, 1 << (button - 1), x, y);
}

void
live_pull (Live *self, guint button, double x0, double y0, double x1, double y1)
{
  for (int i = 1; i <= 10; i++) {
    live_push (self, VC_EVENT_POINTER_MOVE, 0, 1 << (button - 1),
               x0 + (x1 - x0) * i / 10, y0 + (y1 - y0) * i / 10);
    live_wait_for_frame (self);
  }
}

void
live_release (Live *self, guint button, double x, double y)
{
  live_push (self, VC_EVENT_BUTTON_RELEASE, button, 0, x, y);
}

void
live_drag (Live *self, guint button, double x0, double y0, double x1, double y1)
{
  live_press (self, button, x0, y0);
  live_pull (self, button, x0, y0, x1, y1);
  live_release (self, button, x1, y1);
}

void
live_drag_all (Live *self)
{
  live_drag (self, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (self);
  live_drag (self, 2, 0.5, 0.5, 0.55, 0.45);
  live_drag (self, 3, 0.5, 0.5, 0.52, 0.4);
  live_rest (self);
  live_push (self, VC_EVENT_WHEEL, 0, 0, 0.5, 0.5);
  live_drag (self, 1, 0.6, 0.2, 0.2, 0.7);
  live_rest (self);
}

void
live_key (Live *self, const char *key)
{
  VcEvent event = {.type = VC_EVENT_KEY_PRESS, .viewer = 1, .seq = ++self->seq};

  g_strlcpy (event.key, key, sizeof event.key);
  vc_view_push_event (self->view, &event);
  event.type = VC_EVENT_KEY_RELEASE;
  event.seq = ++self->seq;
  vc_view_push_event (self->view, &event);
}

void
live_set_values (Live *self, const char *values)
{
  g_autoptr (GError) error = NULL;

  vc_view_set_parameters (
    self->view,
    g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
}

VcFrame *
live_wait_for_still (Live *self)
{
  for (;;) {
    g_autoptr (VcFrame) still = vc_view_dup_still (self->view);

    if (still != NULL)
      return g_steal_pointer (&still);
    /* A change of phase wakes this thread. */
    g_main_context_iteration (NULL, TRUE);
  }
}

void
live_rest (Live *self)
{
  g_autoptr (VcFrame) still = live_wait_for_still (self);
  g_autofree char *sha256 = vc_still_hash_frame (still);

  vc_journal_note_still (self->journal, still->id, sha256);
}

static void
on_closed (VcJournal *journal, gpointer user_data)
{
  Live *self = user_data;

  self->is_closed = TRUE;
}

static void
check_schema (const char *path)
{
  const char *arguments[] = {CHECK_JOURNAL, path, NULL};
  g_autofree char *errors = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                NULL, &errors, &status, NULL);
  if (status != 0 && WEXITSTATUS (status) != 77)
    g_error ("%s", errors);
}

VcTimeline *
live_end (Live *self)
{
  g_autoptr (GError) error = NULL;
  VcJournalRecord *record;

  g_signal_connect (self->journal, "closed", G_CALLBACK (on_closed), self);
  vc_journal_close (self->journal, NULL);
  while (!self->is_closed)
    g_main_context_iteration (NULL, TRUE);
  record = vc_journal_record_load (self->path, &error);
  g_assert_no_error (error);
  g_assert_false (record->is_cut);
  check_schema (self->path);
  return vc_timeline_new (record);
}

void
live_free (Live *self)
{
  g_assert_finalize_object (self->journal);
  vc_view_stop (self->view);
  g_thread_join (self->taker);
  g_assert_finalize_object (self->view);
  if (g_getenv ("VTKCAST_KEEP_JOURNALS") == NULL) {
    g_unlink (self->path);
    g_rmdir (self->folder);
  } else {
    g_test_message ("%s", self->path);
  }
  g_free (self->folder);
  g_free (self->path);
  g_free (self->renderer);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self);
  alarm (0);
}
