/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A session in a view, its journal, and the same session once more.
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "canvas.h"
#include "data-scene.h"
#include "host.h"
#include "journal.h"
#include "still.h"
#include "view.h"

#define WIDTH 640
#define HEIGHT 360
#define WATCHDOG_SECONDS 120

/**
 * Live:
 * @taker: takes each frame out of the view's mailbox
 * @taken: the last event that one of them answers; under @lock
 */
typedef struct {
  const char *location;
  VcView *view;
  GMutex lock;
  GCond cond;
  guint taken;
  VcJournal *journal;
  GThread *taker;
  char *folder;
  char *path;
  char *renderer;
  guint seq;
  gboolean is_closed;
} Live;

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

static Live *
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

static void
live_record (Live *self)
{
  const char *locations[] = {self->location, NULL};
  VcJournalAbout about = {"A test", locations, self->renderer};
  g_autoptr (GError) error = NULL;

  self->journal = vc_journal_new (self->path, self->view, &about, &error);
  g_assert_no_error (error);
}

static void
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

static void
live_press (Live *self, guint button, double x, double y)
{
  live_push (self, VC_EVENT_POINTER_MOVE, 0, 0, x, y);
  live_push (self, VC_EVENT_BUTTON_PRESS, button, 1 << (button - 1), x, y);
}

static void
live_pull (Live *self, guint button, double x0, double y0, double x1, double y1)
{
  for (int i = 1; i <= 10; i++) {
    live_push (self, VC_EVENT_POINTER_MOVE, 0, 1 << (button - 1),
               x0 + (x1 - x0) * i / 10, y0 + (y1 - y0) * i / 10);
    live_wait_for_frame (self);
  }
}

static void
live_release (Live *self, guint button, double x, double y)
{
  live_push (self, VC_EVENT_BUTTON_RELEASE, button, 0, x, y);
}

static void
live_drag (Live *self, guint button, double x0, double y0, double x1, double y1)
{
  live_press (self, button, x0, y0);
  live_pull (self, button, x0, y0, x1, y1);
  live_release (self, button, x1, y1);
}

static void
live_key (Live *self, const char *key)
{
  VcEvent event = {.type = VC_EVENT_KEY_PRESS, .viewer = 1, .seq = ++self->seq};

  g_strlcpy (event.key, key, sizeof event.key);
  vc_view_push_event (self->view, &event);
  event.type = VC_EVENT_KEY_RELEASE;
  event.seq = ++self->seq;
  vc_view_push_event (self->view, &event);
}

/* (transfer full): the exact picture, which answers all that was pushed; a
 * change of phase wakes this thread. */
static VcFrame *
live_wait_for_still (Live *self)
{
  for (;;) {
    g_autoptr (VcFrame) still = vc_view_dup_still (self->view);

    if (still != NULL)
      return g_steal_pointer (&still);
    g_main_context_iteration (NULL, TRUE);
  }
}

/* Notes the exact picture as the session does. */
static void
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

/* Returns the journal. */
static VcTimeline *
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

static void
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Live, live_free)

static VcHost *
open_host (const char *location)
{
  const char *locations[] = {location, NULL};
  g_autoptr (GError) error = NULL;
  VcHost *host = vc_host_new (locations, VC_GPU_NONE, NULL, NULL, &error);

  g_assert_no_error (error);
  return host;
}

/* The largest difference between numbers of two cameras. */
static double
compare_cameras (GVariant *a, GVariant *b)
{
  static const char *const names[] = {"position", "focal-point", "view-up"};
  g_autoptr (GVariant) camera_a = g_variant_lookup_value (a, "camera", NULL);
  g_autoptr (GVariant) camera_b = g_variant_lookup_value (b, "camera", NULL);
  double largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GVariant) v = g_variant_lookup_value (camera_a, names[i], NULL);
    g_autoptr (GVariant) w = g_variant_lookup_value (camera_b, names[i], NULL);

    for (int axis = 0; axis < 3; axis++) {
      double x, y;

      g_variant_get_child (v, axis, "d", &x);
      g_variant_get_child (w, axis, "d", &y);
      largest = MAX (largest, fabs (x - y));
    }
  }
  return largest;
}

/* What the journal says of the state after frame @index. */
static GVariant *
get_state (const VcTimeline *timeline, guint index)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);

  for (guint i = 0; i <= index; i++) {
    const VcJournalEntry *entry =
      vc_journal_record_get (vc_timeline_get_record (timeline), i);
    GVariantIter iter;
    const char *name;
    GVariant *value;

    if (entry->state == NULL)
      continue;
    g_variant_iter_init (&iter, entry->state);
    while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
      g_variant_dict_insert_value (dict, name, value);
  }
  return g_variant_ref_sink (g_variant_dict_end (dict));
}

/* Returns how many different cameras there were. */
static guint
assert_same_path (const VcTimeline *timeline, VcHost *host, VcCursorMode mode)
{
  VcScene *scene = vc_host_get_scene (host);
  g_autoptr (VcCursor) cursor = vc_cursor_new (timeline, scene, mode);
  const VcJournalRecord *record = vc_timeline_get_record (timeline);
  g_autoptr (GVariant) last = NULL;
  double largest = 0;
  guint n = 0;

  for (guint i = 0; i < record->entries->len; i++) {
    g_autoptr (GVariant) live = NULL, now = NULL;
    g_autoptr (GError) error = NULL;

    if (vc_journal_record_get (record, i)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, i + 1, &error);
    g_assert_no_error (error);
    live = get_state (timeline, i);
    now = vc_scene_save_state (scene);
    largest = MAX (largest, compare_cameras (live, now));
    n += last == NULL || compare_cameras (live, last) > 0;
    g_clear_pointer (&last, g_variant_unref);
    last = g_steal_pointer (&live);
  }
  g_test_message ("%u cameras, off by %g at the most", n, largest);
  g_assert_cmpfloat (largest, <=, 1e-9);
  return n;
}

static guint
find_frame (const VcJournalRecord *record, guint64 id)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i);

    if (entry->type == VC_JOURNAL_FRAME && entry->frame == id)
      return i;
  }
  g_assert_not_reached ();
}

/* VTK's red and blue pictures depend on the one before them. */
static gboolean
is_stereo (const VcTimeline *timeline, guint index)
{
  g_autoptr (GVariant) state = get_state (timeline, index);
  gboolean stereo = FALSE;

  g_variant_lookup (state, "stereo", "b", &stereo);
  return stereo;
}

/* From the end to the beginning. Returns how many there are. */
static guint
assert_same_stills (const VcTimeline *timeline, VcHost *host, VcCursorMode mode)
{
  g_autoptr (VcCursor) cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), mode);
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  const VcJournalRecord *record = vc_timeline_get_record (timeline);
  guint n = 0;

  for (guint i = record->entries->len; i > 0; i--) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i - 1);
    g_autoptr (GError) error = NULL;
    g_autofree char *sha256 = NULL;
    const VcFrame *frame;
    int width, height;

    if (entry->type != VC_JOURNAL_STILL)
      continue;
    vc_cursor_seek (cursor, find_frame (record, entry->frame) + 1, &error);
    g_assert_no_error (error);
    vc_cursor_get_size (cursor, &width, &height);
    frame = vc_canvas_render (canvas, cursor, width, height, &error);
    g_assert_no_error (error);
    sha256 = vc_still_hash_frame (frame);
    if (!is_stereo (timeline, find_frame (record, entry->frame)))
      g_assert_cmpstr (sha256, ==, entry->sha256);
    n++;
  }
  return n;
}

static void
do_all_drags (Live *live)
{
  live_drag (live, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (live);
  live_drag (live, 2, 0.5, 0.5, 0.55, 0.45);
  live_drag (live, 3, 0.5, 0.5, 0.52, 0.4);
  live_rest (live);
  live_push (live, VC_EVENT_WHEEL, 0, 0, 0.5, 0.5);
  live_drag (live, 1, 0.6, 0.2, 0.2, 0.7);
  live_rest (live);
}

static void
assert_replayed (const VcTimeline *timeline, const char *location,
                 guint n_cameras, guint n_stills)
{
  g_autoptr (VcHost) host = open_host (location);
  g_autofree char *identity = vc_host_dup_identity (host);

  g_assert_cmpstr (identity, ==, vc_timeline_get_record (timeline)->identity);
  g_assert_cmpuint (assert_same_path (timeline, host, VC_CURSOR_EVENTS_ONLY),
                    >=, n_cameras);
  g_assert_cmpuint (assert_same_stills (timeline, host, VC_CURSOR_EVENTS_ONLY),
                    ==, n_stills);
  assert_same_path (timeline, host, VC_CURSOR_EXACT);
  assert_same_stills (timeline, host, VC_CURSOR_EXACT);
}

static void
test_drags (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  do_all_drags (live);
  timeline = live_end (live);
  assert_replayed (timeline, live->location, 40, 3);
}

/* (transfer full) (nullable): skips the test if there is none. */
static char *
find_head (void)
{
  const char *folder = g_getenv ("VTKCAST_TEST_DATA");
  g_autofree char *path = g_build_filename (
    folder ? folder : SOURCE_FOLDER "/.data", "ct-head.nhdr", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("there is no CT head");
  return NULL;
}

static void
test_head (void)
{
  g_autofree char *path = find_head ();
  g_autoptr (Live) live = NULL;
  g_autoptr (VcTimeline) timeline = NULL;

  if (path == NULL)
    return;
  live = live_new (path);
  live_record (live);
  do_all_drags (live);
  timeline = live_end (live);
  assert_replayed (timeline, path, 40, 3);
}

/* The window may be made larger, too. */
static void
test_sizes (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  vc_view_set_size (live->view, 500, 300);
  live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
  live_rest (live);
  vc_view_set_size (live->view, 300, 420);
  live_key (live, "r");
  live_rest (live);
  timeline = live_end (live);
  assert_replayed (timeline, live->location, 10, 2);
}

/* Recording begins while somebody drags, who has done much before. */
static void
test_middle (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  const VcJournalEntry *header;

  live_key (live, "w");
  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.5, 0.5);
  live_key (live, "p");
  live_drag (live, 1, 0.2, 0.5, 0.4, 0.6);
  live_drag (live, 3, 0.5, 0.5, 0.5, 0.45);
  live_press (live, 1, 0.4, 0.4);
  live_pull (live, 1, 0.4, 0.4, 0.5, 0.5);
  live_record (live);
  live_pull (live, 1, 0.5, 0.5, 0.6, 0.7);
  live_rest (live);
  live_release (live, 1, 0.6, 0.7);
  live_drag (live, 1, 0.6, 0.7, 0.4, 0.3);
  live_rest (live);
  timeline = live_end (live);
  header = vc_journal_record_get_header (vc_timeline_get_record (timeline));
  g_assert_cmpuint (header->held->len, ==, 1);
  g_assert_cmpint (g_array_index (header->held, VcEvent, 0).type, ==,
                   VC_EVENT_BUTTON_PRESS);
  assert_replayed (timeline, live->location, 20, 2);
}

/* All that keys change. */
static void
test_keys (void)
{
  static const char *const keys[] = {"w", "s", "p", "3", "3", "w", "r"};
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.5, 0.5);
  live_record (live);
  live_drag (live, 1, 0.5, 0.5, 0.52, 0.51);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    live_key (live, keys[i]);
    live_rest (live);
  }
  timeline = live_end (live);
  assert_replayed (timeline, live->location, 10, G_N_ELEMENTS (keys));
}

/* Actors are moved instead of the camera; the journal begins afterwards. */
static void
test_actor (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_key (live, "a");
  live_drag (live, 1, 0.5, 0.5, 0.6, 0.6);
  vc_frame_unref (live_wait_for_still (live));
  live_record (live);
  live_drag (live, 2, 0.5, 0.5, 0.55, 0.45);
  live_rest (live);
  live_drag (live, 1, 0.55, 0.45, 0.6, 0.6);
  live_rest (live);
  timeline = live_end (live);
  assert_replayed (timeline, live->location, 1, 2);
}

/* Is nothing left that would happen by itself? */
static gboolean
is_idle (void)
{
  GMainContext *context = g_main_context_get_thread_default ();
  int priority, timeout;
  GPollFD fds[16];
  gboolean is_ready;

  g_assert_true (g_main_context_acquire (context));
  is_ready = g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout, fds, G_N_ELEMENTS (fds));
  g_main_context_release (context);
  return !is_ready && timeout < 0;
}

/* A replay that is paused stands still. */
static void
assert_still (const VcTimeline *timeline, VcHost *host)
{
  g_autoptr (VcCursor) cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  guint n = vc_timeline_get_record (timeline)->entries->len;

  for (guint i = 1; i <= n; i++) {
    vc_cursor_seek (cursor, i, NULL);
    g_assert_true (is_idle ());
  }
}

/* What time does is not in the events: a flight, and a joystick. */
static void
test_animation (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;

  live_record (live);
  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.55, 0.5);
  live_key (live, "f");
  live_rest (live);
  live_key (live, "j");
  live_press (live, 1, 0.7, 0.6);
  live_pull (live, 1, 0.7, 0.6, 0.6, 0.5);
  live_release (live, 1, 0.6, 0.5);
  live_rest (live);
  live_key (live, "t");
  live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
  live_rest (live);
  timeline = live_end (live);
  host = open_host (live->location);
  assert_same_path (timeline, host, VC_CURSOR_EXACT);
  g_assert_cmpuint (assert_same_stills (timeline, host, VC_CURSOR_EXACT), ==,
                    3);
  assert_still (timeline, host);
}

/* To and fro, as a slider does. */
static void
test_seek (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;
  g_autoptr (VcCursor) cursor = NULL;
  const VcJournalRecord *record;
  guint n;

  live_record (live);
  do_all_drags (live);
  timeline = live_end (live);
  record = vc_timeline_get_record (timeline);
  n = record->entries->len;
  host = open_host (live->location);
  cursor = vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  for (guint i = 0; i < 200; i++) {
    guint index = g_test_rand_int_range (0, n);
    g_autoptr (GVariant) live_state = NULL, now = NULL;
    g_autoptr (GError) error = NULL;

    if (vc_journal_record_get (record, index)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, index + 1, &error);
    g_assert_no_error (error);
    live_state = get_state (timeline, index);
    now = vc_scene_save_state (vc_host_get_scene (host));
    g_assert_cmpfloat (compare_cameras (live_state, now), <=, 1e-9);
  }
}

/* (transfer full): of @scene, looked at as @state says, at that size. */
static char *
hash_directly (VcScene *scene, GVariant *state, int width, int height)
{
  static const gint never = 0;
  VcRenderRequest request = {.tier = VC_TIER_FULL, .abort = &never};
  g_autofree guint8 *pixels = g_malloc (4 * width * height);
  VcFrame frame = {.pixels = pixels,
                   .stride = 4 * width,
                   .view_width = width,
                   .view_height = height};

  vc_scene_resize (scene, width, height);
  vc_scene_restore_state (scene, state, NULL);
  vc_scene_render (scene, &request, &frame);
  return vc_still_hash_frame (&frame);
}

/* At another size the camera is the same, and events mean the same. */
static void
test_other_size (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  g_autoptr (VcHost) host = NULL;
  g_autoptr (VcHost) other = NULL;
  g_autoptr (VcCursor) cursor = NULL;
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  const VcJournalRecord *record;

  live_record (live);
  live_drag (live, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (live);
  /* Where it follows the size. */
  live_key (live, "r");
  live_rest (live);
  timeline = live_end (live);
  record = vc_timeline_get_record (timeline);
  host = open_host (live->location);
  other = open_host (live->location);
  cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), VC_CURSOR_EVENTS_ONLY);
  for (guint i = 0; i < record->entries->len; i++) {
    g_autoptr (GVariant) live_state = NULL, now = NULL;
    g_autofree char *sha256 = NULL, *wanted = NULL;
    const VcFrame *frame;

    if (vc_journal_record_get (record, i)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, i + 1, NULL);
    frame = vc_canvas_render (canvas, cursor, 800, 800, NULL);
    g_assert_cmpint (frame->width, ==, 800);
    g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
    sha256 = vc_still_hash_frame (frame);
    live_state = get_state (timeline, i);
    now = vc_scene_save_state (vc_host_get_scene (host));
    g_assert_cmpfloat (compare_cameras (live_state, now), <=, 1e-9);
    wanted = hash_directly (vc_host_get_scene (other), live_state, 800, 800);
    g_assert_cmpstr (sha256, ==, wanted);
  }
}

/* What observing costs the render thread, of each frame. */
static void
test_cost (void)
{
  g_autoptr (VcHost) host = open_host ("vtkcast:cone");
  gint64 begin;
  double mean;

  begin = g_get_monotonic_time ();
  for (int i = 0; i < 1000; i++)
    g_variant_unref (vc_scene_save_state (vc_host_get_scene (host)));
  mean = (g_get_monotonic_time () - begin) / 1000.0;
  g_test_message ("the state of a scene takes %.1f µs", mean);
  g_assert_cmpfloat (mean, <, 1000);
}

static void
live_set (Live *self, const char *values)
{
  g_autoptr (GError) error = NULL;

  vc_view_set_parameters (
    self->view,
    g_variant_parse (G_VARIANT_TYPE_VARDICT, values, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
}

/* Values among drags, a slider that is drawn, a key that changes one, an
 * action. */
static void
set_values (Live *live, const char *const *values)
{
  live_set (live, "{'background': <'grey'>}");
  live_drag (live, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (live);
  for (int i = 0; i <= 20; i++) {
    g_autofree char *opacity =
      g_strdup_printf ("{'opacity': <%.3f>}", 1 - i / 40.0);

    live_set (live, opacity);
  }
  live_rest (live);
  live_key (live, "w");
  for (; *values != NULL; values++) {
    live_set (live, *values);
    live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
    live_rest (live);
  }
  live_set (live, "{'reset-view': <true>}");
  live_rest (live);
}

static void
replay_values (const char *location, const char *const *values)
{
  g_autoptr (Live) live = live_new (location);
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  set_values (live, values);
  timeline = live_end (live);
  assert_replayed (timeline, location, 20, 3 + g_strv_length ((char **)values));
}

static void
test_parameters (void)
{
  const char *const values[] = {
    "{'colour': <'blue'>, 'representation': <'points'>}",
    "{'representation': <'surface'>}", NULL};

  replay_values ("vtkcast:cone", values);
}

static void
test_head_parameters (void)
{
  const char *const values[] = {"{'preset': <'CT-Bone'>, 'level': <500.0>}",
                                "{'blend': <'mip'>, 'window': <1000.0>}",
                                "{'preset': <'CT-Muscle'>, 'shading': <false>}",
                                NULL};
  g_autofree char *path = find_head ();

  if (path != NULL)
    replay_values (path, values);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/drags", test_drags);
  g_test_add_func ("/replay/head", test_head);
  g_test_add_func ("/replay/parameters", test_parameters);
  g_test_add_func ("/replay/head-parameters", test_head_parameters);
  g_test_add_func ("/replay/sizes", test_sizes);
  g_test_add_func ("/replay/middle", test_middle);
  g_test_add_func ("/replay/keys", test_keys);
  g_test_add_func ("/replay/actor", test_actor);
  g_test_add_func ("/replay/animation", test_animation);
  g_test_add_func ("/replay/seek", test_seek);
  g_test_add_func ("/replay/other-size", test_other_size);
  g_test_add_func ("/replay/cost", test_cost);
  return g_test_run ();
}
