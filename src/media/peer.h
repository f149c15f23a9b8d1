/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPeer: one browser's WebRTC connection with an encoder of its own.
 *
 *     ┌────────┐   ┌─────────┐   ┌───────────┐   ┌───────────┐
 *     │ appsrc │──▶│ encoder │──▶│ payloader │──▶│ webrtcbin │══▶ browser
 *     └────────┘   └─────────┘   └───────────┘   └───────────┘
 *                                                  ║ data channels
 *
 * Bitrate, frame rate and size of its video follow what its link carries
 * (rate-control.h).
 *
 * A peer that stalls, errors or dies is one pipeline set to NULL; it cannot
 * touch the producer or another peer. Main context only; what GStreamer's
 * threads have to tell is posted there.
 */

#pragma once

#include <gio/gio.h>

#include "codec.h"
#include "ice.h"
#include "peer-stats.h"
#include "producer.h"

G_BEGIN_DECLS

/**
 * VcPeerError:
 * @VC_PEER_ERROR_OFFER: the offer is no SDP offer that can be answered
 * @VC_PEER_ERROR_CANDIDATE: a candidate is malformed
 * @VC_PEER_ERROR_FAILED: the connection or an element failed
 * @VC_PEER_ERROR_LEFT: the browser closed the connection: a normal end
 * @VC_PEER_ERROR_CODEC: the offer has no video to receive, or none in a codec
 *   that can be sent
 */
#define VC_PEER_ERROR (vc_peer_error_quark ())
typedef enum {
  VC_PEER_ERROR_OFFER,
  VC_PEER_ERROR_CANDIDATE,
  VC_PEER_ERROR_FAILED,
  VC_PEER_ERROR_LEFT,
  VC_PEER_ERROR_CODEC,
} VcPeerError;
GQuark vc_peer_error_quark (void);

/**
 * VcPeerOptions:
 * @codec: which to use
 * @bitrate: bits per second at the most, headers and all
 * @max_rate: frames per second at the most
 * @ice: (nullable): not copied; outlives the peer
 */
typedef struct {
  VcCodec codec;
  guint bitrate;
  double max_rate;
  const VcIce *ice;
} VcPeerOptions;

#define VC_TYPE_PEER (vc_peer_get_type ())
G_DECLARE_FINAL_TYPE (VcPeer, vc_peer, VC, PEER, GObject)

/**
 * VcPeer::message:
 * @channel: label of the data channel, as the browser named it
 * @text: UTF-8, at most 65,536 bytes
 */
/**
 * VcPeer::candidate: a local candidate (trickle; also in the answer if found in
 * time)
 * @mline: index
 * @candidate: "candidate:…"
 */
/**
 * VcPeer::channel-open:
 * @channel: label
 */
/**
 * VcPeer::closed:
 * @error: a #GError of VC_PEER_ERROR
 *
 * Emitted once; the peer is dead and only waits to be unreffed.
 */

/* Does, in a thread, what takes long the first time (certificate, plugins,
 * trying hardware encoders); once per process, after gst_init(). An offer that
 * comes before the thread has ended is answered only then. (transfer full) */
GThread *vc_peer_warm_up (void);

VcPeer *vc_peer_new (VcProducer *producer, const VcPeerOptions *options);

/* Answers a browser's offer. Finishes within 5 s, with the answer's SDP
 * (transfer full) that holds the candidates found until then, or fails. */
void vc_peer_answer_async (VcPeer *self, const char *offer,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
char *vc_peer_answer_finish (VcPeer *self, GAsyncResult *result,
                             GError **error);

/* @candidate: "candidate:…", or "" for the end of candidates. Names that end
 * in .local are accepted and ignored. */
gboolean vc_peer_add_candidate (VcPeer *self, guint mline,
                                const char *candidate, GError **error);

/* The ICE user name fragment and password of the browser's offer; NULL before
 * the answer. Trickled fragments must carry them (RFC 8840). */
const char *vc_peer_get_remote_ufrag (VcPeer *self);
const char *vc_peer_get_remote_pwd (VcPeer *self);

/* Sends on the open data channel of that label, as vc_channels_send() does.
 * Returns whether it was queued. */
gboolean vc_peer_send (VcPeer *self, const char *channel, const char *text);

/* The same with a message of bytes. */
gboolean vc_peer_send_data (VcPeer *self, const char *channel, GBytes *data);

/* Whoever sends exact pictures on a data channel says so: then the video need
 * not become as good at rest. */
void vc_peer_expect_stills (VcPeer *self);

/* Returns FALSE, and leaves @stats alone, before the answer and after the
 * end. */
gboolean vc_peer_get_stats (VcPeer *self, VcPeerStats *stats);

/* "H.264" or "VP8", and the encoder element's name; NULL before the answer. */
const char *vc_peer_get_codec_name (VcPeer *self);
const char *vc_peer_get_encoder_name (VcPeer *self);

/* Ends the connection. Emits nothing. Idempotent, and called by dispose. */
void vc_peer_stop (VcPeer *self);

/* Stopped peers end in threads of their own. Waits until all of them have, for
 * the end of a program. Returns FALSE after @timeout_us. */
gboolean vc_peer_drain (gint64 timeout_us);

G_END_DECLS
