/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcViewer: one of the people who watch.
 */

#pragma once

#include "answer.h"
#include "delivery.h"
#include "layout.h"
#include "peer.h"
#include "rate.h"
#include "view.h"

G_BEGIN_DECLS

/* Labels of the data channels. */
#define VC_CHANNEL_INPUT "input"
#define VC_CHANNEL_CONTROL "control"

/* A viewer that says nothing for so long is gone: pages ping each second. */
#define VC_VIEWER_SILENCE_US (8 * G_USEC_PER_SEC)
/* Between the answer and the first word of a viewer with data channels. */
#define VC_VIEWER_PATIENCE_US (10 * G_USEC_PER_SEC)

/**
 * VcViewerState:
 * @VC_VIEWER_JOINING: its offer is being answered
 * @VC_VIEWER_ANSWERED: it has the answer, not yet a control channel. A player
 *   without data channels stays so
 * @VC_VIEWER_OPEN: it can be told things
 */
typedef enum {
  VC_VIEWER_JOINING,
  VC_VIEWER_ANSWERED,
  VC_VIEWER_OPEN,
} VcViewerState;

/* What a viewer is told only if it wants to know. */
typedef enum {
  VC_VIEWER_EVENT_CAMERA = 1 << 0,
  VC_VIEWER_EVENT_PICK = 1 << 1,
} VcViewerEvents;

/**
 * VcViewer:
 * @number: 1, 2, …; in events and towards the browser
 * @id: unguessable; in the resource's URL
 * @etag: of the ICE session
 * @predecessor: (nullable): id of the viewer that it was before
 * @place: who has the lowest controls; 0 until the control channel is open
 * @controls: what it was told last
 * @seq: of the last event applied
 * @frames: encoded for it until it was last measured
 * @told_frames: the same, until it was last told about its link
 * @heard_us: when it last gave a sign of life; monotonic
 * @delivery: (nullable): of exact stills, if it has a channel for them
 * @events: that it wants to know of
 * @width: what it wants, pixels; 0 = it has not said
 * @height: the same
 */
typedef struct {
  guint number;
  char *id;
  char *etag;
  char *predecessor;
  guint place;
  gboolean controls;
  VcPeer *peer;
  VcLayout *layout;
  VcViewerState state;
  guint seq;
  guint64 frames;
  guint64 told_frames;
  gint64 heard_us;
  VcRate messages;
  VcRate bytes;
  VcDelivery *delivery;
  VcViewerEvents events;
  int width;
  int height;
} VcViewer;

/* @peer: (transfer full) */
VcViewer *vc_viewer_new (guint number, VcPeer *peer, const char *offer,
                         gint64 now_us);
void vc_viewer_free (VcViewer *self);

/* (transfer full): what the HTTP client gets; the viewer is awaited now. */
VcAnswer *vc_viewer_answer (VcViewer *self, const char *sdp);

/* A message of @length bytes came: returns FALSE if that is too many. */
gboolean vc_viewer_hear (VcViewer *self, gsize length, gint64 now_us);

/* That message was an answer to one of ours: it does not count. */
void vc_viewer_excuse (VcViewer *self, gsize length);

/* Has it vanished? */
gboolean vc_viewer_is_overdue (const VcViewer *self, gint64 now_us);

/* What is rendered is the same for all, and follows the link of the one who
 * moves it. @self: (nullable): nobody does. */
void vc_viewer_pace_view (VcViewer *self, VcView *view);

/* What is said on the control channel; docs/protocol.md. */
void vc_viewer_send_hello (VcViewer *self, gboolean controls);
/* If it does not know already. */
void vc_viewer_send_role (VcViewer *self, gboolean controls);
void vc_viewer_send_status (VcViewer *self, const VcStatus *status);
/* Each second; nothing is said while nothing is sent. */
void vc_viewer_send_link (VcViewer *self);
void vc_viewer_send_bye (VcViewer *self, const char *reason,
                         gboolean reconnect);

G_END_DECLS
