/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCursor: a place in a journal, and a scene that is as it was there.
 */

#include "cursor.h"

#include "journal-held.h"
#include "journal-state.h"

/* Entries that are gone through in some hundredths of a second. */
#define WALK_MAX 1000

/**
 * _VcCursor:
 * @index: of the next entry; 0: nowhere yet
 * @initial: (nullable): what the scene was like before the first entry; for a
 *   journal that does not say how it began
 * @state: (nullable): what the scene should be like, as far as is told
 * @held: (element-type VcEvent): by the scene
 * @is_elsewhere: the scene is not at the recorded size, and what it says does
 *   not count
 */
struct _VcCursor {
  const VcTimeline *timeline;
  VcScene *scene;
  VcCursorMode mode;
  guint index;
  int width;
  int height;
  GVariant *initial;
  GVariant *state;
  GArray *held;
  gboolean has_changed;
  gboolean is_elsewhere;
};

static void
on_changed (VcScene *scene, int tier, gpointer user_data)
{
  VcCursor *self = user_data;

  if (!self->is_elsewhere)
    self->has_changed = TRUE;
}

static void
resize (VcCursor *self, int width, int height)
{
  if (width == self->width && height == self->height)
    return;
  self->width = width;
  self->height = height;
  vc_scene_resize (self->scene, width, height);
}

static void
set_state (VcCursor *self, GVariant *state)
{
  GVariant *old = self->state;

  self->state = state != NULL ? g_variant_ref (state) : NULL;
  g_clear_pointer (&old, g_variant_unref);
}

/* What is right already is left alone: to set it again could round it. @state:
 * (nullable) */
static gboolean
correct (VcCursor *self, GVariant *state, GError **error)
{
  g_autoptr (GVariant) now = vc_scene_save_state (self->scene);
  g_autoptr (GVariant) wrong =
    state != NULL ? vc_journal_state_diff (now, state) : NULL;

  return wrong == NULL || vc_scene_restore_state (self->scene, wrong, error);
}

static void
handle (VcCursor *self, const VcEvent *event)
{
  vc_scene_handle_event (self->scene, event);
  vc_journal_held_apply (self->held, event);
}

static void
handle_all (VcCursor *self, const GArray *events)
{
  for (guint i = 0; i < events->len; i++)
    handle (self, &g_array_index (events, VcEvent, i));
}

static void
release_all (VcCursor *self)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  vc_journal_held_release (self->held, events);
  handle_all (self, events);
  g_array_set_size (self->held, 0);
}

static gboolean
begin_at (VcCursor *self, int width, int height, GVariant *state,
          const GArray *held, GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  release_all (self);
  resize (self, width, height);
  if (self->initial == NULL)
    self->initial = vc_scene_save_state (self->scene);
  set_state (self, state);
  if (!correct (self, state != NULL ? state : self->initial, error))
    return FALSE;
  if (held != NULL)
    vc_journal_held_press (held, events);
  handle_all (self, events);
  return correct (self, self->state, error);
}

static gboolean
apply_frame (VcCursor *self, const VcJournalEntry *entry, GError **error)
{
  g_autoptr (GVariant) whole = NULL;

  if (entry->state != NULL) {
    whole = vc_journal_state_merge (self->state, entry->state);
    set_state (self, whole);
  }
  return self->mode == VC_CURSOR_EVENTS_ONLY ||
         correct (self, self->state, error);
}

/* What the scene took then it takes again, unless it is another one. */
static gboolean
set_parameters (VcCursor *self, GVariant *values, GError **error)
{
  return vc_scene_set_parameters (self->scene, values, error);
}

static gboolean
apply (VcCursor *self, const VcJournalEntry *entry, GError **error)
{
  switch (entry->type) {
  case VC_JOURNAL_HEADER:
  case VC_JOURNAL_GAP:
    return begin_at (self, entry->width, entry->height, entry->state,
                     entry->held, error);
  case VC_JOURNAL_EVENT:
    handle (self, &entry->event);
    return TRUE;
  case VC_JOURNAL_PARAMETERS:
    return set_parameters (self, entry->values, error);
  case VC_JOURNAL_SIZE:
    resize (self, entry->width, entry->height);
    return TRUE;
  case VC_JOURNAL_FRAME:
    return apply_frame (self, entry, error);
  default:
    return TRUE;
  }
}

static gboolean
advance (VcCursor *self, guint index, GError **error)
{
  const VcJournalRecord *record = vc_timeline_get_record (self->timeline);
  g_autoptr (GError) local_error = NULL;

  for (; self->index < index; self->index++) {
    if (apply (self, vc_journal_record_get (record, self->index), &local_error))
      continue;
    g_set_error (error, VC_JOURNAL_ERROR, VC_JOURNAL_ERROR_INVALID,
                 "Line %u of the journal: %s", self->index + 1,
                 local_error->message);
    return FALSE;
  }
  return TRUE;
}

/* Events alone lead nowhere but from the beginning; and a hand that lets go and
 * grasps again may grasp something else, so nobody jumps who can walk. */
static gboolean
must_jump (VcCursor *self, const VcPlace *place, guint index)
{
  if (self->index == 0 || self->index > index)
    return TRUE;
  return self->mode == VC_CURSOR_EXACT && place->index > self->index + WALK_MAX;
}

static gboolean
jump (VcCursor *self, guint index, GError **error)
{
  const VcPlace *place = vc_timeline_find_place (
    self->timeline, self->mode == VC_CURSOR_EVENTS_ONLY ? 1 : index);

  if (!must_jump (self, place, index))
    return TRUE;
  self->index = place->index;
  return begin_at (self, place->width, place->height, place->state, place->held,
                   error);
}

VcCursor *
vc_cursor_new (const VcTimeline *timeline, VcScene *scene, VcCursorMode mode)
{
  VcCursor *self = g_new0 (VcCursor, 1);

  self->timeline = timeline;
  self->scene = g_object_ref (scene);
  self->mode = mode;
  self->held = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  g_signal_connect (scene, "changed", G_CALLBACK (on_changed), self);
  return self;
}

void
vc_cursor_free (VcCursor *self)
{
  g_signal_handlers_disconnect_by_data (self->scene, self);
  g_clear_pointer (&self->initial, g_variant_unref);
  g_clear_pointer (&self->state, g_variant_unref);
  g_array_unref (self->held);
  g_object_unref (self->scene);
  g_free (self);
}

gboolean
vc_cursor_seek (VcCursor *self, guint index, GError **error)
{
  index =
    CLAMP (index, 1, vc_timeline_get_record (self->timeline)->entries->len);
  return jump (self, index, error) && advance (self, index, error);
}

void
vc_cursor_get_size (const VcCursor *self, int *width, int *height)
{
  *width = self->width;
  *height = self->height;
}

gboolean
vc_cursor_take_change (VcCursor *self)
{
  gboolean has_changed = self->has_changed;

  self->has_changed = FALSE;
  return has_changed;
}

/* A camera that stands where it began follows the size, and has to come back
 * to where it was. */
static void
visit (VcCursor *self, int width, int height, GVariant *state)
{
  g_autoptr (GVariant) now = NULL;
  g_autoptr (GVariant) wrong = NULL;

  vc_scene_resize (self->scene, width, height);
  now = vc_scene_save_state (self->scene);
  wrong = vc_journal_state_diff (now, state);
  if (wrong != NULL)
    vc_scene_restore_state (self->scene, wrong, NULL);
}

VcRenderResult
vc_cursor_render (VcCursor *self, int width, int height,
                  const VcRenderRequest *request, VcFrame *frame)
{
  g_autoptr (GVariant) state = NULL;
  VcRenderResult result;

  if (width == self->width && height == self->height)
    return vc_scene_render (self->scene, request, frame);
  self->is_elsewhere = TRUE;
  state = vc_scene_save_state (self->scene);
  visit (self, width, height, state);
  result = vc_scene_render (self->scene, request, frame);
  visit (self, self->width, self->height, state);
  self->is_elsewhere = FALSE;
  return result;
}
