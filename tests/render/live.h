/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Live: a session in a view of real data, and its journal.
 */

#pragma once

#include "journal.h"
#include "timeline.h"
#include "view.h"

G_BEGIN_DECLS

/**
 * Live:
 * @path: of the journal
 * @renderer: GL_RENDERER
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

/* Waits until the data are shown. */
Live *live_new (const char *location);
void live_free (Live *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Live, live_free)

/* The journal begins, and ends. */
void live_record (Live *self);
VcTimeline *live_end (Live *self);

void live_push (Live *self, VcEventType type, guint button, VcButtons buttons,
                double x, double y);
void live_press (Live *self, guint button, double x, double y);
/* Each move is a picture. */
void live_pull (Live *self, guint button, double x0, double y0, double x1,
                double y1);
void live_release (Live *self, guint button, double x, double y);
/* The three of them. */
void live_drag (Live *self, guint button, double x0, double y0, double x1,
                double y1);
/* With each button, and the wheel; rests three times. */
void live_drag_all (Live *self);
void live_key (Live *self, const char *key);
/* @values: GVariant text of an a{sv} */
void live_set_values (Live *self, const char *values);

/* (transfer full): the exact picture, which answers all that was pushed. */
VcFrame *live_wait_for_still (Live *self);

/* Notes the exact picture as a session does. */
void live_rest (Live *self);

G_END_DECLS
