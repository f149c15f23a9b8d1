/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSession: the people who watch one view, and which of them controls it.
 *
 * The first viewer controls; when it leaves, the one that came next does. Who
 * comes back after its network broke has its place in that order again. Viewers
 * that fall silent are removed. Main context only.
 */

#pragma once

#include <gio/gio.h>

#include "answer.h"
#include "peer.h"
#include "recordings.h"
#include "scene-desk.h"
#include "snapshot.h"
#include "stills.h"
#include "transport.h"
#include "view.h"

G_BEGIN_DECLS

/**
 * VcSessionError:
 * @VC_SESSION_ERROR_FULL: no more viewers are let in
 * @VC_SESSION_ERROR_STALE: the fragment belongs to another ICE generation
 * @VC_SESSION_ERROR_FRAGMENT: it is no trickle-ice-sdpfrag (RFC 8840)
 */
#define VC_SESSION_ERROR (vc_session_error_quark ())
typedef enum {
  VC_SESSION_ERROR_FULL,
  VC_SESSION_ERROR_STALE,
  VC_SESSION_ERROR_FRAGMENT,
} VcSessionError;
GQuark vc_session_error_quark (void);

/**
 * VcSessionOptions:
 * @peer: for each viewer's connection
 * @max_viewers: at once
 * @transport: (nullable): of what the view replays
 * @recordings: (nullable): how and where the session may be recorded
 */
typedef struct {
  VcPeerOptions peer;
  guint max_viewers;
  VcTransport *transport;
  const VcRecordingsOptions *recordings;
} VcSessionOptions;

#define VC_TYPE_SESSION (vc_session_get_type ())
G_DECLARE_FINAL_TYPE (VcSession, vc_session, VC, SESSION, GObject)

/**
 * VcSession::failed:
 * @error: a #GError
 *
 * Nothing can be shown any more. The viewers have been told.
 */
/**
 * VcSession::stopped:
 *
 * After vc_session_stop() everybody is gone, within half a second: who is told
 * good-bye needs a moment to hear it. Emitted once, never from within
 * vc_session_stop().
 */

VcSession *vc_session_new (VcView *view, const VcSessionOptions *options,
                           GError **error);

/* Tells every viewer good-bye, ends their connections and what is recorded;
 * returns at once and emits VcSession::stopped when that is done. Idempotent.
 */
void vc_session_stop (VcSession *self);

/* A browser's offer becomes a viewer. @replaces: (nullable): id of the viewer
 * that the same page has or had. Fails with VC_PEER_ERROR or
 * VC_SESSION_ERROR. */
void vc_session_add_viewer_async (VcSession *self, const char *offer,
                                  const char *replaces,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
VcAnswer *vc_session_add_viewer_finish (VcSession *self, GAsyncResult *result,
                                        GError **error);

/* (nullable): the ETag of that viewer's ICE session, without quotes; NULL if
 * there is no such viewer. */
const char *vc_session_get_etag (VcSession *self, const char *viewer_id);

/* Applies the body of a WHEP PATCH. */
gboolean vc_session_patch_viewer (VcSession *self, const char *viewer_id,
                                  const char *fragment, GError **error);

void vc_session_remove_viewer (VcSession *self, const char *viewer_id);

/* (transfer none): what is watched. */
VcView *vc_session_get_view (VcSession *self);

/* (transfer none): parameters, for HTTP. */
VcSceneDesk *vc_session_get_scene (VcSession *self);

/* (transfer none): exact pictures, for HTTP. */
VcStills *vc_session_get_stills (VcSession *self);
VcSnapshot *vc_session_get_snapshot (VcSession *self);

/* (transfer none) (nullable): NULL: nothing can be recorded. */
VcRecordings *vc_session_get_recordings (VcSession *self);

guint vc_session_get_n_viewers (VcSession *self);

/**
 * VcDescription:
 * @VC_DESCRIPTION_HEALTH: what /healthz tells, a JSON object
 * @VC_DESCRIPTION_METRICS: what /metrics tells of it, in Prometheus' text
 * format
 */
typedef enum {
  VC_DESCRIPTION_HEALTH,
  VC_DESCRIPTION_METRICS,
} VcDescription;

/* (transfer full) */
char *vc_session_describe (VcSession *self, VcDescription what);

G_END_DECLS
