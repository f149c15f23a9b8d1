/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOutbox: what a program is to do next, as the text of one message.
 *
 * While a program is at work, what comes for it waits here: a newer move
 * replaces an older one that waits at the end, and so do newer values of the
 * same parameters. Everything else keeps its place. Pure.
 */

#pragma once

#include "event.h"
#include "frame.h"

G_BEGIN_DECLS

/* Of things that wait. A program that has not answered for so long is of no
 * use. */
#define VC_OUTBOX_MAX 4096
/* Nor is one for which so much text waits: with the last thing, it still fits
 * into a message. */
#define VC_OUTBOX_BYTES_MAX (2 * 1024 * 1024)

typedef struct _VcOutbox VcOutbox;

/**
 * VcOutboxStamp:
 * The last numbered event that was applied, as in frame.h.
 */
typedef struct {
  guint viewer;
  guint seq;
  gint64 time_us;
} VcOutboxStamp;

VcOutbox *vc_outbox_new (void);
void vc_outbox_free (VcOutbox *self);

/* Return FALSE if too much waits. */
gboolean vc_outbox_push_event (VcOutbox *self, const VcEvent *event);
/* @values: an a{sv} with b, d, x or s in it. */
gboolean vc_outbox_push_values (VcOutbox *self, GVariant *values);

gboolean vc_outbox_is_empty (const VcOutbox *self);

/* All that waits. Returns: (transfer full): {"type": "work", …}. @tier: the
 * picture that is wanted. */
char *vc_outbox_take (VcOutbox *self, int width, int height, VcTier tier);

/* Was taken, and is not answered. */
gboolean vc_outbox_is_out (const VcOutbox *self);

/* The program has done what it was sent as number @batch. FALSE: it was never
 * sent that. */
gboolean vc_outbox_answer (VcOutbox *self, gint64 batch);

/* Of what was answered last. */
void vc_outbox_get_stamp (const VcOutbox *self, VcOutboxStamp *stamp);

G_END_DECLS
