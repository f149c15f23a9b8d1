/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEventQueue: the events that wait to be applied.
 *
 * A newer move replaces an older one of the same viewer (and finger) with the
 * same buttons if only moves lie between them; wheel steps that follow each
 * other are added up. Presses, releases and keys are never dropped, and no
 * order that matters ever changes. Values of parameters wait in their place
 * among the events; newer ones join older ones if only moves lie between. Pure:
 * no lock, no clock.
 */

#pragma once

#include "event.h"
#include "patch.h"

G_BEGIN_DECLS

/* Events that a queue holds at the most. */
#define VC_EVENT_QUEUE_MAX 1024

/* Patches that one holds at the most; then newer values take the place of older
 * ones, come what may. */
#define VC_EVENT_QUEUE_PATCHES_MAX 64

/* The type of an event that stands for a patch: no event of a person, and not
 * for scenes. */
#define VC_EVENT_QUEUE_MARK ((VcEventType)1000)

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

/* @values: an a{sv}. @task: (transfer full) (nullable): as in patch.h */
VcPushResult vc_event_queue_push_values (VcEventQueue *self, GVariant *values,
                                         GTask *task, gint64 time_us);

/* (transfer full) (nullable): the oldest patch; the marks that were taken say
 * where in the order. */
VcPatch *vc_event_queue_take_patch (VcEventQueue *self);

/* Everything that waits, oldest first (GArray of VcEvent); the queue goes on
 * with @empty (transfer full), which was got from here before. */
GArray *vc_event_queue_take (VcEventQueue *self, GArray *empty);

guint vc_event_queue_get_length (VcEventQueue *self);

/* Of these, the ones that are no moves. */
guint vc_event_queue_get_n_firm (VcEventQueue *self);

G_END_DECLS
