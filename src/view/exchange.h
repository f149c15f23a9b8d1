/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcExchange: the counter between the render thread and everybody else.
 *
 *      any thread                     render thread
 *     ───────────── events, size ──▶ ───────────────
 *                   ◀── mailbox: one frame
 *
 * All that two threads share lies here, under one lock.
 */

#pragma once

#include "event-queue.h"
#include "phase.h"
#include "view.h"

G_BEGIN_DECLS

typedef struct _VcExchange VcExchange;

/* @wake: makes the render thread look here; called with no lock held, from any
 * thread. */
VcExchange *vc_exchange_new (int width, int height, void (*wake) (gpointer),
                             gpointer wake_data);
void vc_exchange_free (VcExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcExchange, vc_exchange_free)

/* Any thread. */

void vc_exchange_push_event (VcExchange *self, const VcEvent *event);
/* @values: checked. @task: (transfer full) (nullable): as in patch.h */
void vc_exchange_push_values (VcExchange *self, GVariant *values, GTask *task);
void vc_exchange_set_size (VcExchange *self, int width, int height);
void vc_exchange_get_size (VcExchange *self, int *width, int *height);
void vc_exchange_make_way (VcExchange *self, gint64 until_us);
void vc_exchange_set_max_rate (VcExchange *self, double hertz);
void vc_exchange_set_budget (VcExchange *self, gint64 budget_us, guint divisor);
VcFrame *vc_exchange_take_frame (VcExchange *self, GCancellable *cancellable,
                                 GError **error);
VcFrame *vc_exchange_dup_frame (VcExchange *self);
void vc_exchange_get_stats (VcExchange *self, VcViewStats *stats);

VcPhase vc_exchange_get_phase (VcExchange *self);
VcFrame *vc_exchange_dup_still (VcExchange *self);
guint64 vc_exchange_get_still_id (VcExchange *self);

/* @func is told of each change of phase, with no lock held, in the thread that
 * caused it; once now. */
void vc_exchange_watch_phase (VcExchange *self, void (*func) (gpointer),
                              gpointer user_data);

/* Nothing is taken or given any more. Returns whether this was the first
 * call. */
gboolean vc_exchange_close (VcExchange *self);

/* Render thread. */

/**
 * VcExchangeState:
 * @closed: the render thread should end
 * @way_us: until then renders of full quality wait
 * @width: of the view
 * @height: of the view
 * @max_rate: renders per second
 * @budget_us, @divisor: for an interactive frame
 * @has_room: the mailbox is empty
 * @n_events: waiting
 * @n_firm: of these, the ones that are no moves
 */
typedef struct {
  gboolean closed;
  gint64 way_us;
  int width;
  int height;
  double max_rate;
  gint64 budget_us;
  guint divisor;
  gboolean has_room;
  guint n_events;
  guint n_firm;
} VcExchangeState;

void vc_exchange_read (VcExchange *self, VcExchangeState *state);

/* As vc_event_queue_take(): with marks for patches. */
GArray *vc_exchange_take_events (VcExchange *self, GArray *empty);

/* (transfer full) (nullable): the next patch; NULL if the view was stopped. */
VcPatch *vc_exchange_take_patch (VcExchange *self);

/* The @n_applied events were applied; is anything held down now? */
void vc_exchange_note_events (VcExchange *self, guint n_applied,
                              gboolean is_held);

/* Returns: whether the mailbox is empty; if it is not, the render thread is
 * woken when it is. */
gboolean vc_exchange_wait_for_room (VcExchange *self);

/* Returns: a flag that becomes non-zero when something happens that @state does
 * not know of yet, or NULL if it has happened already. */
const gint *vc_exchange_watch (VcExchange *self, const VcExchangeState *state);

/* @frame: (transfer full) */
void vc_exchange_post_frame (VcExchange *self, VcFrame *frame);

void vc_exchange_note_abort (VcExchange *self);

/* %VC_PHASE_STILL is passed over while events wait: the last frame must be the
 * answer to everything. */
void vc_exchange_set_phase (VcExchange *self, VcPhase phase);

G_END_DECLS
