/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcChannels: the data channels that one browser opened.
 *
 * webrtcbin tells of them in its own threads; here everything arrives in the
 * main context that vc_channels_new() was called in.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Both ways: webrtcbin sends no longer ones either, whatever the browser's
 * offer says, because its own answer has no max-message-size (RFC 8841, 6). */
#define VC_CHANNEL_MESSAGE_MAX 65536
#define VC_CHANNELS_MAX 16

#define VC_TYPE_CHANNELS (vc_channels_get_type ())
G_DECLARE_FINAL_TYPE (VcChannels, vc_channels, VC, CHANNELS, GObject)

/**
 * VcChannels::opened:
 * @label: of the channel
 */
/**
 * VcChannels::message:
 * @label: of the channel
 * @text: UTF-8, at most VC_CHANNEL_MESSAGE_MAX bytes
 */
/**
 * VcChannels::abused:
 * @reason: a sentence
 *
 * The browser broke a rule (size, number, flood, no text). Nothing is told any
 * more.
 */

/* Before the remote description is set, so that no channel is missed. */
VcChannels *vc_channels_new (GstElement *webrtc);

/* Returns whether it was queued: not if there is no open channel of that label
 * or 256 kB are waiting in it, 8 MB if it is a reliable one. @text: at most
 * VC_CHANNEL_MESSAGE_MAX bytes. */
gboolean vc_channels_send (VcChannels *self, const char *label,
                           const char *text);

/* The same with a message of bytes. */
gboolean vc_channels_send_data (VcChannels *self, const char *label,
                                GBytes *data);

/* Nothing is emitted from here on. Idempotent; must be called. */
void vc_channels_stop (VcChannels *self);

G_END_DECLS
