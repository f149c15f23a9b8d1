/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEventQueue: the events that wait to be applied.
 *
 * A newer move replaces an older one of the same viewer (and finger) with the
 * same buttons if only moves lie between them; wheel steps that follow each
 * other are added up. Presses, releases and keys are never dropped, and no
 * order that matters ever changes. Pure: no lock, no clock.
 */

#pragma once

#include "event.h"

G_BEGIN_DECLS

/* Events that a queue holds at the most. */
#define VC_EVENT_QUEUE_MAX 1024

/* Notches that one wheel event is allowed to grow to. */
#define VC_EVENT_QUEUE_NOTCHES_MAX 20.0

/**
 * VcPushResult:
 * @VC_PUSH_QUEUED: one more event waits
 * @VC_PUSH_COALESCED: an older event was replaced or grew
 * @VC_PUSH_OVERFLOW: the queue was full: everything that this viewer had in it
 *   gave way to one %VC_EVENT_CANCEL, so that nothing stays pressed
 */
typedef enum {
  VC_PUSH_QUEUED,
  VC_PUSH_COALESCED,
  VC_PUSH_OVERFLOW,
} VcPushResult;

typedef struct _VcEventQueue VcEventQueue;

VcEventQueue *vc_event_queue_new (void);
void vc_event_queue_free (VcEventQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcEventQueue, vc_event_queue_free)

VcPushResult vc_event_queue_push (VcEventQueue *self, const VcEvent *event);

/* Everything that waits, oldest first (GArray of VcEvent); the queue goes on
 * with @empty (transfer full), which was got from here before. */
GArray *vc_event_queue_take (VcEventQueue *self, GArray *empty);

guint vc_event_queue_get_length (VcEventQueue *self);

/* Of these, the ones that are no moves. */
guint vc_event_queue_get_n_firm (VcEventQueue *self);

G_END_DECLS
