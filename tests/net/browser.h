/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Browser: a receiving webrtcbin that stands for a browser in tests.
 */

#pragma once

#include <gst/gst.h>

#include "codec.h"

/**
 * Packet: what was seen of one received RTP packet, before the jitter buffer's
 * user
 * @has_playout_delay: the header extension is there, with three zero bytes
 */
typedef struct {
  guint payload_type;
  guint32 timestamp;
  guint32 ssrc;
  gboolean marker;
  gboolean has_playout_delay;
} Packet;

typedef struct _Browser Browser;

/* The ids that the offer gives. */
#define BROWSER_TRANSPORT_CC_ID 4
#define BROWSER_PLAYOUT_DELAY_ID 6
#define BROWSER_H264_PAYLOAD_TYPE 102
#define BROWSER_VP8_PAYLOAD_TYPE 120

/* Offers to receive @codec, with the data channels "input" and "control".
 * Waits until all candidates are in the offer. */
Browser *browser_new (VcCodec codec);
/* The same without data channels, as any WHEP player. */
Browser *browser_new_player (VcCodec codec);
void browser_free (Browser *self);

/* Says good-bye in DTLS, as RTCPeerConnection.close() does. Only once the data
 * channels are open. */
void browser_leave (Browser *self);

const char *browser_get_offer (Browser *self);
void browser_set_answer (Browser *self, const char *answer);

/* Asks for a key frame. */
void browser_request_key_frame (Browser *self);

/* From now on every packet of media that arrives is lost. */
void browser_set_deaf (Browser *self, gboolean is_deaf);

/* From now on one packet of media of @n is lost; 0 = none. */
void browser_set_loss (Browser *self, int n);

/* Packets of video, not counting retransmissions, that were lost so far, and
 * those of them that were not sent again either. This browser asks for none. */
guint browser_count_lost (Browser *self);
guint browser_count_missing (Browser *self);

/* How often the very first packet of video was sent again. */
guint browser_count_first_repeats (Browser *self);

gboolean browser_is_open (Browser *self, const char *channel);
void browser_send (Browser *self, const char *channel, const char *text);
void browser_send_data (Browser *self, const char *channel, gsize size);
void browser_open_channel (Browser *self, const char *label);

/* (transfer full) (nullable): the last message on any channel, "label:text",
 * taken out. */
char *browser_take_message (Browser *self);

/* (transfer full): the messages of bytes on all channels since the last call,
 * one after the other. */
GBytes *browser_take_data (Browser *self);

/* Counters since the beginning; thread-safe. */
guint browser_count_data (Browser *self);
guint browser_count_packets (Browser *self);
guint browser_count_key_frames (Browser *self);
guint browser_count_frames (Browser *self);
guint64 browser_count_bytes (Browser *self);
gboolean browser_get_packet (Browser *self, guint index, Packet *packet);

/* (transfer full) (nullable): the newest decoded picture. */
GstSample *browser_dup_picture (Browser *self);
