/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordQueue: the frames that wait for a recording's encoder; few, for the
 * oldest goes when there is no room.
 *
 * Any thread.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _VcRecordQueue VcRecordQueue;

VcRecordQueue *vc_record_queue_new (void);
void vc_record_queue_free (VcRecordQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRecordQueue, vc_record_queue_free)

/* Never blocks. Returns how many older frames had to go. */
guint vc_record_queue_push (VcRecordQueue *self, GstSample *sample);

/* Nothing comes after what waits. */
void vc_record_queue_end (VcRecordQueue *self);

/* Nothing is wanted any more, not even what waits. */
void vc_record_queue_abort (VcRecordQueue *self);

/* Waits for a frame. Returns: (transfer full) (nullable): %NULL = it is over */
GstSample *vc_record_queue_pop (VcRecordQueue *self);

G_END_DECLS
