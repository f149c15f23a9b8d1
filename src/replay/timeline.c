/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTimeline: a journal with places in it from which a replay can go on.
 */

#include "timeline.h"

#include "journal-held.h"
#include "journal-state.h"

struct _VcTimeline {
  VcJournalRecord *record;
  GArray *places;
};

/* Where things stand while the entries are gone through. */
typedef struct {
  int width;
  int height;
  GVariant *state;
  GArray *held;
} Walk;

static void
clear_place (gpointer data)
{
  VcPlace *place = data;

  g_clear_pointer (&place->state, g_variant_unref);
  g_clear_pointer (&place->held, g_array_unref);
}

static GArray *
copy_held (const GArray *held)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  return held != NULL ? g_array_append_vals (copy, held->data, held->len)
                      : copy;
}

static void
add_place (VcTimeline *self, const Walk *walk, guint index, gint64 t_us)
{
  VcPlace place = {
    .index = index,
    .t_us = t_us,
    .width = walk->width,
    .height = walk->height,
    .state = walk->state != NULL ? g_variant_ref (walk->state) : NULL,
    .held = copy_held (walk->held),
  };

  g_array_append_val (self->places, place);
}

static void
change_state (Walk *walk, GVariant *change)
{
  GVariant *whole = vc_journal_state_merge (walk->state, change);

  g_clear_pointer (&walk->state, g_variant_unref);
  walk->state = whole;
}

/* A header and a gap say all there is to say. */
static void
begin_anew (Walk *walk, const VcJournalEntry *entry)
{
  walk->width = entry->width;
  walk->height = entry->height;
  g_clear_pointer (&walk->state, g_variant_unref);
  walk->state = entry->state != NULL ? g_variant_ref (entry->state) : NULL;
  g_clear_pointer (&walk->held, g_array_unref);
  walk->held = copy_held (entry->held);
}

/* Returns whether a replay could go on behind @entry. */
static gboolean
pass (Walk *walk, const VcJournalEntry *entry)
{
  switch (entry->type) {
  case VC_JOURNAL_HEADER:
  case VC_JOURNAL_GAP:
    begin_anew (walk, entry);
    return TRUE;
  case VC_JOURNAL_SIZE:
    walk->width = entry->width;
    walk->height = entry->height;
    return FALSE;
  case VC_JOURNAL_EVENT:
    vc_journal_held_apply (walk->held, &entry->event);
    return FALSE;
  case VC_JOURNAL_FRAME:
    if (entry->state != NULL)
      change_state (walk, entry->state);
    return walk->state != NULL;
  default:
    return FALSE;
  }
}

static void
find_places (VcTimeline *self)
{
  gint64 due_us = 0;
  Walk walk = {0};

  for (guint i = 0; i < self->record->entries->len; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (self->record, i);
    gboolean is_place = pass (&walk, entry);

    if (!is_place || (entry->type == VC_JOURNAL_FRAME && entry->t_us < due_us))
      continue;
    add_place (self, &walk, i + 1, entry->t_us);
    due_us = entry->t_us + VC_TIMELINE_STEP_US;
  }
  g_clear_pointer (&walk.state, g_variant_unref);
  g_clear_pointer (&walk.held, g_array_unref);
}

VcTimeline *
vc_timeline_new (VcJournalRecord *record)
{
  VcTimeline *self = g_new0 (VcTimeline, 1);

  self->record = record;
  self->places = g_array_new (FALSE, FALSE, sizeof (VcPlace));
  g_array_set_clear_func (self->places, clear_place);
  find_places (self);
  return self;
}

void
vc_timeline_free (VcTimeline *self)
{
  g_array_unref (self->places);
  vc_journal_record_free (self->record);
  g_free (self);
}

const VcJournalRecord *
vc_timeline_get_record (const VcTimeline *self)
{
  return self->record;
}

guint
vc_timeline_find_index (const VcTimeline *self, gint64 t_us)
{
  guint low = 0, high = self->record->entries->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (vc_journal_record_get (self->record, middle)->t_us <= t_us)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const VcPlace *
vc_timeline_find_place (const VcTimeline *self, guint index)
{
  guint low = 0, high = self->places->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->places, VcPlace, middle).index <= index)
      low = middle;
    else
      high = middle;
  }
  return &g_array_index (self->places, VcPlace, low);
}
