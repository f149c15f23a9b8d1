/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTimeline: a journal with places in it from which a replay can go on.
 *
 * Frames tell what of the scene's state has changed, so that the whole of it is
 * known after each of them, without a scene. Pure.
 */

#pragma once

#include "journal-reader.h"

G_BEGIN_DECLS

/* Of the journal, between two places. */
#define VC_TIMELINE_STEP_US (2 * G_USEC_PER_SEC)

/**
 * VcPlace:
 * @index: of the first entry that comes after it
 * @t_us: of the last one before
 * @width, @height: of the view
 * @state: (nullable): of the scene
 * @held: (element-type VcEvent): by the scene
 */
typedef struct {
  guint index;
  gint64 t_us;
  int width;
  int height;
  GVariant *state;
  GArray *held;
} VcPlace;

typedef struct _VcTimeline VcTimeline;

/* @record: (transfer full) */
VcTimeline *vc_timeline_new (VcJournalRecord *record);
void vc_timeline_free (VcTimeline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcTimeline, vc_timeline_free)

const VcJournalRecord *vc_timeline_get_record (const VcTimeline *self);

/* The index of the first entry that is later than @t_us. */
guint vc_timeline_find_index (const VcTimeline *self, gint64 t_us);

/* The last place from which @index can be reached. */
const VcPlace *vc_timeline_find_place (const VcTimeline *self, guint index);

G_END_DECLS
