/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccSender: buffers and events that wait until the pacer lets them go.
 */

#pragma once

#include <gst/gst.h>

#include "estimator.h"

G_BEGIN_DECLS

/* Any thread may call any function. Those that return GccChange tell whether
 * the estimate changed by 1 % or more since that was last told. */
typedef struct _GccSender GccSender;

typedef enum {
  GCC_CHANGE_NONE,
  GCC_CHANGE_ESTIMATE,
} GccChange;

GccSender *gcc_sender_new (const GccBounds *bounds);
void gcc_sender_free (GccSender *self);

/* Forgets what was learnt about the link. */
void gcc_sender_reset (GccSender *self);

typedef enum {
  GCC_DISCARD_ALL,
  GCC_DISCARD_DATA, /* what tells the stream stays: a flush does not end it */
  GCC_DISCARD_PACKETS, /* all events stay */
} GccDiscard;

/* Throws away what waits, and lets everybody return who waits here. With
 * GST_FLOW_OK the sender works, with anything else it is closed. */
void gcc_sender_set_flow (GccSender *self, GstFlowReturn flow,
                          GccDiscard discard);

/* Closes because downstream took no more. Returns whether the end of the stream
 * was waiting, so that nobody would ask for the reason. */
gboolean gcc_sender_fail (GccSender *self, GstFlowReturn flow);

/* (transfer full) @buffer. Waits while the queue is full. */
GstFlowReturn gcc_sender_push (GccSender *self, GstBuffer *buffer);

/* The same for all of @list; the rest of it goes, too, if what waits is dropped
 * meanwhile. */
GstFlowReturn gcc_sender_push_list (GccSender *self, GstBufferList *list);

/* Throws away the packets that wait. */
void gcc_sender_drop_waiting (GccSender *self);

/* (transfer full) @event. Returns whether it will go out. */
gboolean gcc_sender_push_event (GccSender *self, GstEvent *event);

/* (transfer full) Waits until the next buffer or event may go. NULL: the sender
 * is closed, or *@change says that the estimate changed; ask again then. */
GstMiniObject *gcc_sender_wait_next (GccSender *self, GccChange *change);

GccChange gcc_sender_take_feedback (GccSender *self, const GccPacket *packets,
                                    guint n_packets);

GccBounds gcc_sender_get_bounds (GccSender *self);
GccChange gcc_sender_set_bounds (GccSender *self, const GccBounds *bounds);

gboolean gcc_sender_is_empty (GccSender *self);
guint gcc_sender_get_estimate (GccSender *self);

/* Until the last that waits will have been sent. */
GstClockTime gcc_sender_get_delay (GccSender *self);

/* (transfer full) */
GstStructure *gcc_sender_get_stats (GccSender *self);

G_END_DECLS
