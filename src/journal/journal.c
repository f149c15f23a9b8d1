/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournal: writes down what happens in a view, line by line.
 */

#include "journal.h"

#include "journal-file.h"
#include "journal-held.h"
#include "journal-state.h"

/* A built-in scene has a name that is no path. */
#define BUILTIN_PREFIX "vtkcast:"

/**
 * _VcJournal:
 * @early: (element-type VcJournalEntry): what was told before there is a header
 * @state: (nullable): of the scene, as the lines so far tell it
 * @held: (element-type VcEvent): by the scene
 * @n_lost: lines for which there was no room, since the last line
 * @is_observing: nobody else has become the view's observer
 *
 * @context and what is above it never changes; the rest is under @lock. Entries
 * get their time and their place under the same lock, so that time never goes
 * back.
 */
struct _VcJournal {
  GObject parent_instance;

  VcView *view;
  VcJournalFile *file;
  VcJournalEntry *about;
  gint64 begin_us;
  GMainContext *context;

  GMutex lock;
  GQueue early;
  gboolean has_begun;
  gboolean is_closed;
  gboolean is_observing;
  int width;
  int height;
  GVariant *state;
  GArray *held;
  guint64 n_lost;
};

enum { SIGNAL_FAILED, SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VcJournal, vc_journal, G_TYPE_OBJECT)

static VcJournalEntry *
new_entry (VcJournal *self, VcJournalEntryType type)
{
  return vc_journal_entry_new (type, g_get_monotonic_time () - self->begin_us);
}

/* Once one was lost, all are, until a gap tells where things stand. */
static void
add_locked (VcJournal *self, VcJournalEntry *entry)
{
  if (self->is_closed)
    vc_journal_entry_free (entry);
  else if (!self->has_begun)
    g_queue_push_tail (&self->early, entry);
  else if (self->n_lost > 0) {
    vc_journal_entry_free (entry);
    self->n_lost++;
  } else if (!vc_journal_file_add (self->file, entry))
    self->n_lost++;
}

static GArray *
copy_held (const GArray *held)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  return g_array_append_vals (copy, held->data, held->len);
}

static void
end_gap_locked (VcJournal *self, GVariant *state)
{
  VcJournalEntry *gap;
  guint64 n_lost = self->n_lost;

  if (n_lost == 0 || !vc_journal_file_has_room (self->file))
    return;
  self->n_lost = 0;
  gap = new_entry (self, VC_JOURNAL_GAP);
  gap->n = n_lost;
  gap->width = self->width;
  gap->height = self->height;
  gap->state = g_variant_ref (state);
  gap->held = copy_held (self->held);
  g_clear_pointer (&self->state, g_variant_unref);
  self->state = g_variant_ref (state);
  add_locked (self, gap);
}

static void
write_header_locked (VcJournal *self, const VcViewBeginning *beginning)
{
  VcJournalEntry *header = g_steal_pointer (&self->about);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  header->width = beginning->width;
  header->height = beginning->height;
  header->state = g_variant_ref (beginning->state);
  header->held = copy_held (beginning->held);
  header->identity = g_strdup (beginning->identity);
  header->date = g_date_time_format_iso8601 (now);
  vc_journal_file_add (self->file, header);
}

static void
on_begin (const VcViewBeginning *beginning, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry;

  if (self->is_closed)
    return;
  self->width = beginning->width;
  self->height = beginning->height;
  self->state = g_variant_ref (beginning->state);
  g_array_append_vals (self->held, beginning->held->data, beginning->held->len);
  write_header_locked (self, beginning);
  self->has_begun = TRUE;
  while ((entry = g_queue_pop_head (&self->early)) != NULL)
    add_locked (self, entry);
}

static void
on_event (const VcEvent *event, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry = new_entry (self, VC_JOURNAL_EVENT);

  entry->event = *event;
  vc_journal_held_apply (self->held, event);
  add_locked (self, entry);
}

static void
on_parameters (GVariant *values, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry = new_entry (self, VC_JOURNAL_PARAMETERS);

  entry->values = g_variant_ref (values);
  add_locked (self, entry);
}

static void
on_resized (int width, int height, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry = new_entry (self, VC_JOURNAL_SIZE);

  entry->width = self->width = width;
  entry->height = self->height = height;
  add_locked (self, entry);
}

static void
on_frame (const VcFrame *frame, GVariant *state, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry;

  end_gap_locked (self, state);
  entry = new_entry (self, VC_JOURNAL_FRAME);
  entry->frame = frame->id;
  entry->tier = frame->tier;
  entry->width = frame->width;
  entry->height = frame->height;
  entry->is_ready = frame->is_ready;
  entry->viewer = frame->viewer;
  entry->seq = frame->seq;
  entry->state = vc_journal_state_diff (self->state, state);
  if (entry->state != NULL) {
    g_clear_pointer (&self->state, g_variant_unref);
    self->state = g_variant_ref (state);
  }
  add_locked (self, entry);
}

static void
on_identified (const char *identity, gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcJournalEntry *entry = new_entry (self, VC_JOURNAL_IDENTITY);

  entry->identity = g_strdup (identity);
  add_locked (self, entry);
}

static const VcViewObserver observer = {
  .begin = on_begin,
  .event = on_event,
  .parameters = on_parameters,
  .resized = on_resized,
  .frame = on_frame,
  .identified = on_identified,
};

/* Somebody else has become the observer, or we have stopped. */
static void
on_replaced (gpointer user_data)
{
  VcJournal *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_observing = FALSE;
}

typedef struct {
  GWeakRef journal;
  GError *error;
  gboolean is_closed;
} News;

static void
free_news (gpointer data)
{
  News *news = data;

  g_weak_ref_clear (&news->journal);
  g_clear_error (&news->error);
  g_free (news);
}

static gboolean
on_news (gpointer user_data)
{
  News *news = user_data;
  g_autoptr (VcJournal) self = g_weak_ref_get (&news->journal);

  if (self != NULL && news->error != NULL) {
    vc_journal_close (self, NULL);
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, news->error);
  }
  if (self != NULL && news->is_closed)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
  return G_SOURCE_REMOVE;
}

/* In the writing thread, which ends before @self does. */
static void
on_file (const GError *error, gboolean is_closed, gpointer user_data)
{
  VcJournal *self = user_data;
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_weak_ref_init (&news->journal, self);
  news->error = error != NULL ? g_error_copy (error) : NULL;
  news->is_closed = is_closed;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_news, news, free_news);
  g_source_attach (source, self->context);
}

static void
add (VcJournal *self, VcJournalEntry *entry)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  entry->t_us = g_get_monotonic_time () - self->begin_us;
  add_locked (self, entry);
}

static char *
make_absolute (const char *location)
{
  g_autofree char *path = g_str_has_prefix (location, BUILTIN_PREFIX)
                            ? g_strdup (location)
                            : g_canonicalize_filename (location, NULL);

  return g_filename_to_utf8 (path, -1, NULL, NULL, NULL)
           ?: g_filename_display_name (path);
}

static VcJournalEntry *
new_header (const VcJournalAbout *about)
{
  VcJournalEntry *self = vc_journal_entry_new (VC_JOURNAL_HEADER, 0);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  self->version = VC_JOURNAL_VERSION;
  self->software = g_strdup ("vtkcast " VC_VERSION);
  self->title = g_strdup (about->title);
  self->renderer = g_strdup (about->renderer);
  for (guint i = 0; about->locations != NULL && about->locations[i]; i++) {
    g_autofree char *path = make_absolute (about->locations[i]);

    g_strv_builder_add (builder, path);
  }
  self->locations = g_strv_builder_end (builder);
  return self;
}

static void
vc_journal_dispose (GObject *object)
{
  VcJournal *self = VC_JOURNAL (object);

  if (self->file != NULL)
    vc_journal_close (self, NULL);
  g_clear_pointer (&self->file, vc_journal_file_free);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (vc_journal_parent_class)->dispose (object);
}

static void
vc_journal_finalize (GObject *object)
{
  VcJournal *self = VC_JOURNAL (object);

  g_assert (!self->is_observing);
  g_queue_clear_full (&self->early, (GDestroyNotify)vc_journal_entry_free);
  g_clear_pointer (&self->about, vc_journal_entry_free);
  g_clear_pointer (&self->state, g_variant_unref);
  g_array_unref (self->held);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vc_journal_parent_class)->finalize (object);
}

static void
vc_journal_init (VcJournal *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->early);
  self->held = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  self->context = g_main_context_ref_thread_default ();
}

static void
vc_journal_class_init (VcJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vc_journal_dispose;
  object_class->finalize = vc_journal_finalize;

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", VC_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", VC_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
observe (VcJournal *self, VcView *view, const VcJournalAbout *about)
{
  self->view = g_object_ref (view);
  self->about = new_header (about);
  self->begin_us = g_get_monotonic_time ();
  self->is_observing = TRUE;
  vc_view_set_observer (view, &observer, self, on_replaced);
}

VcJournal *
vc_journal_new (const char *path, VcView *view, const VcJournalAbout *about,
                GError **error)
{
  g_autoptr (VcJournal) self = NULL;

  g_return_val_if_fail (path != NULL && about != NULL, NULL);
  g_return_val_if_fail (VC_IS_VIEW (view), NULL);

  self = g_object_new (VC_TYPE_JOURNAL, NULL);
  self->file = vc_journal_file_new (path, on_file, self, error);
  if (self->file == NULL)
    return NULL;
  observe (self, view, about);
  return g_steal_pointer (&self);
}

VcJournal *
vc_journal_new_for_fd (int fd, VcView *view, const VcJournalAbout *about)
{
  VcJournal *self;

  g_return_val_if_fail (VC_IS_VIEW (view) && about != NULL, NULL);

  self = g_object_new (VC_TYPE_JOURNAL, NULL);
  self->file = vc_journal_file_new_for_fd (fd, on_file, self);
  observe (self, view, about);
  return self;
}

void
vc_journal_close (VcJournal *self, const char *reason)
{
  VcJournalEntry *end = NULL;
  gboolean is_observing;

  g_return_if_fail (VC_IS_JOURNAL (self));

  g_mutex_lock (&self->lock);
  is_observing = self->is_observing;
  g_mutex_unlock (&self->lock);
  if (is_observing)
    vc_view_set_observer (self->view, NULL, NULL, NULL);

  g_mutex_lock (&self->lock);
  if (self->has_begun && !self->is_closed) {
    end = new_entry (self, VC_JOURNAL_END);
    end->what = g_strdup (reason);
  }
  self->is_closed = TRUE;
  g_mutex_unlock (&self->lock);
  vc_journal_file_close (self->file, end);
}

guint64
vc_journal_get_bytes (VcJournal *self)
{
  g_return_val_if_fail (VC_IS_JOURNAL (self), 0);

  return vc_journal_file_get_size (self->file);
}

void
vc_journal_note_viewer (VcJournal *self, guint viewer, const char *what)
{
  VcJournalEntry *entry = vc_journal_entry_new (VC_JOURNAL_VIEWER, 0);

  entry->viewer = viewer;
  entry->what = g_strdup (what);
  add (self, entry);
}

void
vc_journal_note_sent (VcJournal *self, guint64 frame, guint64 pts)
{
  VcJournalEntry *entry = vc_journal_entry_new (VC_JOURNAL_SENT, 0);

  entry->frame = frame;
  entry->pts = pts;
  add (self, entry);
}

void
vc_journal_note_still (VcJournal *self, guint64 frame, const char *sha256)
{
  VcJournalEntry *entry = vc_journal_entry_new (VC_JOURNAL_STILL, 0);

  entry->frame = frame;
  entry->sha256 = g_strdup (sha256);
  add (self, entry);
}

void
vc_journal_note_shown (VcJournal *self, guint viewer, guint64 frame,
                       const char *sha256, const char *quality)
{
  VcJournalEntry *entry = vc_journal_entry_new (VC_JOURNAL_SHOWN, 0);

  entry->viewer = viewer;
  entry->frame = frame;
  entry->sha256 = g_strdup (sha256);
  entry->what = g_strdup (quality);
  add (self, entry);
}

void
vc_journal_note_video (VcJournal *self, const char *what, const char *file,
                       guint64 pts, guint64 n)
{
  VcJournalEntry *entry = vc_journal_entry_new (VC_JOURNAL_VIDEO, 0);

  entry->what = g_strdup (what);
  entry->file = g_strdup (file);
  entry->pts = pts;
  entry->n = n;
  add (self, entry);
}
